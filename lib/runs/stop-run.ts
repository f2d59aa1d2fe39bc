import "server-only";
import { requestStop } from "#db/queries/run-progress";
import type { Person } from "#lib/permissions";
import { abortRun } from "./event-bus.ts";
import { interruptIfStale } from "./read-run-events.ts";

/** Stops the run wherever it works: the model call is aborted, the query cancelled. Nothing happens to a run that has ended. */
export async function stopRun(viewer: Person, runId: string): Promise<void> {
  const asked = await requestStop(viewer, runId);
  if (asked === null) return;
  abortRun(runId);
  await interruptIfStale(viewer, runId);
}
