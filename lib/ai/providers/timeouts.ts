import "server-only";
import { env } from "#lib/env";
import { AskbookError } from "#lib/errors";

/** Milliseconds. */
export type Timeouts = {
  /** From the request to the first content, silence after the headers included. */
  readonly firstContent: number;
  /** Between two pieces of an answer. */
  readonly betweenContent: number;
  readonly total: number;
};

const usualTotal = 300_000;

/** A slow local model needs more than the usual; then the whole answer may take longer too. */
export function getTimeouts(): Timeouts {
  const silence = env().ASKBOOK_MODEL_SILENCE_SECONDS * 1_000;
  return { firstContent: silence, betweenContent: (silence * 2) / 3, total: Math.max(usualTotal, silence * 2) };
}

/** A clock over one call: its signal fires at the caller's abort and when time is up, and `race` does not outwait it. */
export function startTimeouts(timeouts: Timeouts, caller: AbortSignal | undefined) {
  const own = new AbortController();
  const signal = caller === undefined ? own.signal : AbortSignal.any([caller, own.signal]);
  const expire = (message: string) => () => own.abort(new AskbookError("provider_timeout", { message }));
  const total = setTimeout(
    expire("The AI provider took too long over this answer, which was stopped."),
    timeouts.total,
  );
  let idle = setTimeout(expire("The AI provider did not answer in time."), timeouts.firstContent);
  const stop = (): void => {
    clearTimeout(total);
    clearTimeout(idle);
  };
  return {
    signal,
    /** Called at every piece of content. */
    onContent: (): void => {
      clearTimeout(idle);
      idle = setTimeout(expire("The AI provider went silent in the middle of the answer."), timeouts.betweenContent);
    },
    stop,
    abort: (reason: unknown): void => {
      stop();
      own.abort(reason);
    },
    race: async <T>(work: PromiseLike<T>): Promise<T> => {
      let onAbort: (() => void) | undefined;
      const aborted = new Promise<never>((_, reject) => {
        onAbort = () => reject(signal.reason);
        if (signal.aborted) onAbort();
        else signal.addEventListener("abort", onAbort, { once: true });
      });
      try {
        return await Promise.race([work, aborted]);
      } finally {
        if (onAbort !== undefined) signal.removeEventListener("abort", onAbort);
      }
    },
  };
}
