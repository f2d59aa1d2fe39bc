import { z } from "zod";
import { checkClaudeSchema } from "./json-schema.ts";
import { png } from "./png.ts";

/** What AWS publishes as valid for Converse and for Titan embeddings, as far as Askbook may send it. Unknown members are refused. */

const text = z.object({ text: z.string().regex(/\S/, "The text field in the ContentBlock object is blank.") }).strict();
const image = z
  .object({
    image: z
      .object({ format: z.enum(["png", "jpeg", "gif", "webp"]), source: z.object({ bytes: png }).strict() })
      .strict(),
  })
  .strict();
const name = z.string().regex(/^[\w-]{1,64}$/);
const toolUseId = z.string().regex(/^[\w-]{1,64}$/);
const toolUse = z.object({ toolUse: z.object({ toolUseId, name, input: z.looseObject({}) }).strict() }).strict();
const toolResult = z
  .object({ toolResult: z.object({ toolUseId, content: z.array(z.object({ text: z.string() }).strict()) }).strict() })
  .strict();

const message = z.discriminatedUnion("role", [
  z.object({ role: z.literal("user"), content: z.array(z.union([text, image, toolResult])).min(1) }).strict(),
  z.object({ role: z.literal("assistant"), content: z.array(z.union([text, toolUse])).min(1) }).strict(),
]);

const toolSpec = z
  .object({
    name,
    description: z.string().min(1).optional(),
    inputSchema: z.object({ json: z.looseObject({ type: z.literal("object") }) }).strict(),
    strict: z.boolean().optional(),
  })
  .strict();

const toolChoice = z.union([
  z.object({ auto: z.object({}).strict() }).strict(),
  z.object({ any: z.object({}).strict() }).strict(),
  z.object({ tool: z.object({ name }).strict() }).strict(),
]);

export const converseRequestSchema = z
  .object({
    system: z.array(text).optional(),
    messages: z.array(message).min(1),
    toolConfig: z
      .object({ tools: z.array(z.object({ toolSpec }).strict()).min(1), toolChoice: toolChoice.optional() })
      .strict()
      .optional(),
    inferenceConfig: z
      .object({
        // Of the test at Save alone; how a model is sampled is left to it.
        maxTokens: z.number().int().min(16).max(64).optional(),
      })
      .strict()
      .optional(),
    additionalModelResponseFieldPaths: z.array(z.string().startsWith("/").max(256)).max(10).optional(),
  })
  .strict()
  .superRefine(({ messages, toolConfig }, context) => {
    const refuse = (problem: string): void => context.addIssue({ code: "custom", message: problem });
    checkTurns(messages, refuse);
    const tools = (toolConfig?.tools ?? []).map(({ toolSpec: spec }) => spec);
    for (const spec of tools) checkClaudeSchema(spec.inputSchema.json, spec.name, refuse);
    const choice = toolConfig?.toolChoice;
    if (choice !== undefined && "tool" in choice && !tools.some((spec) => spec.name === choice.tool.name))
      refuse(`Tool '${choice.tool.name}' not found in provided tools`);
    const usesTools = messages.some(({ content }) =>
      content.some((block) => "toolUse" in block || "toolResult" in block),
    );
    if (usesTools && toolConfig === undefined)
      refuse("The toolConfig field must be defined when using toolUse and toolResult content blocks.");
  });

export type ConverseRequest = z.infer<typeof converseRequestSchema>;

/** What a model does not take, whatever the protocol allows. */
export function refusalOf(model: string, { toolConfig }: ConverseRequest): string | null {
  const isForced = toolConfig?.toolChoice !== undefined && !("auto" in toolConfig.toolChoice);
  if (isForced && mayNotBeForced(model)) return "tool_choice: this model does not support forced tool use.";
  const isStrict = toolConfig?.tools.some(({ toolSpec: { strict } }) => strict !== undefined) === true;
  return isStrict && /claude-\w+-5/.test(model) ? "tools.0.custom.strict: Extra inputs are not permitted" : null;
}

export function mayNotBeForced(model: string): boolean {
  return /claude-(sonnet|opus)-5-5|claude-fable-5-1/.test(model);
}

export const titanRequestSchema = z
  .object({
    inputText: z.string().min(1).max(50_000),
    dimensions: z.union([z.literal(256), z.literal(512), z.literal(1024)]).optional(),
    normalize: z.boolean().optional(),
    embeddingTypes: z.array(z.enum(["float", "binary"])).optional(),
  })
  .strict();

/** The user begins, turns alternate, and what was called in one turn is answered in the next. */
function checkTurns(messages: ConverseRequest["messages"], refuse: (problem: string) => void): void {
  if (messages[0]?.role !== "user") refuse("A conversation must start with a user message.");
  if (messages.at(-1)?.role !== "user") refuse("This model does not support assistant message prefill.");
  let called: readonly string[] = [];
  for (const [index, { role, content }] of messages.entries()) {
    if (messages[index - 1]?.role === role) refuse("Roles must alternate between user and assistant.");
    const firstText = content.findIndex((block) => "text" in block);
    if (role === "user" && firstText >= 0 && content.slice(firstText).some((block) => "toolResult" in block))
      refuse("toolResult blocks come first in a user's message");
    const answered = content.flatMap((block) => ("toolResult" in block ? [block.toolResult.toolUseId] : []));
    if (role === "user" && [...answered].sort().join() !== [...called].sort().join())
      refuse(`Expected toolResult blocks for the following Ids: ${called.join()}, but found: ${answered.join()}`);
    called = content.flatMap((block) => ("toolUse" in block ? [block.toolUse.toolUseId] : []));
  }
}
