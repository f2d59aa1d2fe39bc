import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { db } from "#db/client";
import { source, sourceGrant } from "#db/schema/source";
import { can, type Viewer } from "#lib/permissions";
import {
  insertGrants,
  isAccessible,
  requireSourceAccess,
  requireSourceUse,
  type SourceGrant,
} from "./conditions/source-access.ts";

/** Who may use the source. For those who manage it. */
export async function findSourceGrants(viewer: Viewer, sourceId: string): Promise<SourceGrant[]> {
  await requireSourceAccess(viewer, sourceId, "manage");
  return db()
    .select({
      granteeKind: sourceGrant.granteeKind,
      granteeId: sourceGrant.granteeId,
      access: sourceGrant.access,
    })
    .from(sourceGrant)
    .where(and(eq(sourceGrant.organizationId, viewer.organizationId), eq(sourceGrant.sourceId, sourceId)));
}

/** Gives or changes one grant. */
export async function updateSourceGrant(viewer: Viewer, sourceId: string, grant: SourceGrant): Promise<void> {
  await requireSourceAccess(viewer, sourceId, "manage");
  await insertGrants(db(), viewer, sourceId, [grant]);
}

export async function removeSourceGrant(
  viewer: Viewer,
  sourceId: string,
  grantee: Pick<SourceGrant, "granteeKind" | "granteeId">,
): Promise<void> {
  await requireSourceAccess(viewer, sourceId, "manage");
  await db()
    .delete(sourceGrant)
    .where(
      and(
        eq(sourceGrant.organizationId, viewer.organizationId),
        eq(sourceGrant.sourceId, sourceId),
        eq(sourceGrant.granteeKind, grantee.granteeKind),
        eq(sourceGrant.granteeId, grantee.granteeId),
      ),
    );
}

/** Which of these the viewer may grant to others. */
export async function findGrantableSources(viewer: Viewer, sourceIds: readonly string[]): Promise<string[]> {
  requireSourceUse(viewer);
  if (sourceIds.length === 0 || !can(viewer, "build")) return [];
  const rows = await db()
    .select({ id: source.id })
    .from(source)
    .where(and(inArray(source.id, [...sourceIds]), isAccessible(viewer, "manage")));
  return rows.map(({ id }) => id);
}

export function grantToEveryone(viewer: Viewer): SourceGrant {
  return { granteeKind: "everyone", granteeId: viewer.organizationId, access: "use" };
}
