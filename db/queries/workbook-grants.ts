import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { db } from "#db/client";
import { source, sourceGrant } from "#db/schema/source";
import { user } from "#db/schema/user";
import { workbookGrant } from "#db/schema/workbook";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { requireWorkbookAccess } from "./conditions/workbook-access.ts";

export type WorkbookGrant = Pick<typeof workbookGrant.$inferSelect, "granteeKind" | "granteeId" | "access">;

/** Who may open the workbook besides its owner. For those who may edit it. */
export async function findWorkbookGrants(viewer: Person, workbookId: string): Promise<WorkbookGrant[]> {
  await requireWorkbookAccess(viewer, workbookId, "edit");
  return db()
    .select({
      granteeKind: workbookGrant.granteeKind,
      granteeId: workbookGrant.granteeId,
      access: workbookGrant.access,
    })
    .from(workbookGrant)
    .where(ofWorkbook(viewer, workbookId));
}

/** Gives or changes one grant. An exploration stays its owner's own: `invalid_input`. */
export async function updateWorkbookGrant(viewer: Person, workbookId: string, grant: WorkbookGrant): Promise<void> {
  const { kind } = await requireWorkbookAccess(viewer, workbookId, "edit");
  if (kind === "exploration") throw new AskbookError("invalid_input");
  await db()
    .insert(workbookGrant)
    .values({ ...grant, workbookId, organizationId: viewer.organizationId })
    .onConflictDoUpdate({
      target: [workbookGrant.workbookId, workbookGrant.granteeKind, workbookGrant.granteeId],
      set: { access: grant.access },
    });
}

export async function removeWorkbookGrant(
  viewer: Person,
  workbookId: string,
  { granteeKind, granteeId }: Pick<WorkbookGrant, "granteeKind" | "granteeId">,
): Promise<void> {
  await requireWorkbookAccess(viewer, workbookId, "edit");
  await db()
    .delete(workbookGrant)
    .where(
      and(
        ofWorkbook(viewer, workbookId),
        eq(workbookGrant.granteeKind, granteeKind),
        eq(workbookGrant.granteeId, granteeId),
      ),
    );
}

export type LackedSource = {
  readonly granteeKind: WorkbookGrant["granteeKind"];
  readonly granteeId: string;
  readonly sourceId: string;
  readonly name: string;
};

/** Which of these sources a grantee of the workbook may not use: what they will see nothing of. For those who may edit it. */
export async function findLackedSources(
  viewer: Person,
  workbookId: string,
  sourceIds: readonly string[],
): Promise<LackedSource[]> {
  await requireWorkbookAccess(viewer, workbookId, "edit");
  if (sourceIds.length === 0) return [];
  const reaches = sql`exists (select 1 from ${sourceGrant}
    where ${sourceGrant.organizationId} = ${viewer.organizationId} and ${sourceGrant.sourceId} = ${source.id} and (
      (${sourceGrant.granteeKind} = ${workbookGrant.granteeKind} and ${sourceGrant.granteeId} = ${workbookGrant.granteeId})
      or ${sourceGrant.granteeKind} = 'everyone'
      or (${sourceGrant.granteeKind} = 'account-type' and ${sourceGrant.granteeId} = ${user.accountTypeId})))`;
  return db()
    .select({
      granteeKind: workbookGrant.granteeKind,
      granteeId: workbookGrant.granteeId,
      sourceId: source.id,
      name: source.name,
    })
    .from(workbookGrant)
    .innerJoin(source, eq(source.organizationId, workbookGrant.organizationId))
    .leftJoin(user, and(eq(workbookGrant.granteeKind, "user"), eq(user.id, workbookGrant.granteeId)))
    .where(and(ofWorkbook(viewer, workbookId), inArray(source.id, [...sourceIds]), sql`not ${reaches}`));
}

function ofWorkbook(viewer: Person, workbookId: string) {
  return and(eq(workbookGrant.organizationId, viewer.organizationId), eq(workbookGrant.workbookId, workbookId));
}
