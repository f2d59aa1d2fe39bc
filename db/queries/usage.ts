import "server-only";
import { and, eq, like, sql } from "drizzle-orm";
import { db } from "#db/client";
import { rateCounter } from "#db/schema/job";
import { modelCall } from "#db/schema/model-call";
import type { Viewer } from "#lib/permissions";

export type NewModelCall = Omit<typeof modelCall.$inferInsert, "id" | "organizationId" | "userId" | "createdAt">;

/** One call that the viewer caused. */
export async function createModelCall(viewer: Viewer, call: NewModelCall): Promise<void> {
  await db()
    .insert(modelCall)
    .values({
      ...call,
      organizationId: viewer.organizationId,
      userId: viewer.kind === "person" ? viewer.userId : null,
    });
}

/** Adds to the counter of the viewer's organization in a window of time and returns its new value. */
export async function addToCounter(
  viewer: Viewer,
  counter: { readonly name: string; readonly windowStart: Date; readonly amount: number },
): Promise<number> {
  const [row] = await db()
    .insert(rateCounter)
    .values({
      key: counterKey(viewer, counter.name),
      organizationId: viewer.organizationId,
      windowStart: counter.windowStart,
      count: counter.amount,
    })
    .onConflictDoUpdate({
      target: [rateCounter.key, rateCounter.windowStart],
      set: { count: sql`${rateCounter.count} + ${counter.amount}` },
    })
    .returning({ count: rateCounter.count });
  return row?.count ?? 0;
}

/** `limit` null: none, but counted. */
export type CounterLimit = { readonly name: string; readonly limit: number | null };

class LimitReached extends Error {
  readonly counter: string;
  constructor(counter: string) {
    super();
    this.counter = counter;
  }
}

/**
 * Adds to all of the counters, or to none when one has reached its limit, and gives the name of that one. Each is looked at and added to
 * in one statement: whoever comes at the same moment waits and then sees the new count.
 */
export async function reserveInCounters(
  viewer: Viewer,
  windowStart: Date,
  amount: number,
  counters: readonly CounterLimit[],
): Promise<string | null> {
  try {
    await db().transaction(async (transaction) => {
      for (const { name, limit } of counters) {
        const added = await transaction
          .insert(rateCounter)
          .values({
            key: counterKey(viewer, name),
            organizationId: viewer.organizationId,
            windowStart,
            count: amount,
          })
          .onConflictDoUpdate({
            target: [rateCounter.key, rateCounter.windowStart],
            set: { count: sql`${rateCounter.count} + ${amount}` },
            ...(limit === null ? {} : { setWhere: sql`${rateCounter.count} < ${limit}` }),
          })
          .returning({ count: rateCounter.count });
        if (added.length === 0) throw new LimitReached(name);
      }
    });
    return null;
  } catch (error) {
    if (error instanceof LimitReached) return error.counter;
    throw error;
  }
}

export async function getCounters(
  viewer: Viewer,
  windowStart: Date,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db()
    .select({ key: rateCounter.key, count: rateCounter.count })
    .from(rateCounter)
    .where(
      and(
        eq(rateCounter.organizationId, viewer.organizationId),
        eq(rateCounter.windowStart, windowStart),
        like(rateCounter.key, `${viewer.organizationId}:%`),
      ),
    );
  const counts = new Map(rows.map((row) => [row.key, row.count]));
  return new Map(names.map((name) => [name, counts.get(counterKey(viewer, name)) ?? 0]));
}

function counterKey(viewer: Viewer, name: string): string {
  return `${viewer.organizationId}:${name}`;
}
