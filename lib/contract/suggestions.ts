import { z } from "zod";

/** Questions that the data can answer, each with the source that answers it. */
export const suggestionSchema = z.object({ question: z.string(), sourceId: z.string() });
export type Suggestion = z.infer<typeof suggestionSchema>;

export const suggestionsSchema = z.object({ suggestions: z.array(suggestionSchema) });
