import { z } from "zod";

/** What Google publishes as valid for generateContent and embeddings, as far as Askbook may send it. Unknown members are refused. */

const name = z.string().regex(/^[A-Za-z_][\w.-]{0,63}$/);
const signature = { thoughtSignature: z.string().optional() };
const text = z.object({ text: z.string(), ...signature }).strict();
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
  z.object({ role: z.literal("user"), parts: z.array(z.union([text, functionResponse])).min(1) }).strict(),
  z.object({ role: z.literal("model"), parts: z.array(z.union([text, functionCall])).min(1) }).strict(),
]);

const declaration = z
  .object({
    name,
    description: z.string().optional(),
    parameters: z.looseObject({}).optional(),
    parametersJsonSchema: z.looseObject({ type: z.literal("object") }).optional(),
  })
  .strict()
  .refine((value) => value.parameters === undefined || value.parametersJsonSchema === undefined, "two schemas");

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
        maxOutputTokens: z.number().int().min(1).optional(),
        temperature: z.number().min(0).max(2).optional(),
        topP: z.number().optional(),
        topK: z.number().optional(),
        stopSequences: z.array(z.string()).max(5).optional(),
        responseMimeType: z.enum(["text/plain", "application/json"]).optional(),
        responseJsonSchema: z.looseObject({ type: z.literal("object") }).optional(),
        thinkingConfig: z.looseObject({}).optional(),
      })
      .strict()
      .optional(),
  })
  .strict()
  .superRefine(({ contents, tools, generationConfig }, context) => {
    const refuse = (message: string): void => context.addIssue({ code: "custom", message });
    if (contents[0]?.role !== "user") refuse("the first content must be the user's");
    checkTurns(contents, refuse);
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
