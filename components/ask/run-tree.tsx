import type { RunMessage, RunSummary } from "#lib/contract/runs";
import type { Place } from "./versions.tsx";

/** A thread's runs, oldest first: questions follow answers, and versions follow what they change. */
export type Runs = readonly RunSummary[];

export function isVersion({ kind, continuesRunId }: RunSummary): boolean {
  return kind === "edit" || kind === "explain-answer" || continuesRunId !== null;
}

/** The run by which the question was asked that this is a version of an answer to. */
export function rootOf(runs: Runs, runId: string): RunSummary | undefined {
  let run = findRun(runs, runId);
  while (run !== undefined && isVersion(run)) run = findRun(runs, run.parentRunId ?? "");
  return run;
}

/** All versions of the answer that `runId` is one of. */
export function versionsOf(runs: Runs, runId: string): Place {
  const root = rootOf(runs, runId);
  const all = runs.filter((run) => run.id === root?.id || (isVersion(run) && rootOf(runs, run.id)?.id === root?.id));
  return { all, index: all.findIndex(({ id }) => id === runId) };
}

/** Other wordings of the same question: what else was asked at its place. Null while the question is not stored. */
export function wordingsOf(runs: Runs, message: RunMessage, messages: readonly RunMessage[]): Place | null {
  const answer = messages[messages.indexOf(message) + 1];
  const asked = rootOf(runs, answer?.id ?? message.metadata?.runId ?? "");
  if (asked === undefined) return null;
  const all = runs.filter((run) => !isVersion(run) && run.parentRunId === asked.parentRunId);
  return { all, index: all.findIndex(({ id }) => id === asked.id) };
}

/** The newest end of what follows this version: where the reader is led who walks to it. */
export function leafUnder(runs: Runs, runId: string): string {
  const next = runs.findLast((run) => !isVersion(run) && run.parentRunId === runId);
  return next === undefined ? runId : leafUnder(runs, newestVersion(runs, next.id));
}

export function newestVersion(runs: Runs, runId: string): string {
  return versionsOf(runs, runId).all.at(-1)?.id ?? runId;
}

function findRun(runs: Runs, runId: string): RunSummary | undefined {
  return runs.find(({ id }) => id === runId);
}
