import "server-only";
import { and, desc, eq, exists, ilike, sql } from "drizzle-orm";
import { db } from "#db/client";
import { run, thread } from "#db/schema/run";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission } from "#lib/permissions";

export type ThreadRow = Omit<typeof thread.$inferSelect, "organizationId" | "ownerId">;

/** The viewer's threads, newest first. */
export async function findThreads(
  viewer: Person,
  options: { readonly search?: string; readonly limit?: number } = {},
): Promise<(ThreadRow & { readonly isRunning: boolean })[]> {
  requirePermission(viewer, "useAsk");
  const running = db()
    .select({ id: run.id })
    .from(run)
    .where(and(eq(run.threadId, thread.id), eq(run.status, "running")));
  const search = options.search?.trim() ?? "";
  return db()
    .select({ ...threadColumns, isRunning: sql<boolean>`${exists(running)}` })
    .from(thread)
    .where(and(own(viewer), search === "" ? undefined : ilike(thread.title, `%${search.replace(/[\\%_]/g, "\\$&")}%`)))
    .orderBy(desc(thread.updatedAt))
    .limit(Math.min(options.limit ?? 100, 500));
}

export async function getThread(viewer: Person, threadId: string): Promise<ThreadRow> {
  requirePermission(viewer, "useAsk");
  const [found] = await db()
    .select(threadColumns)
    .from(thread)
    .where(and(own(viewer), eq(thread.id, threadId)));
  return found ?? fail();
}

export async function updateThreadTitle(viewer: Person, threadId: string, title: string): Promise<void> {
  requirePermission(viewer, "useAsk");
  const renamed = await db()
    .update(thread)
    .set({ title })
    .where(and(own(viewer), eq(thread.id, threadId)))
    .returning({ id: thread.id });
  if (renamed.length === 0) fail();
}

/** With its runs, results and feedback. */
export async function removeThread(viewer: Person, threadId: string): Promise<void> {
  requirePermission(viewer, "useAsk");
  const removed = await db()
    .delete(thread)
    .where(and(own(viewer), eq(thread.id, threadId)))
    .returning({ id: thread.id });
  if (removed.length === 0) fail();
}

function own(viewer: Person) {
  return and(eq(thread.organizationId, viewer.organizationId), eq(thread.ownerId, viewer.userId));
}

function fail(): never {
  throw new AskbookError("not_found", { message: "This thread was deleted, or is not yours." });
}

const threadColumns = {
  id: thread.id,
  title: thread.title,
  createdAt: thread.createdAt,
  updatedAt: thread.updatedAt,
};
