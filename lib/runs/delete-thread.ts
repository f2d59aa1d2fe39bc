import "server-only";
import { findRunsOfThread } from "#db/queries/runs";
import { getThread, removeThread } from "#db/queries/threads";
import type { Person } from "#lib/permissions";
import { stopRun } from "./stop-run.ts";

/** Stops what still runs in the thread and removes it with its answers, results and feedback. */
export async function deleteThread(viewer: Person, threadId: string): Promise<void> {
  await getThread(viewer, threadId);
  const runs = await findRunsOfThread(viewer, threadId);
  for (const run of runs) if (run.status === "running") await stopRun(viewer, run.id);
  await removeThread(viewer, threadId);
}
