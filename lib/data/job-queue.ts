import "server-only";
import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import { db } from "#db/client";
import { job } from "#db/schema/job";
import { organization } from "#db/schema/organization";

/** The work that waits, of all organizations: the worker is nobody's viewer. Each job is then done as the system of its organization. */

export type JobRow = typeof job.$inferSelect;

/** How long a taken job is left alone: a worker that has died by then is not waited for any longer. */
const leaseMinutes = 15;
const mostAttempts = 5;

/** Takes the oldest job that is due; no other worker gets it before its lease has run out. */
export async function takeJob(kinds: readonly JobRow["kind"][]): Promise<JobRow | null> {
  return db().transaction(async (transaction) => {
    const [due] = await transaction
      .select()
      .from(job)
      .where(and(inArray(job.kind, [...kinds]), lte(job.runAfter, sql`now()`)))
      .orderBy(asc(job.runAfter))
      .limit(1)
      .for("update", { skipLocked: true });
    if (due === undefined) return null;
    const runAfter = sql`now() + ${`${leaseMinutes} minutes`}::interval`;
    await transaction
      .update(job)
      .set({ attempts: due.attempts + 1, runAfter })
      .where(eq(job.id, due.id));
    return { ...due, attempts: due.attempts + 1 };
  });
}

/**
 * Sees that every organization has one job of a kind that is done daily: the next is due a day after the last was done. One that
 * failed for good stays as it is and is followed by another.
 */
export async function scheduleDaily(kind: JobRow["kind"]): Promise<void> {
  await db().transaction(async (transaction) => {
    // Two workers at once would schedule it twice.
    await transaction.execute(sql`select pg_advisory_xact_lock(hashtext(${`schedule ${kind}`}))`);
    await transaction.execute(sql`
      insert into ${job} (organization_id, kind, input, run_after)
      select id, ${kind}, '{}'::jsonb, now() + interval '1 day' from ${organization}
      where not exists (
        select from ${job}
        where ${job.organizationId} = ${organization.id} and ${job.kind} = ${kind} and ${job.runAfter} < 'infinity')`);
  });
}

export async function finishJob(id: string): Promise<void> {
  await db().delete(job).where(eq(job.id, id));
}

/** Puts it back as if it had not been taken, for whoever comes next. */
export async function returnJob({ id, attempts }: JobRow): Promise<void> {
  await db()
    .update(job)
    .set({ runAfter: sql`now()`, attempts: attempts - 1 })
    .where(and(eq(job.id, id), eq(job.attempts, attempts)));
}

/** Tries again later, ever more rarely; after five attempts the job stays with its last error. */
export async function postponeJob({ id, attempts }: JobRow, error: string): Promise<void> {
  const runAfter =
    attempts < mostAttempts ? sql`now() + ${`${10 * 3 ** attempts} seconds`}::interval` : sql`'infinity'::timestamptz`;
  await db()
    .update(job)
    .set({ runAfter, lastError: error.slice(0, 500) })
    .where(eq(job.id, id));
}
