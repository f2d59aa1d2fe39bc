import "server-only";
import { driver } from "#db/client";
import { type RunEvents, runChannel } from "#db/queries/run-progress";
import { log } from "#lib/log";

/** Without events: look into the database. The process outlives a module in development, so one may be woken by an older one. */
type Reader = (events?: RunEvents) => void;

/** Wakes readers of runs and delivers wishes to stop, from whichever instance they come. */
type Bus = {
  readonly readers: Map<string, Set<Reader>>;
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
  /** What a run of this process has stored since the last call. Empty: look into the database. */
  take(): readonly RunEvents[];
  close(): void;
};

export async function subscribeToRun(runId: string): Promise<RunSubscription> {
  let hasNews = false;
  let stored: RunEvents[] = [];
  let wake: (() => void) | null = null;
  const onNews: Reader = (events) => {
    hasNews = true;
    if (events) stored.push(events);
    wake?.();
  };
  readersOf(runId).add(onNews);
  await listen();
  return {
    async wait(signal, milliseconds) {
      if (!hasNews && !signal.aborted)
        await sleep(signal, milliseconds, (resolve) => {
          wake = resolve;
        });
      hasNews = false;
      wake = null;
    },
    take() {
      const taken = stored;
      stored = [];
      return taken;
    },
    close() {
      readersOf(runId).delete(onNews);
      if (readersOf(runId).size === 0) bus().readers.delete(runId);
    },
  };
}

function sleep(signal: AbortSignal, milliseconds: number, register: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    signal.addEventListener("abort", wake, { once: true });
    register(wake);
  });
}

/** Tells this process's readers what was just stored: they need not look. */
export function announceEvents(runId: string, events: RunEvents): void {
  wakeReaders(runId, events);
}

/** The runs of this process: what `stopRun` aborts. */
export async function registerRun(runId: string, controller: AbortController): Promise<() => void> {
  bus().stops.set(runId, controller);
  await listen();
  return () => {
    bus().stops.delete(runId);
    wakeReaders(runId);
  };
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

function wakeReaders(runId: string, events?: RunEvents): void {
  for (const wake of [...(bus().readers.get(runId) ?? [])]) wake(events);
}

function readersOf(runId: string): Set<Reader> {
  const readers = bus().readers.get(runId) ?? new Set();
  bus().readers.set(runId, readers);
  return readers;
}

async function listen(): Promise<void> {
  const current = bus();
  current.listening ??= Promise.all([
    driver().listen(runChannel, (runIds) => {
      for (const runId of runIds.split(",")) if (!current.stops.has(runId)) wakeReaders(runId);
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
