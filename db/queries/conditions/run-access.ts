import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "#db/client";
import { run, runEvent } from "#db/schema/run";
import type { RunKind } from "#lib/contract/runs";
import { AskbookError } from "#lib/errors";
import type { Permission, Person } from "#lib/permissions";

/** Whose runs are whose, which of them still live, and how their events are stored: for all queries on runs. */

/** Chunks of a run's stream. `seq` is the number of the last one, counted from 1. */
export type RunEvents = { readonly seq: number; readonly chunks: readonly unknown[] };

/** A run whose process has said nothing for so long is taken for dead. */
const staleAfterSeconds = 15;

/** What a run of each kind takes. */
export const permissionOfKind: Record<RunKind, Permission> = {
  ask: "useAsk",
  edit: "useAsk",
  "explain-answer": "useAsk",
  related: "useAsk",
  "explain-chart": "explainCharts",
  "write-formula": "useFormulaAi",
  "correct-formula": "useFormulaAi",
  "explain-formula": "useFormulaAi",
};

/** The condition on `run` that holds for the runs of the viewer. */
export function isOwn(viewer: Person) {
  return and(eq(run.organizationId, viewer.organizationId), eq(run.userId, viewer.userId));
}

/** The condition on `run` that holds for those whose process has fallen silent. */
export const isStale = sql`${run.heartbeatAt} < now() - make_interval(secs => ${staleAfterSeconds})`;

/** To somebody else a run is as if it were not there. */
export function runNotFound(): AskbookError {
  return new AskbookError("not_found", { message: "This answer does not exist, or is not yours." });
}

/** Appends to the stream of a run. Whoever waits for it is not told. */
export async function insertEvents(
  viewer: Person,
  executor: Executor,
  runId: string,
  events: RunEvents,
): Promise<void> {
  if (events.chunks.length === 0) return;
  await executor
    .insert(runEvent)
    .values({ organizationId: viewer.organizationId, runId, seq: events.seq, chunks: [...events.chunks] });
}
