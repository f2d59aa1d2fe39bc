import "server-only";
import { driver } from "#db/client";
import { log } from "#lib/log";

/** Wakes readers of runs and delivers wishes to stop, from whichever instance they come. */
type Bus = {
  readonly readers: Map<string, Set<() => void>>;
  readonly stops: Map<string, AbortController>;
  listening: Promise<unknown> | null;
};

declare global {
  var askbookRunBus: Bus | undefined;
}

/** Hears of news of one run from the moment it is made, so that none falls between reading and waiting. */
export type RunSubscription = {
  /** Resolves when there was news since the last call, when the time is over or when the signal fires; never rejects. */
  wait(signal: AbortSignal, milliseconds: number): Promise<void>;
  close(): void;
};

export async function subscribeToRun(runId: string): Promise<RunSubscription> {
  let hasNews = false;
  let wake: (() => void) | null = null;
  const onNews = (): void => {
    hasNews = true;
    wake?.();
  };
  readersOf(runId).add(onNews);
  await listen();
  return {
    async wait(signal, milliseconds) {
      if (!hasNews && !signal.aborted)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener("abort", wake, { once: true });
        });
      hasNews = false;
      wake = null;
    },
    close() {
      readersOf(runId).delete(onNews);
      if (readersOf(runId).size === 0) bus().readers.delete(runId);
    },
  };
}

/** The runs of this process: what `stopRun` aborts. */
export async function registerRun(runId: string, controller: AbortController): Promise<() => void> {
  bus().stops.set(runId, controller);
  await listen();
  return () => bus().stops.delete(runId);
}

export function abortRun(runId: string): void {
  bus().stops.get(runId)?.abort("stopped");
}

/** Aborts everything that runs here: the server is going down. */
export function abortAllRuns(): void {
  for (const controller of bus().stops.values()) controller.abort("shutdown");
}

export function countLiveRuns(): number {
  return bus().stops.size;
}

function bus(): Bus {
  // Next loads a module once per bundle; the bus is one per process.
  globalThis.askbookRunBus ??= { readers: new Map(), stops: new Map(), listening: null };
  return globalThis.askbookRunBus;
}

function readersOf(runId: string): Set<() => void> {
  const readers = bus().readers.get(runId) ?? new Set();
  bus().readers.set(runId, readers);
  return readers;
}

async function listen(): Promise<void> {
  const current = bus();
  current.listening ??= Promise.all([
    driver().listen("askbook_run", (runId) => {
      for (const wake of [...(current.readers.get(runId) ?? [])]) wake();
    }),
    driver().listen("askbook_stop", abortRun),
  ]);
  try {
    await current.listening;
  } catch (error) {
    // Readers poll as well: without LISTEN they are slower, not deaf.
    current.listening = null;
    log().warn({ error }, "cannot listen for events of runs");
  }
}
