import { z } from "zod";
import { checkGeminiSchema } from "./json-schema.ts";
import { png } from "./png.ts";

/** What Google publishes as valid for generateContent and embeddings, as far as Askbook may send it. Unknown members are refused. */

const name = z.string().regex(/^[A-Za-z_][\w.-]{0,63}$/);
const signature = { thoughtSignature: z.string().optional() };
const text = z.object({ text: z.string(), ...signature }).strict();
const inlineData = z
  .object({ inlineData: z.object({ mimeType: z.literal("image/png"), data: png }).strict() })
  .strict();
const functionCall = z
  .object({
    functionCall: z.object({ id: z.string().optional(), name, args: z.record(z.string(), z.unknown()) }).strict(),
    ...signature,
  })
  .strict();
const functionResponse = z
  .object({
    functionResponse: z
      .object({ id: z.string().optional(), name, response: z.record(z.string(), z.unknown()) })
      .strict(),
  })
  .strict();

const content = z.discriminatedUnion("role", [
  z.object({ role: z.literal("user"), parts: z.array(z.union([text, inlineData, functionResponse])).min(1) }).strict(),
  z.object({ role: z.literal("model"), parts: z.array(z.union([text, functionCall])).min(1) }).strict(),
]);

const declaration = z
  .object({
    name,
    description: z.string().optional(),
    parametersJsonSchema: z.looseObject({ type: z.literal("object") }).optional(),
  })
  .strict();

export const generateRequestSchema = z
  .object({
    contents: z.array(content).min(1),
    systemInstruction: z
      .object({ parts: z.array(text).min(1) })
      .strict()
      .optional(),
    tools: z.array(z.object({ functionDeclarations: z.array(declaration).min(1) }).strict()).optional(),
    toolConfig: z
      .object({
        functionCallingConfig: z
          .object({ mode: z.enum(["AUTO", "ANY", "NONE"]), allowedFunctionNames: z.array(name).optional() })
          .strict(),
      })
      .strict()
      .optional(),
    generationConfig: z
      .object({
        // Of the test at Save alone; how a model is sampled is left to it.
        maxOutputTokens: z.number().int().min(16).max(64).optional(),
        responseMimeType: z.enum(["text/plain", "application/json"]).optional(),
        responseJsonSchema: z.looseObject({ type: z.literal("object") }).optional(),
        thinkingConfig: z.looseObject({}).optional(),
      })
      .strict()
      .optional(),
  })
  .strict()
  .superRefine(({ contents, tools, toolConfig, generationConfig }, context) => {
    const refuse = (message: string): void => context.addIssue({ code: "custom", message });
    if (contents[0]?.role !== "user") refuse("the first content must be the user's");
    checkTurns(contents, refuse);
    checkSignatures(contents, refuse);
    const declared = (tools ?? []).flatMap(({ functionDeclarations }) => functionDeclarations);
    for (const entry of declared) checkGeminiSchema(entry.parametersJsonSchema ?? {}, entry.name, refuse);
    checkGeminiSchema(generationConfig?.responseJsonSchema ?? {}, "responseJsonSchema", refuse);
    const { mode, allowedFunctionNames = [] } = toolConfig?.functionCallingConfig ?? {};
    if (allowedFunctionNames.some((allowed) => !declared.some((entry) => entry.name === allowed)))
      refuse("allowed_function_names should be a subset of the declared functions");
    if (allowedFunctionNames.length > 0 && mode !== "ANY") refuse("allowed_function_names is for the mode ANY");
    if (tools !== undefined && generationConfig?.responseMimeType === "application/json")
      refuse("Function calling with a response mime type: 'application/json' is unsupported");
  });

export type GenerateRequest = z.infer<typeof generateRequestSchema>;

const embedding = z
  .object({
    model: z.string().regex(/^models\/[\w.-]+$/),
    content: z.object({ role: z.literal("user").optional(), parts: z.array(text).min(1) }).strict(),
    outputDimensionality: z.number().int().min(1).optional(),
    taskType: z.string().optional(),
  })
  .strict();

export const embedRequestSchema = embedding;
export const batchEmbedRequestSchema = z.object({ requests: z.array(embedding).min(1).max(100) }).strict();

/** Thinking models are given back, with the first call of each turn since the question, what they signed. */
function checkSignatures(contents: readonly z.infer<typeof content>[], refuse: (text: string) => void): void {
  const asked = contents.findLastIndex(({ role, parts }) => role === "user" && parts.some((part) => "text" in part));
  for (const { parts } of contents.slice(asked + 1)) {
    const call = parts.find((part) => "functionCall" in part);
    if (call !== undefined && call.thoughtSignature === undefined)
      refuse("Function call is missing a thought_signature in functionCall parts.");
  }
}

/** Function responses come right after their calls, as many and under the same names. */
function checkTurns(contents: readonly z.infer<typeof content>[], refuse: (text: string) => void): void {
  let called: readonly string[] = [];
  for (const { role, parts } of contents) {
    const answered = parts.flatMap((part) => ("functionResponse" in part ? [part.functionResponse.name] : []));
    if (role === "user" && answered.join() !== called.join())
      refuse(
        "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.",
      );
    called = parts.flatMap((part) => ("functionCall" in part ? [part.functionCall.name] : []));
  }
}
