import "server-only";
import { and, eq } from "drizzle-orm";
import { db } from "#db/client";
import { source } from "#db/schema/source";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";
import { isAccessible } from "./conditions/source-access.ts";

/** What models are told of a source, and which columns they are never told the values of, by id. */
export type SourceAi = { readonly aiContext: string; readonly neverSend: readonly string[] };

/** Null for those who may not manage the source. */
export async function findSourceAi(viewer: Viewer, sourceId: string): Promise<SourceAi | null> {
  requirePermission(viewer, "build");
  const [row] = await db().select(columns).from(source).where(isManaged(viewer, sourceId));
  return row === undefined ? null : sourceAiOf(row);
}

/** Gives what it was before. Throws `not_found` for those who may not manage the source, and when a column is not its own. */
export async function updateSourceAi(viewer: Viewer, sourceId: string, next: SourceAi): Promise<SourceAi> {
  requirePermission(viewer, "build");
  return db().transaction(async (transaction) => {
    const [row] = await transaction.select(columns).from(source).where(isManaged(viewer, sourceId)).for("update");
    if (row === undefined) throw new AskbookError("not_found");
    const kept = new Set(next.neverSend);
    const known = new Set(row.columns.map(({ id }) => id));
    if (next.neverSend.some((id) => !known.has(id)))
      throw new AskbookError("not_found", { message: "A column is not there any more. Reload the page." });
    const changed = row.columns.map((column) => ({ ...column, neverSend: kept.has(column.id) }));
    await transaction
      .update(source)
      .set({ aiContext: next.aiContext, columns: changed, updatedAt: new Date() })
      .where(and(eq(source.id, sourceId), eq(source.organizationId, viewer.organizationId)));
    return sourceAiOf(row);
  });
}

const columns = { aiContext: source.aiContext, columns: source.columns };

function isManaged(viewer: Viewer, sourceId: string) {
  return and(eq(source.id, sourceId), isAccessible(viewer, "manage"));
}

function sourceAiOf(row: Pick<typeof source.$inferSelect, "aiContext" | "columns">): SourceAi {
  return { aiContext: row.aiContext, neverSend: row.columns.filter(({ neverSend }) => neverSend).map(({ id }) => id) };
}
