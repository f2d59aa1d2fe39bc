import "server-only";
import { and, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import { db } from "#db/client";
import { accountTypePermission } from "#db/schema/account-type";
import { run, runEvent } from "#db/schema/run";
import { user } from "#db/schema/user";
import type { RunKind, RunStatus } from "#lib/contract/runs";
import type { Person, SystemActor } from "#lib/permissions";
import {
  insertEvents,
  isOwn,
  isStale,
  permissionOfKind,
  type RunEvents,
  runNotFound,
} from "./conditions/run-access.ts";
import { getRun, type RunRow } from "./runs.ts";

export type { RunEvents } from "./conditions/run-access.ts";

/** Runs under way: what they tell, whether they live, and how they end. */

export type RunEnding = {
  readonly status: Exclude<RunStatus, "running">;
  readonly parts: readonly unknown[];
  readonly error: { readonly code: string; readonly message: string } | null;
};

/** Where ids of runs with news are told, separated by commas. */
export const runChannel = "askbook_run";
/** A notice holds less than 8,000 bytes. */
const mostWokenAtOnce = 200;
/** How long the events of an ended run are kept for readers that are still behind. */
const eventsKeptSeconds = 120;

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
    .where(and(isOwn(viewer), eq(run.id, runId)));
  if (found === undefined) throw runNotFound();
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
    .where(and(isOwn(viewer), eq(run.id, runId), eq(run.status, "running")))
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
    .where(and(isOwn(viewer), eq(run.id, runId)));
}

/** Ends a running run with its folded message. False: it had ended before. */
export async function endRun(viewer: Person, runId: string, ending: RunEnding): Promise<boolean> {
  const ended = await db()
    .update(run)
    .set({ status: ending.status, parts: [...ending.parts], error: ending.error, endedAt: sql`now()` })
    .where(and(isOwn(viewer), eq(run.id, runId), eq(run.status, "running")))
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
      .where(and(isOwn(viewer), eq(run.id, runId), eq(run.status, "running"), isStale))
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
    .where(and(isOwn(viewer), eq(run.id, runId), eq(run.status, "running")))
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
    .where(and(isOwn(viewer), lt(run.endedAt, sql`now() - make_interval(secs => ${eventsKeptSeconds})`)));
  await db()
    .delete(runEvent)
    .where(and(eq(runEvent.organizationId, viewer.organizationId), inArray(runEvent.runId, ended)));
}
