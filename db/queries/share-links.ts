import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { db } from "#db/client";
import { result, run, shareLink, thread } from "#db/schema/run";
import { user } from "#db/schema/user";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission } from "#lib/permissions";
import type { StoredResult } from "./results.ts";
import type { RunRow } from "./runs.ts";
import { getThread } from "./threads.ts";

export type ShareLink = { readonly id: string; readonly createdAt: Date };

/** The link of one of the viewer's threads; null when it has none. */
export async function findShareLink(viewer: Person, threadId: string): Promise<ShareLink | null> {
  await getThread(viewer, threadId);
  const [found] = await db().select(linkColumns).from(shareLink).where(ofThread(viewer, threadId));
  return found ?? null;
}

/** A thread has one link at most: made twice, it is the same. `isNew` tells whether this call made it. */
export async function createShareLink(
  viewer: Person,
  threadId: string,
): Promise<ShareLink & { readonly isNew: boolean }> {
  await getThread(viewer, threadId);
  const [created] = await db()
    .insert(shareLink)
    .values({ organizationId: viewer.organizationId, threadId, createdBy: viewer.userId })
    .onConflictDoNothing()
    .returning(linkColumns);
  if (created !== undefined) return { ...created, isNew: true };
  const found = await findShareLink(viewer, threadId);
  if (found === null) throw new AskbookError("internal");
  return { ...found, isNew: false };
}

/** From now on it leads nowhere. Null: there was none. */
export async function removeShareLink(viewer: Person, threadId: string): Promise<ShareLink | null> {
  await getThread(viewer, threadId);
  const [removed] = await db().delete(shareLink).where(ofThread(viewer, threadId)).returning(linkColumns);
  return removed ?? null;
}

/** What a link leads to. Runs as their owner has them: only code that takes the owner's figures out may hand them on. */
export type SharedThread = {
  readonly title: string;
  readonly ownerId: string;
  readonly ownerName: string;
  /** Oldest first. */
  readonly runs: readonly SharedRun[];
};
export type SharedRun = Pick<
  RunRow,
  "id" | "parentRunId" | "kind" | "status" | "input" | "parts" | "createdAt" | "threadId" | "error"
>;

/** For every member of the organization who may use Ask. Throws `not_found` for a link that was removed. */
export async function getSharedThread(viewer: Person, linkId: string): Promise<SharedThread> {
  requirePermission(viewer, "useAsk");
  const [found] = await db()
    .select({ threadId: thread.id, title: thread.title, ownerId: user.id, ownerName: user.name })
    .from(shareLink)
    .innerJoin(thread, eq(thread.id, shareLink.threadId))
    .innerJoin(user, eq(user.id, thread.ownerId))
    .where(and(eq(shareLink.organizationId, viewer.organizationId), eq(shareLink.id, linkId)));
  if (found === undefined)
    throw new AskbookError("not_found", { message: "This link was removed, or it was not copied whole." });
  const { threadId, ...shared } = found;
  const runs = await db()
    .select(runColumns)
    .from(run)
    .where(and(eq(run.organizationId, viewer.organizationId), eq(run.threadId, threadId)))
    .orderBy(asc(run.createdAt), asc(run.id));
  return { ...shared, runs };
}

/** How results of a shared thread were asked for: never their rows. */
export type SharedQuery = Pick<
  StoredResult,
  "id" | "sourceId" | "document" | "view" | "queryHash" | "dataVersions" | "asOf"
>;

export async function findSharedQueries(
  viewer: Person,
  linkId: string,
  resultIds: readonly string[],
): Promise<SharedQuery[]> {
  requirePermission(viewer, "useAsk");
  return db()
    .select({
      id: result.id,
      sourceId: result.sourceId,
      document: result.document,
      view: result.view,
      queryHash: result.queryHash,
      dataVersions: result.dataVersions,
      asOf: result.asOf,
    })
    .from(result)
    .innerJoin(run, eq(run.id, result.runId))
    .innerJoin(shareLink, eq(shareLink.threadId, run.threadId))
    .where(
      and(
        eq(shareLink.organizationId, viewer.organizationId),
        eq(shareLink.id, linkId),
        inArray(result.id, [...resultIds]),
      ),
    );
}

function ofThread(viewer: Person, threadId: string) {
  return and(eq(shareLink.organizationId, viewer.organizationId), eq(shareLink.threadId, threadId));
}

const linkColumns = { id: shareLink.id, createdAt: shareLink.createdAt };

const runColumns = {
  id: run.id,
  threadId: run.threadId,
  parentRunId: run.parentRunId,
  kind: run.kind,
  status: run.status,
  input: run.input,
  parts: run.parts,
  error: run.error,
  createdAt: run.createdAt,
};
