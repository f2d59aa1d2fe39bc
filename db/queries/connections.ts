import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { db } from "#db/client";
import { connection } from "#db/schema/source";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";
import { requireSourceUse } from "./conditions/source-access.ts";

export type ConnectionRow = Omit<typeof connection.$inferSelect, "organizationId">;

const uploadsName = "Uploaded files";

/** The connection of the organization's own engine, in which uploads and the sample live; made when first asked for. */
export async function getUploadConnectionId(viewer: Viewer): Promise<string> {
  requirePermission(viewer, "build");
  const { organizationId } = viewer;
  await db().insert(connection).values({ organizationId, name: uploadsName, kind: "duckdb" }).onConflictDoNothing();
  const [found] = await db()
    .select({ id: connection.id })
    .from(connection)
    .where(and(eq(connection.organizationId, organizationId), eq(connection.name, uploadsName)));
  if (found === undefined) throw new AskbookError("not_found");
  return found.id;
}

/** For running queries: whoever may use a source reads through its connection. Its secret is sealed. */
export async function findConnections(viewer: Viewer, ids: readonly string[]): Promise<ConnectionRow[]> {
  requireSourceUse(viewer);
  if (ids.length === 0) return [];
  const rows = await db()
    .select()
    .from(connection)
    .where(and(eq(connection.organizationId, viewer.organizationId), inArray(connection.id, [...ids])));
  return rows.map(({ organizationId: _, ...row }) => row);
}
