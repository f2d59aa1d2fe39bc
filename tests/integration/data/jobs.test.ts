import { eq } from "drizzle-orm";
import { afterEach, beforeAll, expect, it } from "vitest";
import { db } from "#db/client";
import { job } from "#db/schema/job";
import { type JobHandler, startJobWorker } from "#lib/data/jobs";
import { createOrganization, useDatabase } from "#tests/support/database";

useDatabase();

let organizationId = "";

beforeAll(async () => {
  organizationId = (await createOrganization()).id;
});

afterEach(async () => {
  await db().delete(job);
});

async function putJob(): Promise<string> {
  const [created] = await db()
    .insert(job)
    .values({ organizationId, kind: "index-source", input: {} })
    .returning({ id: job.id });
  return created?.id ?? "";
}

async function stateOf(id: string) {
  const [row] = await db().select().from(job).where(eq(job.id, id));
  return { attempts: row?.attempts, isDue: row !== undefined && row.runAfter <= new Date(), lastError: row?.lastError };
}

/** Tells when it has begun, and fails when it is told to end. */
function untilAborted(): { readonly begun: Promise<void>; readonly handler: JobHandler } {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const handler: JobHandler = (_viewer, _input, signal) => {
    resolve();
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
  };
  return { begun, handler };
}

it("puts work that a shutdown cut short back, due at once and not counted as a failure", async () => {
  const id = await putJob();
  for (const _ of [1, 2]) {
    const { begun, handler } = untilAborted();
    const worker = await startJobWorker({ "index-source": handler });
    await begun;
    await worker.stop();
    expect(await stateOf(id)).toEqual({ attempts: 0, isDue: true, lastError: null });
  }
});

it("tries failed work again later, and says why it failed", async () => {
  const id = await putJob();
  const worker = await startJobWorker({ "index-source": () => Promise.reject(new Error("The disk is full.")) });
  await expect
    .poll(() => stateOf(id), { timeout: 10_000 })
    .toEqual({ attempts: 1, isDue: false, lastError: "The disk is full." });
  await worker.stop();
});
