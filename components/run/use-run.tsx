import { readUIMessageStream } from "ai";
import { useCallback, useEffect, useRef, useState } from "react";
import { RequestError, sentenceOf } from "#components/ui/request";
import type { RunPart } from "#lib/contract/run-chunks";
import type { RunMessage } from "#lib/contract/runs";
import { readRun, startRun, stopRun } from "./run-client.tsx";

/** Why a task ended without what it was for. `code` is the server's, or `unreachable`. */
export type RunFailure = { readonly code: string; readonly message: string };

export type RunState = {
  readonly state: "idle" | "running" | "stopped" | "failed" | "done";
  /** Null until the server has stored the task. */
  readonly runId: string | null;
  /** What has arrived, in order. Kept when the run stops or fails. */
  readonly parts: readonly RunPart[];
  /** Only of a failed one. */
  readonly failure: RunFailure | null;
};

export type RunTask = {
  readonly run: RunState;
  /** Starts a task; what still runs is stopped first. `body` as `POST /api/runs` wants it. */
  readonly start: (body: object) => void;
  /** Really stops it, on the server too. What has arrived stays. */
  readonly stop: () => void;
  /** Stops it and forgets what it said. */
  readonly clear: () => void;
};

const idle: RunState = { state: "idle", runId: null, parts: [], failure: null };

type Going = { readonly leave: AbortController; runId: string | null };

/** One AI task without a thread. It ends with the component that shows it: who leaves stops the run. */
export function useRun(): RunTask {
  const [run, setRun] = useState(idle);
  const going = useRef<Going | null>(null);

  const leave = useCallback(() => {
    const left = going.current;
    going.current = null;
    left?.leave.abort();
    if (left !== null && left.runId !== null) void stopQuietly(left.runId);
  }, []);

  const start = useCallback(
    (body: object) => {
      leave();
      const mine: Going = { leave: new AbortController(), runId: null };
      going.current = mine;
      const isMine = () => going.current === mine;
      const change = (next: Partial<RunState>) => {
        if (isMine()) setRun((former) => ({ ...former, ...next }));
      };
      setRun({ ...idle, state: "running" });
      void tell(body, mine, isMine, change).finally(() => {
        if (isMine()) going.current = null;
      });
    },
    [leave],
  );

  const stop = useCallback(() => {
    if (going.current === null) return;
    leave();
    setRun((former) => ({ ...former, state: "stopped" }));
  }, [leave]);

  const clear = useCallback(() => {
    leave();
    setRun(idle);
  }, [leave]);

  useEffect(() => leave, [leave]);

  return { run, start, stop, clear };
}

async function tell(body: object, going: Going, isMine: () => boolean, change: (next: Partial<RunState>) => void) {
  try {
    const { runId } = await startRun(body);
    // Who left before the server had answered left nothing to stop: now there is.
    if (!isMine()) return await stopQuietly(runId);
    going.runId = runId;
    change({ runId });
    let failure: RunFailure | null = null;
    let parts: readonly RunPart[] = [];
    const messages = readUIMessageStream<RunMessage>({
      stream: readRun(runId, going.leave.signal),
      onError: (error) => {
        failure = failureOf(error);
      },
    });
    for await (const message of messages) {
      parts = [...message.parts];
      change({ parts });
    }
    change(failure === null ? { state: "done" } : { state: "failed", failure: findEnding(parts) ?? failure });
  } catch (error) {
    change({ state: "failed", failure: failureOf(error) });
  }
}

/** Before a run's error stands a notice with its code. */
function findEnding(parts: readonly RunPart[]): RunFailure | null {
  const last = parts.findLast((part) => part.type === "data-notice");
  return last?.id === "ending" ? last.data : null;
}

function failureOf(error: unknown): RunFailure {
  if (error instanceof RequestError) return error;
  return { code: "failed", message: sentenceOf(error) };
}

/** It may have ended by itself meanwhile; then there is nothing to stop. */
async function stopQuietly(runId: string): Promise<void> {
  await stopRun(runId).catch(() => undefined);
}
