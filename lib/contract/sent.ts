import { z } from "zod";

/** `GET /api/runs/{id}/sent`: every request that went to a provider for this run, byte for byte, without credentials. */
export const sentSchema = z.object({
  requests: z.array(
    z.object({
      id: z.number(),
      provider: z.string(),
      model: z.string(),
      url: z.string(),
      body: z.string(),
      inputTokens: z.number().nullable(),
      outputTokens: z.number().nullable(),
    }),
  ),
});
export type Sent = z.infer<typeof sentSchema>;
