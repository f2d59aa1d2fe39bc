import "server-only";
import { and, desc, eq, notExists, sql } from "drizzle-orm";
import { db } from "#db/client";
import { feedback, run } from "#db/schema/run";
import { type Person, requirePermission } from "#lib/permissions";

export type StoredExplanation = {
  readonly runId: string;
  readonly parts: readonly unknown[];
  readonly createdAt: Date;
};

/** Names what the viewer's explanation is of, so that the same one is found again. */
export async function updateExplanationKey(viewer: Person, runId: string, explanationKey: string): Promise<void> {
  requirePermission(viewer, "explainCharts");
  const { organizationId, userId } = viewer;
  await db()
    .update(run)
    .set({ explanationKey })
    .where(and(eq(run.id, runId), eq(run.organizationId, organizationId), eq(run.userId, userId)));
}

/**
 * The newest whole explanation of the organization under this key, which holds the rows themselves: only who sees the same rows can
 * name it. One that somebody found not helpful is not given again.
 */
export async function findExplanation(viewer: Person, explanationKey: string): Promise<StoredExplanation | null> {
  requirePermission(viewer, "explainCharts");
  const refused = db()
    .select({ found: sql`1` })
    .from(feedback)
    .where(and(eq(feedback.runId, run.id), eq(feedback.helpful, false)));
  const [found] = await db()
    .select({ runId: run.id, parts: run.parts, createdAt: run.createdAt })
    .from(run)
    .where(
      and(
        eq(run.organizationId, viewer.organizationId),
        eq(run.explanationKey, explanationKey),
        eq(run.kind, "explain-chart"),
        eq(run.status, "done"),
        notExists(refused),
      ),
    )
    .orderBy(desc(run.createdAt))
    .limit(1);
  return found === undefined || found.parts === null ? null : { ...found, parts: found.parts };
}
