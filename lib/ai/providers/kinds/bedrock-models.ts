import "server-only";
import { wrapEmbeddingModel, wrapLanguageModel } from "ai";
import { AskbookError } from "#lib/errors";
import type { EmbeddingModelV4, LanguageModelV4, StreamPart } from "../model-types.ts";
import type { RoleSession } from "./bedrock-session.ts";

/** Titan takes one text a call: this many calls run at a time. */
const embeddingsAtOnce = 8;

/** A model that is called with the role's credentials, and whose streams do not end without saying so. */
export function chatWithSession(model: LanguageModelV4, session: RoleSession): LanguageModelV4 {
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: "v4",
      wrapGenerate: ({ doGenerate }) => session.using(doGenerate),
      wrapStream: async ({ doStream }) => {
        const result = await session.using(doStream);
        return { ...result, stream: result.stream.pipeThrough(endingInWords()) };
      },
    },
  });
}

export function embeddingWithSession(model: EmbeddingModelV4, session: RoleSession): EmbeddingModelV4 {
  const inTurn = limiter(embeddingsAtOnce);
  return wrapEmbeddingModel({
    model,
    middleware: {
      specificationVersion: "v4",
      wrapEmbed: ({ doEmbed }) => inTurn(() => session.using(doEmbed)),
    },
  });
}

/** The SDK skips exceptions that it does not know, and takes a stream that stops before `messageStop` for a whole one. */
function endingInWords(): TransformStream<StreamPart, StreamPart> {
  return new TransformStream({
    transform(part, controller) {
      if (part.type === "finish" && part.finishReason.unified === "other" && part.finishReason.raw === undefined)
        controller.enqueue({
          type: "error",
          error: new AskbookError("provider_error", {
            message: "The AI provider's answer broke off before its end.",
          }),
        });
      controller.enqueue(part);
    },
  });
}

function limiter(limit: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
