import { z } from "zod";

/** What crosses the wire about the sources that Ask may choose from. */

export type AskSourceStatus = "highlighted" | "not-highlighted" | "pending";

export const askSourcesModes = ["all", "highlighted"] as const;
export type AskSourcesMode = (typeof askSourcesModes)[number];

export const askSourcesSchema = z.object({
  mode: z.enum(askSourcesModes),
  sources: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      description: z.string(),
      isModel: z.boolean(),
      endorsement: z.enum(["none", "endorsed", "deprecated"]),
      highlighted: z.boolean(),
      /** Chosen, but what it is has not reached the index yet. */
      isPending: z.boolean(),
    }),
  ),
  index: z.discriminatedUnion("state", [
    /** Names and descriptions only: the built-in model, no embedding model, or AI is off. */
    z.object({ state: z.literal("lexical"), reason: z.enum(["built-in", "no-embeddings", "off"]) }),
    z.object({ state: z.literal("ready"), total: z.number() }),
    z.object({ state: z.literal("running"), done: z.number(), total: z.number() }),
    z.object({
      state: z.literal("failed"),
      done: z.number(),
      total: z.number(),
      message: z.string(),
      /** Null: only when somebody asks for it. */
      nextAttemptAt: z.iso.datetime().nullable(),
    }),
  ]),
});
export type AskSources = z.infer<typeof askSourcesSchema>;

const ids = z.array(z.uuid()).max(20_000);
export const syncSchema = z.object({ highlight: ids, unhighlight: ids });
export type SyncInput = z.infer<typeof syncSchema>;

/** Notes for the model: synonyms, which date counts, rules of metrics, what not to analyse. */
export const aiContextSchema = z
  .string()
  .overwrite((text) => text.replaceAll("\u0000", "").toWellFormed())
  .trim()
  .max(4000, "At most 4,000 characters.");

/** What models are told of one source. `neverSend`: ids of columns. */
export const sourceAiSchema = z.object({
  sourceId: z.uuid(),
  aiContext: aiContextSchema,
  neverSend: z.array(z.string().max(500)).max(10_000),
});
export type SourceAiForm = z.infer<typeof sourceAiSchema>;
