import "server-only";
import { and, asc, count, desc, eq, not, sql } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { run, thread } from "#db/schema/run";
import type { RunKind } from "#lib/contract/runs";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission } from "#lib/permissions";
import { insertEvents, isOwn, isStale, permissionOfKind, runNotFound } from "./conditions/run-access.ts";

export type RunRow = Omit<typeof run.$inferSelect, "organizationId" | "userId" | "explanationKey">;
export type NewRun = {
  readonly kind: RunKind;
  readonly instanceId: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Absent: a new thread with `title`. */
  readonly threadId?: string | undefined;
  /** Null: the thread's beginning; absent: the thread's last run. */
  readonly parentRunId?: string | null | undefined;
  readonly title: string;
  /** How many runs of this person may be under way, with this one. Absent: any number. */
  readonly mostAtOnce?: number | undefined;
};

/** Stores the run with the first chunks of its stream, in a new thread or in one of the viewer's. */
export async function createRun(
  viewer: Person,
  input: NewRun,
  firstChunks: (runId: string) => readonly unknown[],
): Promise<{ readonly runId: string; readonly threadId: string; readonly parentRunId: string | null }> {
  requirePermission(viewer, permissionOfKind[input.kind]);
  return db().transaction(async (transaction) => {
    await requirePlace(viewer, transaction, input.mostAtOnce);
    const threadId = await placeInThread(viewer, transaction, input);
    const parentRunId =
      input.threadId === undefined && input.parentRunId === undefined
        ? null
        : await findParent(viewer, transaction, threadId, input.parentRunId);
    const runId = await insertRun(viewer, transaction, { ...input, threadId, parentRunId }, firstChunks);
    return { runId, threadId, parentRunId };
  });
}

/** Stores a run that belongs to no thread: an explanation, a formula. */
export async function createLooseRun(
  viewer: Person,
  input: Pick<NewRun, "kind" | "instanceId" | "input" | "mostAtOnce">,
  firstChunks: (runId: string) => readonly unknown[],
): Promise<{ readonly runId: string }> {
  requirePermission(viewer, permissionOfKind[input.kind]);
  return db().transaction(async (transaction) => {
    await requirePlace(viewer, transaction, input.mostAtOnce);
    const placed = { ...input, threadId: null, parentRunId: null };
    return { runId: await insertRun(viewer, transaction, placed, firstChunks) };
  });
}

type PlacedRun = Pick<NewRun, "kind" | "instanceId" | "input"> & {
  readonly threadId: string | null;
  readonly parentRunId: string | null;
};

async function insertRun(
  viewer: Person,
  executor: Executor,
  { threadId, parentRunId, kind, instanceId, input }: PlacedRun,
  firstChunks: (runId: string) => readonly unknown[],
): Promise<string> {
  const [created] = await executor
    .insert(run)
    .values({
      organizationId: viewer.organizationId,
      userId: viewer.userId,
      threadId,
      parentRunId,
      kind,
      instanceId,
      input: { ...input },
    })
    .returning({ id: run.id });
  if (created === undefined) throw new AskbookError("internal");
  const chunks = firstChunks(created.id);
  // Nobody waits for it yet: nobody knows it.
  await insertEvents(viewer, executor, created.id, { seq: chunks.length, chunks });
  return created.id;
}

/** Throws `rate_limited`. Two at the same moment come one after the other: only one gets the last place. */
async function requirePlace(viewer: Person, executor: Executor, mostAtOnce: number | undefined): Promise<void> {
  if (mostAtOnce === undefined) return;
  await executor.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`runs of ${viewer.userId}`}, 0))`);
  const [running] = await executor
    .select({ count: count() })
    .from(run)
    .where(and(isOwn(viewer), eq(run.status, "running"), not(isStale)));
  if ((running?.count ?? 0) < mostAtOnce) return;
  throw new AskbookError("rate_limited", {
    message: `Your organization allows each person ${mostAtOnce === 1 ? "one answer" : `${mostAtOnce} answers`} in the making at one time. Wait until one is done, or stop one.`,
  });
}

async function placeInThread(viewer: Person, executor: Executor, input: NewRun): Promise<string> {
  if (input.threadId === undefined) {
    const [created] = await executor
      .insert(thread)
      .values({ organizationId: viewer.organizationId, ownerId: viewer.userId, title: input.title })
      .returning({ id: thread.id });
    if (created === undefined) throw new AskbookError("internal");
    return created.id;
  }
  const [touched] = await executor
    .update(thread)
    .set({ updatedAt: sql`now()` })
    .where(
      and(
        eq(thread.id, input.threadId),
        eq(thread.organizationId, viewer.organizationId),
        eq(thread.ownerId, viewer.userId),
      ),
    )
    .returning({ id: thread.id });
  if (touched === undefined)
    throw new AskbookError("not_found", { message: "This thread was deleted, or is not yours." });
  return touched.id;
}

async function findParent(
  viewer: Person,
  executor: Executor,
  threadId: string,
  parentRunId: string | null | undefined,
): Promise<string | null> {
  if (parentRunId === null) return null;
  const [parent] = await executor
    .select({ id: run.id })
    .from(run)
    .where(
      and(isOwn(viewer), eq(run.threadId, threadId), parentRunId === undefined ? undefined : eq(run.id, parentRunId)),
    )
    .orderBy(desc(run.createdAt), desc(run.id))
    .limit(1);
  if (parent === undefined && parentRunId !== undefined)
    throw new AskbookError("not_found", { message: "The answer that this follows does not exist in this thread." });
  return parent?.id ?? null;
}

export async function getRun(viewer: Person, runId: string): Promise<RunRow> {
  const [found] = await db()
    .select(runColumns)
    .from(run)
    .where(and(isOwn(viewer), eq(run.id, runId)));
  if (found === undefined) throw runNotFound();
  requirePermission(viewer, permissionOfKind[found.kind]);
  return found;
}

/** The runs of a thread, oldest first. */
export async function findRunsOfThread(viewer: Person, threadId: string): Promise<RunRow[]> {
  requirePermission(viewer, "useAsk");
  return db()
    .select(runColumns)
    .from(run)
    .where(and(isOwn(viewer), eq(run.threadId, threadId)))
    .orderBy(asc(run.createdAt), asc(run.id));
}

/** The run and those before it, newest first. */
export async function findBranch(viewer: Person, leafRunId: string): Promise<RunRow[]> {
  const leaf = await getRun(viewer, leafRunId);
  if (leaf.threadId === null) return [leaf];
  const byId = new Map((await findRunsOfThread(viewer, leaf.threadId)).map((row) => [row.id, row]));
  const branch: RunRow[] = [];
  for (let row = byId.get(leafRunId); row !== undefined; row = byId.get(row.parentRunId ?? "")) {
    branch.push(row);
    byId.delete(row.id);
  }
  return branch;
}

const runColumns = {
  id: run.id,
  threadId: run.threadId,
  parentRunId: run.parentRunId,
  kind: run.kind,
  status: run.status,
  instanceId: run.instanceId,
  heartbeatAt: run.heartbeatAt,
  stopRequestedAt: run.stopRequestedAt,
  input: run.input,
  parts: run.parts,
  error: run.error,
  model: run.model,
  createdAt: run.createdAt,
  endedAt: run.endedAt,
};
