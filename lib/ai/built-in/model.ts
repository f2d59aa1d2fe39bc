import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4StreamPart,
} from "@ai-sdk/provider";
import { z } from "zod";
import { askModelInputSchema } from "#lib/contract/ask-tools";
import { explainModelInputSchema } from "#lib/contract/explain-chart";
import { formulaModelInputSchema } from "#lib/contract/formula-model";
import { readConversation } from "./ask/conversation.ts";
import { decide } from "./ask/decide.ts";
import { type Step, say } from "./ask/step.ts";
import { streamParts } from "./ask/stream-step.ts";
import { writeExplanation } from "./explain/write-explanation.ts";
import { correctFormulas } from "./formula/correct-formula.ts";
import { writeFormulas } from "./formula/write-formula.ts";

/** What every call of Askbook carries beside the prompt. */
const requestSchema = z.discriminatedUnion("task", [
  z.object({ task: z.literal("ask"), input: askModelInputSchema }),
  z.object({ task: z.literal("explain-chart"), input: explainModelInputSchema }),
  z.object({ task: z.literal("write-formula"), input: formulaModelInputSchema }),
  z.object({ task: z.literal("correct-formula"), input: formulaModelInputSchema }),
  z.object({ task: z.literal("explain-formula"), input: formulaModelInputSchema }),
]);
type ModelRequest = z.infer<typeof requestSchema>;

/**
 * The model that needs no key and no network: rules in place of weights, the same answer to the same question.
 * It knows data only through the tools whose results stand in the prompt.
 */
export function createBuiltInModel(): LanguageModelV4 {
  return {
    specificationVersion: "v4",
    provider: "built-in",
    modelId: "askbook-rules-1",
    supportedUrls: {},
    doStream: async (options) => ({ stream: toStream(partsOf(options), options.abortSignal) }),
    doGenerate: async (options) => {
      const parts = partsOf(options);
      const finish = parts.find((part) => part.type === "finish");
      if (finish === undefined) throw new Error("A step always ends with a finish part.");
      return { content: contentOf(parts), finishReason: finish.finishReason, usage: finish.usage, warnings: [] };
    },
  };
}

function partsOf(options: LanguageModelV4CallOptions): LanguageModelV4StreamPart[] {
  const conversation = readConversation(options.prompt);
  return streamParts(nextStep(options), conversation.callCount);
}

function nextStep({ providerOptions, prompt }: LanguageModelV4CallOptions): Step {
  const request = requestSchema.safeParse(providerOptions?.["askbook"]);
  return request.success ? stepOf(request.data, prompt) : say("The built-in model is ready.");
}

function stepOf(request: ModelRequest, prompt: LanguageModelV4CallOptions["prompt"]): Step {
  switch (request.task) {
    case "ask":
      return decide(request.input, readConversation(prompt));
    case "explain-chart":
      return say(writeExplanation(request.input));
    case "write-formula":
      return say(JSON.stringify(writeFormulas(request.input)));
    case "correct-formula":
      return say(JSON.stringify(correctFormulas(request.input)));
    case "explain-formula":
      // What the syntax tree says is whole: prose would add nothing to it.
      return say("");
  }
}

function contentOf(parts: readonly LanguageModelV4StreamPart[]): LanguageModelV4Content[] {
  const text = parts.flatMap((part) => (part.type === "text-delta" ? [part.delta] : [])).join("");
  const calls = parts.filter((part) => part.type === "tool-call");
  return text === "" ? calls : [{ type: "text", text }, ...calls];
}

function toStream(
  parts: readonly LanguageModelV4StreamPart[],
  signal: AbortSignal | undefined,
): ReadableStream<LanguageModelV4StreamPart> {
  const rest = [...parts];
  return new ReadableStream({
    pull(controller) {
      signal?.throwIfAborted();
      const part = rest.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(part);
    },
  });
}
