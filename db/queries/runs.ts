import "server-only";
import { and, asc, count, desc, eq, gt, inArray, isNull, lt, not, sql } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { accountTypePermission } from "#db/schema/account-type";
import { run, runEvent, thread } from "#db/schema/run";
import { user } from "#db/schema/user";
import type { RunKind, RunStatus } from "#lib/contract/runs";
import { AskbookError } from "#lib/errors";
import { type Permission, type Person, requirePermission, type SystemActor } from "#lib/permissions";

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
/** Chunks of a run's stream. `seq` is the number of the last one, counted from 1. */
export type RunEvents = { readonly seq: number; readonly chunks: readonly unknown[] };
export type RunEnding = {
  readonly status: Exclude<RunStatus, "running">;
  readonly parts: readonly unknown[];
  readonly error: { readonly code: string; readonly message: string } | null;
};

export const staleAfterSeconds = 15;
/** Where ids of runs with news are told, separated by commas. */
export const runChannel = "askbook_run";
/** A notice holds less than 8,000 bytes. */
const mostWokenAtOnce = 200;
/** How long the events of an ended run are kept for readers that are still behind. */
const eventsKeptSeconds = 120;

export const permissionOfKind: Record<RunKind, Permission> = {
  ask: "useAsk",
  edit: "useAsk",
  "explain-answer": "useAsk",
  related: "useAsk",
  "explain-chart": "explainCharts",
  "write-formula": "useFormulaAi",
  "correct-formula": "useFormulaAi",
  "explain-formula": "useFormulaAi",
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
    .where(and(own(viewer), eq(run.status, "running"), not(isStale)));
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
      and(own(viewer), eq(run.threadId, threadId), parentRunId === undefined ? undefined : eq(run.id, parentRunId)),
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
    .where(and(own(viewer), eq(run.id, runId)));
  if (found === undefined) throw notFound();
  requirePermission(viewer, permissionOfKind[found.kind]);
  return found;
}

/** The runs of a thread, oldest first. */
export async function findRunsOfThread(viewer: Person, threadId: string): Promise<RunRow[]> {
  requirePermission(viewer, "useAsk");
  return db()
    .select(runColumns)
    .from(run)
    .where(and(own(viewer), eq(run.threadId, threadId)))
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

export type RunProgress = Pick<RunRow, "status" | "parts" | "error"> & {
  /** Events after the chunk that was asked for, in order. */
  readonly events: readonly RunEvents[];
  /** Whether the process behind a running run has fallen silent. */
  readonly isStale: boolean;
};

/** Where a run stands, in one look, so that an end is never seen before the events that led to it. */
export async function getRunProgress(viewer: Person, runId: string, after: number): Promise<RunProgress> {
  const events = db()
    .select({
      all: sql`jsonb_agg(jsonb_build_object('seq', ${runEvent.seq}, 'chunks', ${runEvent.chunks}) order by ${runEvent.seq})`,
    })
    .from(runEvent)
    .where(and(eq(runEvent.runId, run.id), gt(runEvent.seq, after)));
  const [found] = await db()
    .select({
      status: run.status,
      parts: run.parts,
      error: run.error,
      isStale: sql<boolean>`${run.status} = 'running' and ${isStale}`,
      events: sql<RunEvents[] | null>`(${events})`,
    })
    .from(run)
    .where(and(own(viewer), eq(run.id, runId)));
  if (found === undefined) throw notFound();
  return { ...found, events: found.events ?? [] };
}

/** Appends to the streams of running runs of the organization, in one statement, and wakes their readers. Runs that have ended get nothing. */
export async function createRunEvents(
  viewer: SystemActor,
  events: readonly (RunEvents & { readonly runId: string })[],
): Promise<void> {
  const rows = JSON.stringify(events.map(({ runId, seq, chunks }) => ({ run_id: runId, seq, chunks })));
  await db().execute(sql`
    with incoming as (
      select * from jsonb_to_recordset(${rows}::jsonb) as event(run_id uuid, seq integer, chunks jsonb)
    ), running as (
      select id from ${run}
      where organization_id = ${viewer.organizationId} and status = 'running' and id in (select run_id from incoming)
      for share
    ), written as (
      insert into ${runEvent} (organization_id, run_id, seq, chunks)
      select ${viewer.organizationId}, run_id, seq, chunks from incoming where run_id in (select id from running)
      returning run_id
    )
    select pg_notify(${runChannel}, string_agg(run_id::text, ',')) from (
      select run_id, row_number() over () / ${mostWokenAtOnce}::integer as part from (select distinct run_id from written) as woken
    ) as parts group by part`);
}

/**
 * Says that the run's process lives. `stopRequested` when somebody wants the run stopped, `running` false when it was ended by others,
 * `isAllowed` false when its owner was deactivated or lost the permission.
 */
export async function updateHeartbeat(
  viewer: Person,
  runId: string,
): Promise<{ readonly running: boolean; readonly stopRequested: boolean; readonly isAllowed: boolean }> {
  const [beat] = await db()
    .update(run)
    .set({ heartbeatAt: sql`now()` })
    .where(and(own(viewer), eq(run.id, runId), eq(run.status, "running")))
    .returning({ stopRequestedAt: run.stopRequestedAt, kind: run.kind });
  return {
    running: beat !== undefined,
    stopRequested: beat?.stopRequestedAt != null,
    isAllowed: beat === undefined || (await isStillAllowed(viewer, beat.kind)),
  };
}

/** By the account type that the person has now, which may be another than when the run began. */
async function isStillAllowed(viewer: Person, kind: RunKind): Promise<boolean> {
  const granted = await db()
    .select({ permission: accountTypePermission.permission })
    .from(user)
    .innerJoin(accountTypePermission, eq(accountTypePermission.accountTypeId, user.accountTypeId))
    .where(
      and(
        eq(user.id, viewer.userId),
        eq(user.organizationId, viewer.organizationId),
        isNull(user.deactivatedAt),
        eq(accountTypePermission.permission, permissionOfKind[kind]),
      ),
    );
  return granted.length > 0;
}

export async function updateRunModel(
  viewer: Person,
  runId: string,
  model: NonNullable<RunRow["model"]>,
): Promise<void> {
  await db()
    .update(run)
    .set({ model })
    .where(and(own(viewer), eq(run.id, runId)));
}

/** Ends a running run with its folded message. False: it had ended before. */
export async function endRun(viewer: Person, runId: string, ending: RunEnding): Promise<boolean> {
  const ended = await db()
    .update(run)
    .set({ status: ending.status, parts: [...ending.parts], error: ending.error, endedAt: sql`now()` })
    .where(and(own(viewer), eq(run.id, runId), eq(run.status, "running")))
    .returning({ notified: sql`pg_notify(${runChannel}, ${run.id}::text)` });
  return ended.length > 0;
}

/** Ends a run whose process has died, with the chunks that close its stream. False: it lives, or somebody else did it. */
export async function interruptRun(
  viewer: Person,
  runId: string,
  ending: RunEnding,
  closing: RunEvents,
): Promise<boolean> {
  return db().transaction(async (transaction) => {
    const ended = await transaction
      .update(run)
      .set({ status: ending.status, parts: [...ending.parts], error: ending.error, endedAt: sql`now()` })
      .where(and(own(viewer), eq(run.id, runId), eq(run.status, "running"), isStale))
      .returning({ id: run.id });
    if (ended.length === 0) return false;
    await insertEvents(viewer, transaction, runId, closing);
    await transaction.execute(sql`select pg_notify(${runChannel}, ${runId})`);
    return true;
  });
}

/** Asks the run's process to stop it. Null: the run is not running. */
export async function requestStop(viewer: Person, runId: string): Promise<{ readonly instanceId: string } | null> {
  await getRun(viewer, runId);
  const [asked] = await db()
    .update(run)
    .set({ stopRequestedAt: sql`now()` })
    .where(and(own(viewer), eq(run.id, runId), eq(run.status, "running")))
    .returning({ instanceId: run.instanceId });
  if (asked === undefined) return null;
  await db().execute(sql`select pg_notify('askbook_stop', ${runId})`);
  return asked;
}

/** Forgets the events of the viewer's ended runs once their readers have had time to catch up. */
export async function removeFoldedEvents(viewer: Person): Promise<void> {
  const ended = db()
    .select({ id: run.id })
    .from(run)
    .where(and(own(viewer), lt(run.endedAt, sql`now() - make_interval(secs => ${eventsKeptSeconds})`)));
  await db()
    .delete(runEvent)
    .where(and(eq(runEvent.organizationId, viewer.organizationId), inArray(runEvent.runId, ended)));
}

const isStale = sql`${run.heartbeatAt} < now() - make_interval(secs => ${staleAfterSeconds})`;

function notFound(): AskbookError {
  return new AskbookError("not_found", { message: "This answer does not exist, or is not yours." });
}

function own(viewer: Person) {
  return and(eq(run.organizationId, viewer.organizationId), eq(run.userId, viewer.userId));
}

async function insertEvents(viewer: Person, executor: Executor, runId: string, events: RunEvents): Promise<void> {
  if (events.chunks.length === 0) return;
  await executor
    .insert(runEvent)
    .values({ organizationId: viewer.organizationId, runId, seq: events.seq, chunks: [...events.chunks] });
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
