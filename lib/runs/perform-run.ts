import "server-only";
import { endRun, type RunEnding, updateHeartbeat } from "#db/queries/run-progress";
import type { RunChunk } from "#lib/contract/run-chunks";
import { storableJson } from "#lib/contract/storable";
import { AskbookError, describeError } from "#lib/errors";
import { log } from "#lib/log";
import type { Person } from "#lib/permissions";
import { abortRun, registerRun } from "./event-bus.ts";
import { createEventLog } from "./event-log.ts";
import { closingChunks, foldChunks, readParts } from "./fold.ts";
import { addJoined } from "./join-deltas.ts";
import { takePlace } from "./queue.ts";
import { removeOldEvents } from "./remove-old-events.ts";

/** What the work of a run gets: where it writes its chunks (without `start`, `finish`, `error`), and when to stop. */
export type RunContext = {
  readonly runId: string;
  readonly signal: AbortSignal;
  write(chunk: RunChunk): void;
};
export type RunWork = (context: RunContext) => Promise<void>;

const heartbeatMilliseconds = 5_000;

/** The first chunks of every run, stored with it. */
export function firstChunks(runId: string): RunChunk[] {
  return [{ type: "start", messageId: runId, messageMetadata: { runId } }];
}

/**
 * Does a stored run to its end: chunks go to the database as they come, the folded message at the end. What the work throws becomes
 * the run's error, after what was written so far. Never rejects.
 */
export async function performRun(viewer: Person, runId: string, work: RunWork): Promise<void> {
  const controller = new AbortController();
  const unregister = await registerRun(runId, controller);
  const heartbeat = setInterval(() => void beat(viewer, runId, controller), heartbeatMilliseconds);
  try {
    const outcome = await streamWork(viewer, runId, work, controller);
    await endRun(viewer, runId, outcome);
    await removeOldEvents(viewer);
  } catch (error) {
    log().error({ error, runId }, "a run could not be stored");
  } finally {
    clearInterval(heartbeat);
    unregister();
  }
}

async function streamWork(
  viewer: Person,
  runId: string,
  work: RunWork,
  controller: AbortController,
): Promise<RunEnding> {
  const written = firstChunks(runId);
  const events = createEventLog(viewer, runId, written.length, (error) => {
    log().error({ error, runId }, "events of a run could not be stored");
    controller.abort("storage");
  });
  let ending: Pick<RunEnding, "status" | "error"> = { status: "done", error: null };
  let isOver = false;
  const write = (chunk: RunChunk): void => {
    // What was stopped may still say something.
    if (isOver) return;
    addJoined(written, chunk);
    events.add(chunk);
  };
  try {
    await workInPlace(viewer, { runId, signal: controller.signal, write }, work);
    controller.signal.throwIfAborted();
  } catch (error) {
    ending = describeEnding(error, controller.signal, runId);
    for (const chunk of [...closingChunks(written, "Stopped."), ...noticeOf(ending)]) write(chunk);
  }
  isOver = true;
  for (const chunk of lastChunks(ending)) events.add(chunk);
  await events.close();
  const folded = await foldChunks(runId, written);
  return { ...ending, parts: readParts(folded.map(storableJson)) };
}

async function workInPlace(viewer: Person, context: RunContext, work: RunWork): Promise<void> {
  let waitedSince: number | null = null;
  const leave = await takePlace(viewer.userId, context.signal, (ahead) => {
    waitedSince = Date.now();
    const message = `Waiting: many answers are being made. This one starts when a place is free (number ${ahead} in the queue).`;
    context.write({ type: "data-notice", id: "queue", data: { code: "queued", message } });
  });
  try {
    if (waitedSince !== null) {
      const message = `Started after ${Math.ceil((Date.now() - waitedSince) / 1000)} s of waiting.`;
      context.write({ type: "data-notice", id: "queue", data: { code: "started", message } });
    }
    await work(context);
  } finally {
    leave();
  }
}

function describeEnding(error: unknown, signal: AbortSignal, runId: string): Pick<RunEnding, "status" | "error"> {
  if (signal.aborted) return endingsByAbort[String(signal.reason)] ?? stopped;
  if (!(error instanceof AskbookError)) log().error({ ...describeForLog(error), runId }, "a run failed");
  else if (error.cause !== undefined) log().warn({ code: error.code, runId }, "a run failed");
  const { code, message } = describeError(error);
  return { status: "failed", error: { code, message } };
}

/** Where it failed, without the message: a provider's error carries the prompt. */
function describeForLog(error: unknown): { readonly name: string; readonly at: readonly string[] } {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { name: error.name, at: frames.slice(0, 8).map((line) => line.trim()) };
}

const stopped: Pick<RunEnding, "status" | "error"> = {
  status: "stopped",
  error: { code: "stopped", message: "Stopped. What was found until then is kept." },
};

const endingsByAbort: Readonly<Record<string, Pick<RunEnding, "status" | "error">>> = {
  stopped,
  shutdown: {
    status: "interrupted",
    error: {
      code: "interrupted",
      message:
        "The server was stopped while this answer was being made. What was found until then is kept, and can be taken up again.",
    },
  },
  forbidden: {
    status: "failed",
    error: {
      code: "forbidden",
      message: "Your account type no longer includes this, so it was stopped. What was found until then is kept.",
    },
  },
  storage: {
    status: "failed",
    error: { code: "internal", message: "The answer could not be stored. Ask again." },
  },
};

function noticeOf({ error }: Pick<RunEnding, "error">): RunChunk[] {
  return error === null ? [] : [{ type: "data-notice", id: "ending", data: error }];
}

/** `error` comes last: a client's stream ends with it. */
function lastChunks({ status, error }: Pick<RunEnding, "status" | "error">): RunChunk[] {
  if (status === "stopped") return [{ type: "abort", reason: "stopped" }];
  if (error !== null) return [{ type: "error", errorText: error.message }];
  return [{ type: "finish", finishReason: "stop" }];
}

async function beat(viewer: Person, runId: string, controller: AbortController): Promise<void> {
  try {
    const { running, stopRequested, isAllowed } = await updateHeartbeat(viewer, runId);
    if (stopRequested) abortRun(runId);
    if (!isAllowed) controller.abort("forbidden");
    if (!running) controller.abort("shutdown");
  } catch (error) {
    log().warn({ error, runId }, "a heartbeat could not be written");
  }
}
