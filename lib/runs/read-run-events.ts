import "server-only";
import { z } from "zod";
import { getRunProgress, interruptRun, type RunEvents, type RunProgress } from "#db/queries/run-progress";
import { type RunChunk, runChunkSchema } from "#lib/contract/run-chunks";
import type { Person } from "#lib/permissions";
import { type RunSubscription, subscribeToRun } from "./event-bus.ts";
import { closingChunks, foldChunks, readParts, unfoldParts } from "./fold.ts";

/** One chunk and its number in the run's stream, counted from 1: what `after` takes to go on from here. */
export type RunEvent = { readonly seq: number; readonly chunk: RunChunk };
export type ReadOptions = { readonly after: number; readonly signal: AbortSignal };

const pollMilliseconds = 2_000;

/**
 * The run's chunks after the given number, then those to come, until the run ends or the signal fires. The same for a live page, a
 * reload, a second tab and another instance. Once the events of an ended run are folded, the whole message is told again from `start`.
 */
export async function* readRunEvents(
  viewer: Person,
  runId: string,
  { after, signal }: ReadOptions,
): AsyncGenerator<RunEvent> {
  const subscription = await subscribeToRun(runId);
  try {
    let position = after;
    while (!signal.aborted) {
      const run = await getRunProgress(viewer, runId, position);
      const events = numbered(run.events, position);
      for (const event of events) yield event;
      position = events.at(-1)?.seq ?? position;
      if (run.status !== "running") {
        if (position === after) yield* replay(viewer, runId, run, after);
        return;
      }
      if (run.isStale) await interruptIfStale(viewer, runId);
      else position = yield* followHere(subscription, position, signal);
    }
  } finally {
    subscription.close();
  }
}

/** What a run of this process stores, as it does; ends when the database has to be looked at again. Gives the new position. */
async function* followHere(
  subscription: RunSubscription,
  start: number,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, number> {
  let position = start;
  while (!signal.aborted) {
    await subscription.wait(signal, pollMilliseconds);
    const stored = subscription.take();
    const [first] = stored;
    if (first === undefined || first.seq - first.chunks.length > position) break;
    for (const event of numbered(stored, position)) yield event;
    position = Math.max(position, stored.at(-1)?.seq ?? position);
  }
  return position;
}

function numbered(rows: readonly RunEvents[], after: number): RunEvent[] {
  return rows.flatMap(({ seq, chunks }) =>
    z
      .array(runChunkSchema)
      .parse(chunks)
      .map((chunk, index) => ({ seq: seq - chunks.length + 1 + index, chunk }))
      .filter((event) => event.seq > after),
  );
}

/** The chunks of a run that is still going on. */
export async function readStoredChunks(viewer: Person, runId: string): Promise<RunChunk[]> {
  const { events } = await getRunProgress(viewer, runId, 0);
  return numbered(events, 0).map((event) => event.chunk);
}

/** Nothing after `after` is stored: either the reader has everything, or the events are gone and the message is told anew. */
async function* replay(viewer: Person, runId: string, run: RunProgress, after: number): AsyncGenerator<RunEvent> {
  if (after > 0 && (await getRunProgress(viewer, runId, 0)).events.length > 0) return;
  const chunks = [...unfoldParts(runId, readParts(run.parts)), ...endingOf(run)];
  for (const [index, chunk] of chunks.entries()) yield { seq: index + 1, chunk };
}

function endingOf(run: RunProgress): RunChunk[] {
  if (run.status === "stopped") return [{ type: "abort", reason: "stopped" }];
  if (run.error !== null) return [{ type: "error", errorText: run.error.message }];
  return [{ type: "finish", finishReason: "stop" }];
}

const interruption = {
  code: "interrupted",
  message:
    "The server stopped while this answer was being made. What was found until then is kept, and can be taken up again.",
};

/** A run whose process has been silent for 15 s is ended by whoever reads it. */
export async function interruptIfStale(viewer: Person, runId: string): Promise<boolean> {
  const run = await getRunProgress(viewer, runId, 0);
  if (!run.isStale) return false;
  const events = numbered(run.events, 0);
  const written = events.map((event) => event.chunk);
  const closing: RunChunk[] = [
    ...closingChunks(written, "Interrupted."),
    { type: "data-notice", id: "ending", data: interruption },
    { type: "error", errorText: interruption.message },
  ];
  const parts = await foldChunks(runId, [...written, ...closing]);
  const seq = (events.at(-1)?.seq ?? 0) + closing.length;
  return interruptRun(viewer, runId, { status: "interrupted", parts, error: interruption }, { seq, chunks: closing });
}
