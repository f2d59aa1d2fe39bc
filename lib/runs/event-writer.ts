import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { createRunEvents, type RunEvents } from "#db/queries/run-progress";
import { announceEvents } from "./event-bus.ts";

type Entry = RunEvents & {
  readonly organizationId: string;
  readonly runId: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

declare global {
  var askbookEventWriter: { waiting: Entry[]; isWriting: boolean } | undefined;
}

const millisecondsBetweenWrites = 20;

/** Writes events of many runs together: one statement an organization at a time, whatever the number of answers that stream at once. */
export function writeEvents(organizationId: string, runId: string, events: RunEvents): Promise<void> {
  return new Promise((resolve, reject) => {
    state().waiting.push({ organizationId, runId, ...events, resolve, reject });
    if (!state().isWriting) void writeWaiting();
  });
}

async function writeWaiting(): Promise<void> {
  state().isWriting = true;
  while (state().waiting.length > 0) {
    const entries = state().waiting;
    state().waiting = [];
    const byOrganization = Map.groupBy(entries, (entry) => entry.organizationId);
    await Promise.all([...byOrganization].map(([organizationId, ofOne]) => writeBatch(organizationId, ofOne)));
    await pause(millisecondsBetweenWrites);
  }
  state().isWriting = false;
}

async function writeBatch(organizationId: string, entries: readonly Entry[]): Promise<void> {
  try {
    await createRunEvents({ kind: "system", organizationId, purpose: "write events of runs" }, entries);
    for (const { runId, seq, chunks, resolve } of entries) {
      announceEvents(runId, { seq, chunks });
      resolve();
    }
  } catch (error) {
    for (const entry of entries) entry.reject(error);
  }
}

function state() {
  // Next loads a module once per bundle; the writer is one per process.
  globalThis.askbookEventWriter ??= { waiting: [], isWriting: false };
  return globalThis.askbookEventWriter;
}
