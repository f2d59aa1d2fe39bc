import "server-only";
import { createCapture, updateCaptureTokens } from "#db/queries/captures";
import { createModelCall } from "#db/queries/usage";
import type { AskbookError } from "#lib/errors";
import { log } from "#lib/log";
import { countTokens } from "#lib/usage/limits";
import type { SentRequest } from "./call-context.ts";
import { recordHealth } from "./health.ts";
import type { ModelUsage } from "./model-types.ts";
import type { ModelCall } from "./organization-models.ts";
import { systemOf } from "./system-actor.ts";

const charactersPerToken = 4;

type Tokens = { readonly inputTokens: number; readonly outputTokens: number };

/** What one model call took: gathered while it runs, written when it ends. */
export function openLedger(call: ModelCall, kind: "chat" | "embedding", model: string) {
  const startedAt = performance.now();
  const { provider } = call.models.identity;
  let captureId: number | null = null;
  let firstContentAt: number | null = null;
  let sentCharacters = 0;
  let receivedCharacters = 0;
  let reported: Tokens | null = null;

  return {
    onRequest: async ({ url, body }: SentRequest): Promise<void> => {
      sentCharacters = body.length;
      captureId = await createCapture(call.viewer, {
        runId: call.runId,
        provider,
        model,
        url: withoutSecrets(url, call.models.secrets),
        body: withoutSecrets(body, call.models.secrets),
      });
    },
    onContent: (characters: number): void => {
      firstContentAt ??= performance.now();
      receivedCharacters += characters;
    },
    onUsage: (tokens: Tokens): void => {
      if (tokens.inputTokens + tokens.outputTokens > 0) reported = tokens;
    },
    close: async (failure: AskbookError | null): Promise<void> => {
      // A server that reports no usage must not be a way around the limits.
      const tokens = reported ?? {
        inputTokens: Math.ceil(sentCharacters / charactersPerToken),
        outputTokens: Math.ceil(receivedCharacters / charactersPerToken),
      };
      const writes = [
        createModelCall(call.viewer, {
          runId: call.runId,
          feature: call.feature,
          kind,
          provider,
          model,
          ...tokens,
          firstTokenMs: firstContentAt === null ? null : Math.round(firstContentAt - startedAt),
          elapsedMs: Math.round(performance.now() - startedAt),
          outcome: failure?.code ?? "done",
        }),
        countTokens(call.viewer, tokens.inputTokens + tokens.outputTokens),
        ...(captureId === null
          ? []
          : [updateCaptureTokens(systemOf(call.viewer.organizationId, "complete a capture"), captureId, tokens)]),
        ...(call.models.state.configuration === null ? [] : [recordHealth(call.models.state.configuration, failure)]),
      ];
      for (const outcome of await Promise.allSettled(writes))
        if (outcome.status === "rejected") log().error({ err: outcome.reason }, "a model call was not fully recorded");
    },
  };
}

export type Ledger = ReturnType<typeof openLedger>;

export function tokensOf(usage: ModelUsage): Tokens {
  return { inputTokens: usage.inputTokens.total ?? 0, outputTokens: usage.outputTokens.total ?? 0 };
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== "").reduce((shown, secret) => shown.replaceAll(secret, "[key]"), text);
}
