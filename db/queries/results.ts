import "server-only";
import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { sourceUse } from "#db/schema/model-call";
import { result, resultChunk } from "#db/schema/run";
import { source } from "#db/schema/source";
import { workbook } from "#db/schema/workbook";
import type { WorkbookAccess } from "#lib/contract/workbooks";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import type { ResultRows } from "#lib/worksheet/result";
import { isAccessible, requireSourceUse } from "./conditions/source-access.ts";
import { requireWorkbookAccess } from "./conditions/workbook-access.ts";

export type StoredResult = Omit<typeof result.$inferSelect, "organizationId" | "userId">;
export type NewResult = Omit<StoredResult, "id" | "createdAt">;

/** Keeps a result with its rows. Only the viewer reads them back. */
export async function createResult(viewer: Person, created: NewResult, chunks: readonly ResultRows[]): Promise<string> {
  requireSourceUse(viewer);
  const { organizationId } = viewer;
  return db().transaction(async (transaction) => {
    const resultId = await insertResult(viewer, transaction, created);
    for (const { offset, rowCount, columns } of chunks) {
      const copied = columns.map((column) => [...column]);
      await transaction.insert(resultChunk).values({ organizationId, resultId, offset, rowCount, columns: copied });
    }
    return resultId;
  });
}

/** Throws `not_found` when the workbook that it is read from was deleted in the meantime; until it is written, it stays. */
async function insertResult(viewer: Person, executor: Executor, created: NewResult): Promise<string> {
  const { organizationId, userId } = viewer;
  const { workbookId } = created;
  if (workbookId !== null) {
    const isThere = and(eq(workbook.organizationId, organizationId), eq(workbook.id, workbookId));
    const [kept] = await executor.select({ id: workbook.id }).from(workbook).where(isThere).for("key share");
    if (kept === undefined) throw new AskbookError("not_found", { message: "This workbook was deleted." });
  }
  const [row] = await executor
    .insert(result)
    .values({ ...created, organizationId, userId })
    .returning({ id: result.id });
  if (row === undefined) throw new AskbookError("internal");
  await noteSourceUse(viewer, executor, created);
  return row.id;
}

/** The same rows once more, under another run. */
export async function createResultCopy(viewer: Person, created: NewResult, originalId: string): Promise<string> {
  requireSourceUse(viewer);
  const { organizationId, userId } = viewer;
  return db().transaction(async (transaction) => {
    const resultId = await insertResult(viewer, transaction, created);
    await transaction.execute(sql`
      insert into ${resultChunk} (organization_id, result_id, "offset", row_count, columns)
      select chunk.organization_id, ${resultId}::uuid, chunk."offset", chunk.row_count, chunk.columns
      from ${resultChunk} as chunk join ${result} as original on original.id = chunk.result_id
      where original.id = ${originalId}::uuid and original.organization_id = ${organizationId}::uuid
        and original.user_id = ${userId}::uuid`);
    return resultId;
  });
}

/** Once for a question and a source. */
async function noteSourceUse(viewer: Person, executor: Executor, { runId, sourceId }: NewResult): Promise<void> {
  if (runId === null) return;
  await executor
    .insert(sourceUse)
    .values({ organizationId: viewer.organizationId, userId: viewer.userId, questionId: runId, sourceId })
    .onConflictDoNothing();
}

/**
 * Throws `not_found` for another person's result, and when its source is no longer the viewer's to use. `needed`: what it takes of the
 * workbook that a result was read from. Files, the rows behind and what is built on it take `explore`: `forbidden` with less.
 */
export async function getStoredResult(
  viewer: Person,
  resultId: string,
  needed: WorkbookAccess = "view",
): Promise<StoredResult> {
  requireSourceUse(viewer);
  const [row] = await db()
    .select({ result })
    .from(result)
    .innerJoin(source, eq(source.id, result.sourceId))
    .where(and(own(viewer), eq(result.id, resultId), isAccessible(viewer, "use")));
  if (row === undefined) throw new AskbookError("not_found");
  const { workbookId } = row.result;
  if (workbookId !== null) await requireWorkbookAccess(viewer, workbookId, needed);
  return row.result;
}

/** A result of the viewer with the same query over the same data, best the newest of that workbook; null when there is none. */
export async function findSameResult(
  viewer: Person,
  queryHash: string,
  workbookId: string | null,
): Promise<StoredResult | null> {
  requireSourceUse(viewer);
  const [row] = await db()
    .select()
    .from(result)
    .where(and(own(viewer), eq(result.queryHash, queryHash)))
    .orderBy(desc(sql`${result.workbookId} is not distinct from ${workbookId}::uuid`), desc(result.createdAt))
    .limit(1);
  return row ?? null;
}

/** The stretches that hold any of the rows from `offset` on, in order. For who has the result from `getStoredResult`. */
export async function findResultChunks(
  viewer: Person,
  resultId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<ResultRows[]> {
  requireSourceUse(viewer);
  return db()
    .select({ offset: resultChunk.offset, rowCount: resultChunk.rowCount, columns: resultChunk.columns })
    .from(resultChunk)
    .innerJoin(result, eq(result.id, resultChunk.resultId))
    .where(
      and(
        own(viewer),
        eq(resultChunk.resultId, resultId),
        lt(resultChunk.offset, offset + limit),
        gt(sql`${resultChunk.offset} + ${resultChunk.rowCount}`, offset),
      ),
    )
    .orderBy(asc(resultChunk.offset));
}

function own(viewer: Person) {
  return and(eq(result.organizationId, viewer.organizationId), eq(result.userId, viewer.userId));
}
