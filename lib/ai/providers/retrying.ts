import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { AskbookError } from "#lib/errors";
import { classifyProviderError, isRetryable } from "./classify-error.ts";

const attempts = 3;

/**
 * Runs `work` up to three times: classified first, repeated second, and only what `isRetryable` allows. Throws the classified
 * error, or what the caller's own abort threw, unchanged.
 */
export async function retrying<Result>(signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (signal?.aborted === true) throw error;
      const failure = classifyProviderError(error);
      if (attempt === attempts || !isRetryable(failure)) throw failure;
      await delay(waitBefore(failure, attempt), undefined, signal === undefined ? {} : { signal });
    }
  }
}

/** Milliseconds: what the provider asked for, else doubling from half a second. */
function waitBefore(failure: AskbookError, attempt: number): number {
  return failure.retryAfterSeconds === undefined ? 500 * 2 ** (attempt - 1) : failure.retryAfterSeconds * 1000;
}
