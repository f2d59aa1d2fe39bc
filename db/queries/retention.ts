import "server-only";
import { and, eq, isNull, lt, not, notExists, sql } from "drizzle-orm";
import { db } from "#db/client";
import { job } from "#db/schema/job";
import { organization } from "#db/schema/organization";
import { requestCapture, result, run, thread } from "#db/schema/run";
import { requirePermission, type Viewer } from "#lib/permissions";
import { jobChannel } from "./jobs.ts";

/** How many of each were removed. */
export type Removed = {
  readonly threads: number;
  readonly runs: number;
  readonly results: number;
  readonly captures: number;
};

/**
 * Removes threads without a question since `before`, with their runs, results and captures; and runs, results and captures
 * outside threads that are older. What runs at this moment stays.
 */
export async function removeConversationsBefore(viewer: Viewer, before: Date): Promise<Removed> {
  requirePermission(viewer, "administer");
  const { organizationId } = viewer;
  const id = { id: sql<string>`1` };
  const isRunning = and(eq(run.threadId, thread.id), eq(run.status, "running"));
  return db().transaction(async (transaction) => {
    const threads = await transaction
      .delete(thread)
      .where(
        and(
          eq(thread.organizationId, organizationId),
          lt(thread.updatedAt, before),
          notExists(transaction.select(id).from(run).where(isRunning)),
        ),
      )
      .returning(id);
    const runs = await transaction
      .delete(run)
      .where(
        and(
          eq(run.organizationId, organizationId),
          isNull(run.threadId),
          lt(run.createdAt, before),
          not(eq(run.status, "running")),
        ),
      )
      .returning(id);
    const results = await transaction
      .delete(result)
      .where(and(eq(result.organizationId, organizationId), isNull(result.runId), lt(result.createdAt, before)))
      .returning(id);
    const captures = await transaction
      .delete(requestCapture)
      .where(
        and(
          eq(requestCapture.organizationId, organizationId),
          isNull(requestCapture.runId),
          lt(requestCapture.createdAt, before),
        ),
      )
      .returning(id);
    return {
      threads: threads.length,
      runs: runs.length,
      results: results.length,
      captures: captures.length,
    };
  });
}

/** In force at once: what is too old now is removed by the background's next turn. */
export async function updateRetentionDays(viewer: Viewer, retentionDays: number): Promise<void> {
  requirePermission(viewer, "administer");
  await db().transaction(async (transaction) => {
    await transaction.update(organization).set({ retentionDays }).where(eq(organization.id, viewer.organizationId));
    // Beside the daily one, which may be under way with the days of before.
    await transaction.insert(job).values({ organizationId: viewer.organizationId, kind: "apply-retention", input: {} });
    await transaction.execute(`notify ${jobChannel}`);
  });
}
