import "server-only";
import { createCapture, updateCaptureTokens } from "#db/queries/captures";
import { updateReportedRateLimits } from "#db/queries/provider-configuration";
import { createModelCall } from "#db/queries/usage";
import type { ReportedRateLimits } from "#lib/contract/ai-settings";
import type { AskbookError } from "#lib/errors";
import { log } from "#lib/log";
import { type Admission, settleTokens } from "#lib/usage/limits";
import { costOf, findPrice, type Tokens } from "#lib/usage/prices";
import type { SentRequest } from "./call-context.ts";
import { isFromEnvironment } from "./environment-provider.ts";
import { recordHealth } from "./health.ts";
import type { ModelUsage } from "./model-types.ts";
import type { ModelCall } from "./organization-models.ts";
import { isWorthKeeping, readRateLimits } from "./rate-limit-headers.ts";
import { systemOf } from "./system-actor.ts";

const charactersPerToken = 4;

type LedgerOptions = {
  readonly kind: "chat" | "embedding";
  readonly model: string;
  /** Null: a call that no limit holds for. */
  readonly admission: Admission | null;
  /** Characters of a request's body that are no text. */
  readonly uncounted?: number;
};

/** What one model call took: gathered while it runs, written when it ends, however it ends. */
export function openLedger(call: ModelCall, { kind, model, admission, uncounted = 0 }: LedgerOptions) {
  const startedAt = performance.now();
  const { provider } = call.models.identity;
  const endOfCall = call.meter.begin();
  let captureId: number | null = null;
  let firstContentAt: number | null = null;
  let sentCharacters = 0;
  let receivedCharacters = 0;
  let reported: Tokens | null = null;
  let rateLimits: ReportedRateLimits | null = null;

  // A server that reports no usage must not be a way around the limits; nor is a stream that was stopped before it told.
  const tokensTaken = (): Tokens =>
    reported ?? {
      inputTokens: Math.ceil(sentCharacters / charactersPerToken),
      outputTokens: Math.ceil(receivedCharacters / charactersPerToken),
    };

  return {
    onRequest: async ({ url, body }: SentRequest): Promise<void> => {
      sentCharacters = Math.max(0, body.length - uncounted);
      captureId = await createCapture(call.viewer, {
        runId: call.runId,
        provider,
        model,
        url: withoutSecrets(url, call.models.secrets),
        body: withoutSecrets(body, call.models.secrets),
      });
    },
    onHeaders: (headers: Headers): void => {
      if (kind === "chat") rateLimits = readRateLimits(headers) ?? rateLimits;
    },
    onContent: (characters: number): void => {
      firstContentAt ??= performance.now();
      receivedCharacters += characters;
    },
    onUsage: (tokens: Tokens): void => {
      if (tokens.inputTokens + tokens.outputTokens > 0) reported = tokens;
    },
    close: async (failure: AskbookError | null): Promise<void> => {
      const tokens = provider === "built-in" ? { inputTokens: 0, outputTokens: 0 } : tokensTaken();
      const costUsd = costOf(tokens, findPrice(provider, model, call.models.state.prices));
      const { configuration } = call.models.state;
      const writes = [
        createModelCall(call.viewer, {
          runId: call.runId,
          questionId: call.runId,
          feature: call.feature,
          kind,
          provider,
          model,
          ...tokens,
          costUsd,
          firstTokenMs: firstContentAt === null ? null : Math.round(firstContentAt - startedAt),
          elapsedMs: Math.round(performance.now() - startedAt),
          outcome: failure?.code ?? "done",
        }),
        ...(admission === null ? [] : [settleTokens(call.viewer, admission, tokens.inputTokens + tokens.outputTokens)]),
        ...(captureId === null
          ? []
          : [updateCaptureTokens(systemOf(call.viewer.organizationId, "complete a capture"), captureId, tokens)]),
        ...(configuration === null || provider === "built-in" ? [] : [recordHealth(configuration, failure)]),
        ...(rateLimits === null ? [] : [keepRateLimits(call, rateLimits)]),
      ];
      endOfCall({ ...tokens, costUsd });
      for (const outcome of await Promise.allSettled(writes))
        if (outcome.status === "rejected") log().error({ err: outcome.reason }, "a model call was not fully recorded");
    },
  };
}

export type Ledger = ReturnType<typeof openLedger>;

export function tokensOf(usage: ModelUsage): Tokens {
  return { inputTokens: usage.inputTokens.total ?? 0, outputTokens: usage.outputTokens.total ?? 0 };
}

/** At least what a text of this length takes. */
export function leastTokensOf(characters: number): number {
  return characters / charactersPerToken;
}

async function keepRateLimits({ models, viewer }: ModelCall, reported: ReportedRateLimits): Promise<void> {
  const { configuration } = models.state;
  if (configuration === null || isFromEnvironment(configuration)) return;
  if (!isWorthKeeping(reported, configuration.rateLimits)) return;
  await updateReportedRateLimits(systemOf(viewer.organizationId, "record reported limits"), configuration, reported);
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== "").reduce((shown, secret) => shown.replaceAll(secret, "[key]"), text);
}
