import "server-only";
import type { AskbookError } from "#lib/errors";
import { log } from "#lib/log";
import { admitCall } from "#lib/usage/limits";
import { inCall } from "./call-context.ts";
import { type Ledger, leastTokensOf, openLedger, tokensOf } from "./call-ledger.ts";
import { classifyProviderError } from "./classify-error.ts";
import { openGuardedStream } from "./guarded-stream.ts";
import { generateHere, streamHere } from "./metered-here.ts";
import type {
  CallOptions,
  EmbeddingModelV4,
  EmbedOptions,
  EmbedResult,
  GenerateResult,
  LanguageModelV4,
  StreamPart,
  StreamResult,
} from "./model-types.ts";
import { type ModelCall, type ModelIdentity, providerWasRemoved } from "./organization-models.ts";
import { sizeOfChat } from "./request-size.ts";
import { retrying } from "./retrying.ts";
import { getServingState } from "./serving-state.ts";
import { systemOf } from "./system-actor.ts";
import { getTimeouts, startTimeouts } from "./timeouts.ts";
import { createUniqueCalls } from "./unique-calls.ts";

/** The organization's language model with limits, metering, capture, timeouts, retries and health around it. */
export function meteredChat(identity: ModelIdentity, current: () => Promise<ModelCall>): LanguageModelV4 {
  return {
    specificationVersion: "v4",
    provider: identity.provider,
    modelId: identity.model,
    supportedUrls: {},
    doGenerate: async (options) => {
      const call = await current();
      return isBuiltIn(call) ? generateHere(call, options) : generate(call, options);
    },
    doStream: async (options) => {
      const call = await current();
      return isBuiltIn(call) ? streamHere(call, options) : stream(call, options);
    },
  };
}

export function meteredEmbedding(first: EmbeddingModelV4, current: () => Promise<ModelCall>): EmbeddingModelV4 {
  return {
    specificationVersion: "v4",
    provider: first.provider,
    modelId: first.modelId,
    maxEmbeddingsPerCall: first.maxEmbeddingsPerCall,
    supportsParallelCalls: first.supportsParallelCalls,
    doEmbed: async (options) => {
      const call = await current();
      if (call.models.embedding === null) throw providerWasRemoved();
      return embed(call, call.models.embedding, options);
    },
  };
}

async function stream(call: ModelCall, options: CallOptions): Promise<StreamResult> {
  const ledger = await openChat(call, options);
  return inCall(ledger, () =>
    openGuardedStream((abortSignal) => call.models.chat.doStream({ ...options, abortSignal }), {
      signal: options.abortSignal,
      timeouts: getTimeouts(),
      watch: (interrupt) => watchRemoval(call, interrupt),
      adapt: createUniqueCalls(options.prompt),
      observer: { onPart: (part) => observe(ledger, part), onEnd: ledger.close },
    }),
  );
}

async function generate(call: ModelCall, options: CallOptions): Promise<GenerateResult> {
  const ledger = await openChat(call, options);
  return settle(ledger, options.abortSignal, async (abortSignal) => {
    const result = await call.models.chat.doGenerate({ ...options, abortSignal });
    ledger.onUsage(tokensOf(result.usage));
    return result;
  });
}

async function embed(call: ModelCall, model: EmbeddingModelV4, options: EmbedOptions): Promise<EmbedResult> {
  const characters = options.values.reduce((sum, value) => sum + value.length, 0);
  const admission = await admitCall(call.viewer, call.models.state.limits, leastTokensOf(characters));
  const ledger = openLedger(call, { kind: "embedding", model: model.modelId, admission });
  return settle(ledger, options.abortSignal, async (abortSignal) => {
    const result = await model.doEmbed({ ...options, abortSignal });
    ledger.onUsage({ inputTokens: result.usage?.tokens ?? 0, outputTokens: 0 });
    return result;
  });
}

async function openChat(call: ModelCall, options: CallOptions): Promise<Ledger> {
  const { characters, uncounted } = sizeOfChat(options);
  const admission = await admitCall(call.viewer, call.models.state.limits, leastTokensOf(characters));
  return openLedger(call, { kind: "chat", model: call.models.identity.model, admission, uncounted });
}

/** One request that is answered whole: retried, timed, recorded. */
async function settle<Result>(
  ledger: Ledger,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  let failure: AskbookError | null = null;
  try {
    return await inCall(ledger, () =>
      retrying(signal, async () => {
        const { total, ...silence } = getTimeouts();
        const clock = startTimeouts({ ...silence, firstContent: total, total }, signal);
        try {
          return await clock.race(work(clock.signal));
        } finally {
          clock.stop();
        }
      }),
    );
  } catch (error) {
    failure = classifyProviderError(error);
    throw error;
  } finally {
    await ledger.close(failure);
  }
}

function observe(ledger: Ledger, part: StreamPart): void {
  if (part.type === "text-delta" || part.type === "reasoning-delta" || part.type === "tool-input-delta")
    ledger.onContent(part.delta.length);
  else if (part.type === "tool-call") ledger.onContent(0);
  else if (part.type === "finish") ledger.onUsage(tokensOf(part.usage));
}

const watchIntervalMs = 1000;

/** A running answer ends within a second after an admin removes its provider, on whatever instance that happened. */
function watchRemoval(call: ModelCall, interrupt: (reason: AskbookError) => void): () => void {
  const { state, identity } = call.models;
  const look = async (): Promise<void> => {
    const now = await getServingState(systemOf(call.viewer.organizationId, "see whether an answer may go on"));
    if (now.hosting !== state.hosting || now.configuration?.id !== state.configuration?.id)
      interrupt(providerWasRemoved());
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) =>
      log().error({ err: error, provider: identity.provider }, "the AI state cannot be read"),
    );
  }, watchIntervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

function isBuiltIn(call: ModelCall): boolean {
  return call.models.state.hosting === "built-in";
}
