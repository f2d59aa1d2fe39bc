import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { getOrganization } from "#db/queries/organizations";
import { job } from "#db/schema/job";
import { feedback, requestCapture, result, resultChunk, run, thread } from "#db/schema/run";
import { changeRetention } from "#lib/ai/providers/ai-settings";
import { startJobWorker } from "#lib/data/jobs";
import type { Person, SystemActor } from "#lib/permissions";
import { applyRetention } from "#lib/runs/apply-retention";
import { createPerson, useDatabase } from "#tests/support/database";

useDatabase();

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000);
const systemOf = ({ organizationId }: Person): SystemActor => ({ kind: "system", organizationId, purpose: "test" });

afterEach(async () => {
  await db().delete(job);
});

type Conversation = {
  readonly updatedAt: Date;
  readonly askedAt?: Date;
  readonly status?: "done" | "running";
  readonly isInThread?: boolean;
};

/** A question with everything that hangs on it. Returns the run's id. */
async function converse(
  owner: Person,
  { updatedAt, askedAt, status, isInThread = true }: Conversation,
): Promise<string> {
  const { organizationId, userId } = owner;
  const threadId = isInThread ? randomUUID() : null;
  const runId = randomUUID();
  const createdAt = askedAt ?? updatedAt;
  if (threadId !== null)
    await db().insert(thread).values({ id: threadId, organizationId, ownerId: userId, title: "t", updatedAt });
  const kind = isInThread ? "ask" : "explain-chart";
  const runRow = { id: runId, organizationId, userId, threadId, kind, instanceId: "t", input: {}, createdAt } as const;
  await db()
    .insert(run)
    .values({ ...runRow, status: status ?? "done" });
  const resultId = await storeResult(owner, runId, createdAt);
  await db()
    .insert(resultChunk)
    .values({ organizationId, resultId, offset: 0, rowCount: 1, columns: [[1]] });
  await db().insert(feedback).values({ organizationId, runId, userId, helpful: true });
  await capture(owner, runId, createdAt);
  return runId;
}

async function storeResult({ organizationId, userId }: Person, runId: string | null, createdAt: Date): Promise<string> {
  const id = randomUUID();
  await db()
    .insert(result)
    .values({
      id,
      organizationId,
      userId,
      runId,
      sourceId: randomUUID(),
      document: { worksheets: {}, controls: [] },
      view: { worksheetId: "w", level: "base", columns: ["c"] },
      queryHash: "h",
      sql: "select 1",
      dataVersions: {},
      asOf: "2026-11-21",
      schema: [],
      rowCount: 1,
      truncated: false,
      elapsedMs: 1,
      createdAt,
    });
  return id;
}

async function capture({ organizationId }: Person, runId: string | null, createdAt: Date): Promise<void> {
  await db()
    .insert(requestCapture)
    .values({ organizationId, runId, provider: "p", model: "m", url: "u", body: "b", createdAt });
}

async function keptBy({ organizationId }: Person) {
  const own = { organizationId };
  const count = (
    table: typeof thread | typeof run | typeof result | typeof requestCapture | typeof feedback | typeof resultChunk,
  ) => db().$count(table, eq(table.organizationId, own.organizationId));
  const [threads, runs, results, chunks, captures, opinions] = await Promise.all([
    count(thread),
    count(run),
    count(result),
    count(resultChunk),
    count(requestCapture),
    count(feedback),
  ]);
  return { threads, runs, results, chunks, captures, opinions };
}

describe("retention", () => {
  it("removes conversations without a question for 30 days, with all that hangs on them, and nothing else", async () => {
    const owner = await createPerson();
    const stranger = await createPerson();
    await converse(stranger, { updatedAt: daysAgo(400) });
    await converse(owner, { updatedAt: daysAgo(31) });
    expect(await applyRetention(systemOf(owner))).toMatchObject({ threads: 1 });
    const nothing = { threads: 0, runs: 0, results: 0, chunks: 0, captures: 0, opinions: 0 };
    expect(await keptBy(owner)).toEqual(nothing);
    await converse(owner, { updatedAt: daysAgo(29) });
    await converse(owner, { updatedAt: daysAgo(1), askedAt: daysAgo(90) });
    await converse(owner, { updatedAt: daysAgo(90), status: "running" });
    await applyRetention(systemOf(owner));
    expect(await keptBy(owner)).toEqual({ threads: 3, runs: 3, results: 3, chunks: 3, captures: 3, opinions: 3 });
    expect(await keptBy(stranger)).toMatchObject({ threads: 1, captures: 1 });
  });

  it("removes what is older and belongs to no conversation", async () => {
    const owner = await createPerson();
    for (const days of [29, 31]) {
      await converse(owner, { updatedAt: daysAgo(days), isInThread: false });
      await storeResult(owner, null, daysAgo(days));
      await capture(owner, null, daysAgo(days));
    }
    expect(await applyRetention(systemOf(owner))).toEqual({ threads: 0, runs: 1, results: 1, captures: 1 });
    expect(await keptBy(owner)).toEqual({ threads: 0, runs: 1, results: 2, chunks: 1, captures: 2, opinions: 1 });
  });
});

describe("the daily job", () => {
  const handlers = {
    "apply-retention": async (viewer: SystemActor) => {
      await applyRetention(viewer);
    },
  };
  const jobsOf = ({ organizationId }: Person) =>
    db()
      .select()
      .from(job)
      .where(and(eq(job.organizationId, organizationId), eq(job.kind, "apply-retention")));

  it("is scheduled once for every organization, does its work when due, and is due again a day later", async () => {
    const owner = await createPerson();
    await converse(owner, { updatedAt: daysAgo(31) });
    const workers = await Promise.all([startJobWorker(handlers), startJobWorker(handlers)]);
    await expect.poll(async () => (await jobsOf(owner)).length).toBe(1);
    const [scheduled] = await jobsOf(owner);
    expect(scheduled?.runAfter.getTime()).toBeGreaterThan(Date.now() + 23 * 60 * 60_000);
    expect((await keptBy(owner)).threads).toBe(1);
    await Promise.all(workers.map((worker) => worker.stop()));
    await db().update(job).set({ runAfter: new Date() });
    const worker = await startJobWorker(handlers);
    await expect.poll(async () => (await keptBy(owner)).threads, { timeout: 10_000 }).toBe(0);
    await worker.stop();
    const again = await startJobWorker(handlers);
    await expect.poll(async () => (await jobsOf(owner)).map(({ id }) => id !== scheduled?.id)).toEqual([true]);
    await again.stop();
  });

  it("comes at once when an admin changes the days, who is asked for nothing else", async () => {
    const admin = await createPerson();
    await converse(admin, { updatedAt: daysAgo(8) });
    const worker = await startJobWorker(handlers);
    await changeRetention(admin, 7);
    expect((await getOrganization(admin)).retentionDays).toBe(7);
    await expect.poll(async () => (await keptBy(admin)).threads, { timeout: 10_000 }).toBe(0);
    await worker.stop();
    const reader = await createPerson({
      organization: { id: admin.organizationId, name: "Acme" },
      permissions: ["useAsk", "build"],
    });
    await expect(changeRetention(reader, 1)).rejects.toMatchObject({ code: "forbidden" });
  });
});
