import "server-only";
import { type RunChunk, runChunkSchema } from "#lib/contract/run-chunks";
import { mayBeUnstorable, storableJson } from "#lib/contract/storable";
import type { Person } from "#lib/permissions";
import { writeEvents } from "./event-writer.ts";
import { addJoined } from "./join-deltas.ts";

const millisecondsBetweenRows = 100;

/**
 * Writes a run's stream to the database, at most ten rows a second, neighbouring deltas joined. The first chunk after a silence is
 * written at once. `close` writes the rest; a failed write is reported by `add` and `close`.
 */
export type EventLog = { add(chunk: RunChunk): void; close(): Promise<void> };

export function createEventLog(
  viewer: Person,
  runId: string,
  written: number,
  onFailure: (error: unknown) => void,
): EventLog {
  let pending: RunChunk[] = [];
  let seq = written;
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let lastWrite = 0;

  const write = (): void => {
    timer = null;
    if (pending.length === 0) return;
    const chunks = pending.map(storableChunk);
    pending = [];
    seq += chunks.length;
    lastWrite = Date.now();
    const events = { seq, chunks };
    writing = writing.then(async () => {
      await writeEvents(viewer.organizationId, runId, events).catch(onFailure);
    });
  };

  return {
    add(chunk) {
      addJoined(pending, chunk);
      timer ??= setTimeout(write, Math.max(0, lastWrite + millisecondsBetweenRows - Date.now()));
    },
    async close() {
      if (timer !== null) clearTimeout(timer);
      write();
      await writing;
    },
  };
}

function storableChunk(chunk: RunChunk): RunChunk {
  const text = JSON.stringify(chunk);
  return mayBeUnstorable(text) ? runChunkSchema.parse(storableJson(JSON.parse(text))) : chunk;
}
