import "server-only";
import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { workbook, workbookGrant } from "#db/schema/workbook";
import type { WorkbookAccess } from "#lib/contract/workbooks";
import { AskbookError } from "#lib/errors";
import { can, requirePermission, type Viewer } from "#lib/permissions";

/** Two keys for every workbook: the account type's permission, and being its owner or having a grant. Grants add up; nobody has one by being an admin. */

const ranks = { view: 1, explore: 2, edit: 3 } as const satisfies Record<WorkbookAccess, number>;
const neededFor = {
  view: "viewWorkbooks",
  explore: "exploreBasic",
  edit: "build",
} as const satisfies Record<WorkbookAccess, string>;

type WorkbookKind = (typeof workbook.$inferSelect)["kind"];

/** 0: none; 1 to 3: view, explore, edit. Of workbooks of the viewer's organization, whatever the account type allows. */
export function grantedRank(viewer: Viewer): SQL<number> {
  if (viewer.kind === "system") return sql<number>`3`;
  const toViewer = or(
    and(eq(workbookGrant.granteeKind, "user"), eq(workbookGrant.granteeId, viewer.userId)),
    and(eq(workbookGrant.granteeKind, "account-type"), eq(workbookGrant.granteeId, viewer.accountTypeId)),
    and(eq(workbookGrant.granteeKind, "everyone"), eq(workbookGrant.granteeId, viewer.organizationId)),
  );
  const highest = db()
    .select({ rank: sql`max(case ${workbookGrant.access} when 'edit' then 3 when 'explore' then 2 else 1 end)` })
    .from(workbookGrant)
    .where(
      and(eq(workbookGrant.organizationId, viewer.organizationId), eq(workbookGrant.workbookId, workbook.id), toViewer),
    );
  return sql<number>`(case when ${workbook.ownerId} = ${viewer.userId} then 3 else coalesce((${highest}), 0) end)`;
}

/** What a grant comes to with the viewer's account type; null: nothing. An exploration is explored by its owner, whoever may build. */
export function accessOf(viewer: Viewer, kind: WorkbookKind, rank: number): WorkbookAccess | null {
  const most = kind === "exploration" ? Math.min(rank, ranks.explore) : rank;
  const held = (["edit", "explore", "view"] as const).find(
    (access) => ranks[access] <= most && can(viewer, neededFor[access]) && can(viewer, "viewWorkbooks"),
  );
  return held ?? null;
}

/** Throws `not_found` for a workbook that the viewer may not open, and `forbidden` for one that may be opened but not so. */
export async function requireWorkbookAccess(
  viewer: Viewer,
  workbookId: string,
  needed: WorkbookAccess,
  executor: Executor = db(),
): Promise<typeof workbook.$inferSelect & { readonly access: WorkbookAccess }> {
  requirePermission(viewer, neededFor[needed]);
  const [row] = await executor
    .select({ workbook, rank: grantedRank(viewer) })
    .from(workbook)
    .where(and(eq(workbook.organizationId, viewer.organizationId), eq(workbook.id, workbookId)));
  const access = row === undefined ? null : accessOf(viewer, row.workbook.kind, row.rank);
  if (row === undefined || access === null)
    throw new AskbookError("not_found", { message: "This workbook was deleted, or is not shared with you." });
  if (ranks[access] < ranks[needed])
    throw new AskbookError("forbidden", {
      message: `You may look at this workbook but not ${needed} it. Its owner can share it so.`,
    });
  return { ...row.workbook, access };
}

/** To change its draft: an exploration's owner, and whoever may edit a workbook. */
export async function requireDraftAccess(viewer: Viewer, workbookId: string, executor: Executor = db()) {
  const row = await requireWorkbookAccess(viewer, workbookId, "explore", executor);
  return row.kind === "exploration" ? row : requireWorkbookAccess(viewer, workbookId, "edit", executor);
}
