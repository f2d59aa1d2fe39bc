import "server-only";
import { AskbookError } from "#lib/errors";
import { classifyProviderError } from "./classify-error.ts";
import type { ModelUsage, StreamPart, StreamResult } from "./model-types.ts";
import { retrying } from "./retrying.ts";
import { startTimeouts, type Timeouts } from "./timeouts.ts";

export type StreamObserver = {
  readonly onPart: (part: StreamPart) => void;
  /** Once, whatever happens: done, failed, or stopped by the reader (`aborted`). */
  readonly onEnd: (failure: AskbookError | null) => Promise<void>;
};

export type GuardedStreamOptions = {
  readonly signal: AbortSignal | undefined;
  readonly timeouts: Timeouts;
  readonly observer: StreamObserver;
  /** What every part becomes before anybody sees it. */
  readonly adapt: (part: StreamPart) => StreamPart;
  /** Starts watching for a reason to end the stream from outside; returns how to stop watching. */
  readonly watch: (interrupt: (reason: AskbookError) => void) => () => void;
};

type Reader = ReadableStreamDefaultReader<StreamPart>;

/**
 * A model's stream that keeps our rules: retried until its first content, timed, and with every failure classified.
 * What fails after the first content becomes an `error` part followed by `finish`, so that what came before is kept.
 */
export async function openGuardedStream(
  open: (signal: AbortSignal) => PromiseLike<StreamResult>,
  options: GuardedStreamOptions,
): Promise<StreamResult> {
  try {
    return await retrying(options.signal, () => openOnce(open, options));
  } catch (error) {
    await options.observer.onEnd(
      options.signal?.aborted === true ? new AskbookError("aborted") : classifyProviderError(error),
    );
    throw error;
  }
}

async function openOnce(
  open: (signal: AbortSignal) => PromiseLike<StreamResult>,
  options: GuardedStreamOptions,
): Promise<StreamResult> {
  const clock = startTimeouts(options.timeouts, options.signal);
  const unwatch = options.watch(clock.abort);
  try {
    const result = await clock.race(open(clock.signal));
    const reader = result.stream.getReader();
    const head = await readHead(reader, clock.race);
    clock.onContent();
    return { ...result, stream: streamOf(head, reader, { ...options, clock, unwatch }) };
  } catch (error) {
    unwatch();
    clock.abort(error);
    throw error;
  }
}

/** Parts up to and including the first that carries content. Throws when an error comes first. */
async function readHead(reader: Reader, race: <T>(work: PromiseLike<T>) => Promise<T>): Promise<StreamPart[]> {
  const head: StreamPart[] = [];
  for (;;) {
    const { done, value } = await race(reader.read());
    if (done) return head;
    if (value.type === "error") throw value.error;
    head.push(value);
    if (!isSilent(value)) return head;
  }
}

/** What announces content without being any. */
function isSilent(part: StreamPart): boolean {
  if (part.type === "text-delta" || part.type === "reasoning-delta") return part.delta === "";
  return silentParts.has(part.type);
}

const silentParts: ReadonlySet<StreamPart["type"]> = new Set([
  "stream-start",
  "response-metadata",
  "raw",
  "text-start",
  "reasoning-start",
]);

type Streaming = GuardedStreamOptions & {
  readonly clock: ReturnType<typeof startTimeouts>;
  readonly unwatch: () => void;
};

function streamOf(
  head: readonly StreamPart[],
  reader: Reader,
  { clock, unwatch, signal, observer, adapt }: Streaming,
): ReadableStream<StreamPart> {
  let failure: AskbookError | null = null;
  let isEnded = false;
  const end = async (): Promise<void> => {
    if (isEnded) return;
    isEnded = true;
    unwatch();
    clock.stop();
    await observer.onEnd(failure);
  };
  const send = (controller: ReadableStreamDefaultController<StreamPart>, part: StreamPart): void => {
    if (isFiltered(part) && failure === null) send(controller, { type: "error", error: answerWasFiltered() });
    if (part.type === "error") failure = classifyProviderError(part.error);
    const sent = failure !== null && part.type === "error" ? { ...part, error: failure } : adapt(part);
    observer.onPart(sent);
    controller.enqueue(sent);
  };
  return new ReadableStream<StreamPart>({
    start(controller) {
      for (const part of head) send(controller, part);
    },
    async pull(controller) {
      try {
        const { done, value } = await clock.race(reader.read());
        if (!done) {
          clock.onContent();
          return send(controller, value);
        }
        await end();
        controller.close();
      } catch (error) {
        if (signal?.aborted === true) {
          failure = new AskbookError("aborted");
          await end();
          return controller.error(error);
        }
        send(controller, { type: "error", error });
        send(controller, { type: "finish", finishReason: { unified: "error", raw: undefined }, usage: unknownUsage });
        clock.abort(error);
        await end();
        controller.close();
      }
    },
    async cancel(reason) {
      failure ??= new AskbookError("aborted");
      clock.abort(reason);
      await end();
      await reader.cancel(reason).catch(() => undefined);
    },
  });
}

/** The provider ends such a stream like any other: nobody would see that something is missing. */
function isFiltered(part: StreamPart): boolean {
  return part.type === "finish" && part.finishReason.unified === "content-filter";
}

function answerWasFiltered(): AskbookError {
  return new AskbookError("content_filtered", {
    message: "The AI provider's content filter stopped this answer. Word the question differently.",
  });
}

const unknownUsage: ModelUsage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};
