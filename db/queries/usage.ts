import "server-only";
import { and, eq, gte, like, sql, sum } from "drizzle-orm";
import { db } from "#db/client";
import { rateCounter } from "#db/schema/job";
import { modelCall } from "#db/schema/model-call";
import { user } from "#db/schema/user";
import { requirePermission, type Viewer } from "#lib/permissions";

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

export type UsageRow = {
  readonly day: string;
  readonly person: string | null;
  readonly feature: string;
  readonly provider: string;
  readonly model: string;
  readonly calls: number;
  readonly failedCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
  readonly averageMs: number;
};

/** Calls since a moment, by day (UTC), person, feature and model. */
export async function findUsage(viewer: Viewer, since: Date): Promise<UsageRow[]> {
  requirePermission(viewer, "administer");
  const day = sql<string>`to_char(${modelCall.createdAt} at time zone 'UTC', 'YYYY-MM-DD')`;
  return db()
    .select({
      day,
      person: user.name,
      feature: modelCall.feature,
      provider: modelCall.provider,
      model: modelCall.model,
      calls: sql<number>`count(*)::int`,
      failedCalls: sql<number>`(count(*) filter (where ${modelCall.outcome} <> 'done'))::int`,
      inputTokens: sum(modelCall.inputTokens).mapWith(Number),
      outputTokens: sum(modelCall.outputTokens).mapWith(Number),
      costUsd: sum(modelCall.costUsd).mapWith(Number),
      averageMs: sql<number>`avg(${modelCall.elapsedMs})::int`,
    })
    .from(modelCall)
    .leftJoin(user, eq(user.id, modelCall.userId))
    .where(and(eq(modelCall.organizationId, viewer.organizationId), gte(modelCall.createdAt, since)))
    .groupBy(day, user.id, user.name, modelCall.feature, modelCall.provider, modelCall.model)
    .orderBy(sql`1 desc`);
}

function counterKey(viewer: Viewer, name: string): string {
  return `${viewer.organizationId}:${name}`;
}
