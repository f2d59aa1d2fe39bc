import { z } from "zod";
import { checkStrictSchema } from "./json-schema.ts";
import { pngUrl } from "./png.ts";

/** What OpenAI publishes as valid for chat completions and embeddings, as far as Askbook may send it. Unknown members are refused. */

const text = z.object({ type: z.literal("text"), text: z.string() }).strict();
const content = z.union([z.string(), z.array(text).min(1)]);

const image = z.object({ type: z.literal("image_url"), image_url: z.object({ url: pngUrl }).strict() }).strict();

const toolCall = z
  .object({
    id: z.string().min(1).max(64),
    type: z.literal("function"),
    function: z.object({ name: z.string().regex(/^[\w-]{1,64}$/), arguments: z.string() }).strict(),
  })
  .strict();

const message = z.discriminatedUnion("role", [
  z.object({ role: z.literal("system"), content }).strict(),
  z
    .object({ role: z.literal("user"), content: z.union([z.string(), z.array(z.union([text, image])).min(1)]) })
    .strict(),
  z
    .object({
      role: z.literal("assistant"),
      content: content.nullable().optional(),
      tool_calls: z.array(toolCall).min(1).optional(),
    })
    .strict()
    .refine((value) => value.tool_calls !== undefined || (value.content ?? "") !== "", "an empty assistant message"),
  z.object({ role: z.literal("tool"), tool_call_id: z.string().min(1), content }).strict(),
]);

const tool = z
  .object({
    type: z.literal("function"),
    function: z
      .object({
        name: z.string().regex(/^[\w-]{1,64}$/),
        description: z.string().max(1024).optional(),
        parameters: z.looseObject({ type: z.literal("object") }),
        strict: z.boolean().optional(),
      })
      .strict(),
  })
  .strict();

export const chatRequestSchema = z
  .object({
    model: z.string().min(1),
    messages: z.array(message).min(1),
    tools: z.array(tool).min(1).max(128).optional(),
    tool_choice: z
      .union([
        z.enum(["auto", "none", "required"]),
        z.object({ type: z.literal("function"), function: z.object({ name: z.string() }).strict() }).strict(),
      ])
      .optional(),
    response_format: z
      .union([
        z.object({ type: z.literal("json_object") }).strict(),
        z
          .object({
            type: z.literal("json_schema"),
            json_schema: z
              .object({
                name: z.string().regex(/^[\w-]{1,64}$/),
                description: z.string().optional(),
                schema: z.looseObject({}),
                strict: z.boolean().optional(),
              })
              .strict(),
          })
          .strict(),
      ])
      .optional(),
    stream: z.boolean().optional(),
    stream_options: z.object({ include_usage: z.boolean() }).strict().optional(),
    // Of the test at Save alone; how a model is sampled is left to it.
    max_tokens: z.number().int().min(16).max(64).optional(),
    max_completion_tokens: z.number().int().min(16).max(64).optional(),
  })
  .strict()
  .superRefine(({ messages, tools, response_format: format }, context) => {
    if (messages.findLastIndex(({ role }) => role === "system") > 0)
      context.addIssue({ code: "custom", message: "the system message must come first, and only once" });
    checkToolMessages(messages, (text) => context.addIssue({ code: "custom", message: text }));
    for (const entry of tools ?? [])
      if (entry.function.strict === true)
        checkStrictSchema(entry.function.parameters, entry.function.name, (text) =>
          context.addIssue({ code: "custom", message: text }),
        );
    if (format?.type === "json_schema" && format.json_schema.strict === true)
      checkStrictSchema(format.json_schema.schema, format.json_schema.name, (text) =>
        context.addIssue({ code: "custom", message: text }),
      );
  });

export type ChatRequest = z.infer<typeof chatRequestSchema>;

export const embeddingRequestSchema = z
  .object({
    model: z.string().min(1),
    input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2048)]),
    encoding_format: z.enum(["float", "base64"]).optional(),
    dimensions: z.number().int().min(1).optional(),
    user: z.string().optional(),
  })
  .strict();

/** Every tool message answers a call of the assistant message before it, and every call is answered. */
function checkToolMessages(messages: readonly z.infer<typeof message>[], refuse: (text: string) => void): void {
  let open = new Set<string>();
  for (const entry of messages) {
    if (entry.role === "tool") {
      if (!open.delete(entry.tool_call_id)) refuse(`tool message ${entry.tool_call_id} answers no call`);
      continue;
    }
    if (open.size > 0) refuse(`tool calls without an answer: ${[...open].join(", ")}`);
    open = new Set(entry.role === "assistant" ? (entry.tool_calls ?? []).map((call) => call.id) : []);
  }
  if (open.size > 0) refuse(`tool calls without an answer: ${[...open].join(", ")}`);
}
