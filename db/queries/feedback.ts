import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { db } from "#db/client";
import { getRun } from "#db/queries/runs";
import { feedback } from "#db/schema/run";
import type { Feedback } from "#lib/contract/runs";
import type { Person } from "#lib/permissions";

/** One opinion a person and run; a second one replaces the first. */
export async function updateFeedback(viewer: Person, runId: string, opinion: Feedback): Promise<void> {
  await getRun(viewer, runId);
  await db()
    .insert(feedback)
    .values({ organizationId: viewer.organizationId, runId, userId: viewer.userId, ...opinion })
    .onConflictDoUpdate({ target: [feedback.runId, feedback.userId], set: { ...opinion, createdAt: sql`now()` } });
}

export async function removeFeedback(viewer: Person, runId: string): Promise<void> {
  await getRun(viewer, runId);
  await db()
    .delete(feedback)
    .where(and(own(viewer), eq(feedback.runId, runId)));
}

/** The viewer's own opinions of these runs. */
export async function findFeedback(
  viewer: Person,
  runIds: readonly string[],
): Promise<(Feedback & { readonly runId: string })[]> {
  if (runIds.length === 0) return [];
  return db()
    .select({ runId: feedback.runId, helpful: feedback.helpful, note: feedback.note })
    .from(feedback)
    .where(and(own(viewer), inArray(feedback.runId, [...runIds])));
}

function own(viewer: Person) {
  return and(eq(feedback.organizationId, viewer.organizationId), eq(feedback.userId, viewer.userId));
}
