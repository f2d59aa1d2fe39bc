import { z } from "zod";
import { checkStrictSchema } from "./json-schema.ts";
import { pngUrl } from "./png.ts";

/** What OpenAI publishes as valid for the Responses API, as far as Askbook may send it. Unknown members are refused, and so is storing. */

const name = z.string().regex(/^[\w-]{1,64}$/);
const itemType = { type: z.literal("message").optional() };
const inputText = z.object({ type: z.literal("input_text"), text: z.string() }).strict();
const inputImage = z
  .object({ type: z.literal("input_image"), image_url: pngUrl, detail: z.enum(["auto", "low", "high"]).optional() })
  .strict();
const outputText = z.object({ type: z.literal("output_text"), text: z.string() }).strict();

const item = z.union([
  z
    .object({ ...itemType, role: z.enum(["system", "developer"]), content: z.union([z.string(), z.array(inputText)]) })
    .strict(),
  z
    .object({ ...itemType, role: z.literal("user"), content: z.array(z.union([inputText, inputImage])).min(1) })
    .strict(),
  z
    .object({
      ...itemType,
      role: z.literal("assistant"),
      content: z.union([z.string().min(1), z.array(outputText).min(1)]),
      phase: z.string().optional(),
    })
    .strict(),
  z
    .object({ type: z.literal("function_call"), call_id: z.string().min(1).max(64), name, arguments: z.string() })
    .strict(),
  z
    .object({ type: z.literal("function_call_output"), call_id: z.string().min(1).max(64), output: z.string() })
    .strict(),
  // Without storage a reasoning item is nothing but its encrypted content.
  z
    .object({
      type: z.literal("reasoning"),
      id: z.string().optional(),
      summary: z.array(z.unknown()),
      encrypted_content: z.string().min(1),
    })
    .strict(),
]);

const tool = z
  .object({
    type: z.literal("function"),
    name,
    description: z.string().optional(),
    parameters: z.looseObject({ type: z.literal("object") }),
    // Absent it would be strict as well; Askbook says so.
    strict: z.literal(true),
  })
  .strict();

const format = z.union([
  z.object({ type: z.literal("json_object") }).strict(),
  z
    .object({
      type: z.literal("json_schema"),
      name,
      description: z.string().optional(),
      schema: z.looseObject({ type: z.literal("object") }),
      strict: z.literal(true),
    })
    .strict(),
]);

export const responsesRequestSchema = z
  .object({
    model: z.string().min(1),
    input: z.array(item).min(1),
    store: z.literal(false),
    include: z.array(z.literal("reasoning.encrypted_content")).optional(),
    tools: z.array(tool).min(1).max(128).optional(),
    tool_choice: z
      .union([z.enum(["auto", "none", "required"]), z.object({ type: z.literal("function"), name }).strict()])
      .optional(),
    text: z
      .object({ format: format.optional(), verbosity: z.enum(["low", "medium", "high"]).optional() })
      .strict()
      .optional(),
    stream: z.boolean().optional(),
    // Of the test at Save alone; how a model is sampled is left to it.
    max_output_tokens: z.number().int().min(16).max(64).optional(),
    parallel_tool_calls: z.boolean().optional(),
    reasoning: z.object({ effort: z.string().optional(), summary: z.string().optional() }).strict().optional(),
  })
  .strict()
  .superRefine(({ model, input, tools, tool_choice: choice, text, include }, context) => {
    const refuse = (message: string): void => context.addIssue({ code: "custom", message });
    checkCalls(input, refuse);
    checkOrder(input, refuse);
    for (const entry of tools ?? []) checkStrictSchema(entry.parameters, entry.name, refuse);
    if (typeof choice === "object" && !(tools ?? []).some((entry) => entry.name === choice.name))
      refuse(`Tool choice '${choice.name}' not found in 'tools' parameter.`);
    if (text?.format?.type === "json_schema") checkStrictSchema(text.format.schema, text.format.name, refuse);
    if (!model.startsWith("gpt-5") && include !== undefined)
      refuse("encrypted content is not supported with this model");
  });

export type ResponsesRequest = z.infer<typeof responsesRequestSchema>;

/** Instructions come first, somebody asks, and what was reasoned stands before what it led to. */
function checkOrder(input: readonly z.infer<typeof item>[], refuse: (text: string) => void): void {
  const kinds = input.map((entry) => ("role" in entry ? entry.role : entry.type));
  const firstOther = kinds.findIndex((kind) => kind !== "system" && kind !== "developer");
  if (kinds[firstOther] !== "user") refuse("a conversation begins with what somebody asked");
  if (kinds.slice(firstOther).some((kind) => kind === "system" || kind === "developer"))
    refuse("instructions come first");
  for (const [index, kind] of kinds.entries())
    if (kind === "reasoning" && !["assistant", "function_call", "reasoning"].includes(kinds[index + 1] ?? ""))
      refuse("Item of type 'reasoning' was provided without its required following item.");
}

/** Every output answers a call that came before it, and every call is answered. */
function checkCalls(input: readonly z.infer<typeof item>[], refuse: (text: string) => void): void {
  const open = new Set<string>();
  for (const entry of input) {
    if (!("type" in entry)) continue;
    if (entry.type === "function_call") open.add(entry.call_id);
    if (entry.type === "function_call_output" && !open.delete(entry.call_id))
      refuse(`No tool call found for function call output with call_id ${entry.call_id}.`);
  }
  if (open.size > 0) refuse(`No tool output found for function call ${[...open].join(", ")}.`);
}
