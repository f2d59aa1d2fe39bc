import "server-only";
import type { z } from "zod";
import { findAccountTypes } from "#db/queries/account-types";
import { findGrantableSources, updateSourceGrant } from "#db/queries/source-grants";
import { findSourceIdsByName, findUnusableSources, getSourceScope } from "#db/queries/sources";
import { findColleagues } from "#db/queries/users";
import {
  findLackedSources,
  findWorkbookGrants,
  removeWorkbookGrant,
  updateWorkbookGrant,
} from "#db/queries/workbook-grants";
import { getWorkbook } from "#db/queries/workbooks";
import { recordAudit } from "#lib/audit/record";
import type { updateSharingSchema, WorkbookSharing } from "#lib/contract/workbooks";
import { namesBeforeColumns } from "#lib/data/prepare-view";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { sourceIdsOf } from "#lib/workbook/part-of";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { nameKey } from "#lib/worksheet/names";

/** Who may open the workbook, and whose account lacks one of its sources. For those who may edit it. */
export async function getSharing(viewer: Person, workbookId: string): Promise<WorkbookSharing> {
  const workbook = await getWorkbook(viewer, workbookId, "draft");
  const sourceIds = await findSourcesOf(viewer, workbook.document);
  const [grants, lacked, grantable, people, accountTypes] = await Promise.all([
    findWorkbookGrants(viewer, workbookId),
    findLackedSources(viewer, workbookId, sourceIds),
    findGrantableSources(viewer, sourceIds),
    findColleagues(viewer),
    findAccountTypes(viewer),
  ]);
  const names = new Map([...people, ...accountTypes].map(({ id, name }) => [id, name]));
  return {
    owner: { userId: workbook.ownerId, name: workbook.ownerName },
    grants: grants.flatMap((grant) => {
      const name = grant.granteeKind === "everyone" ? "Everyone" : names.get(grant.granteeId);
      if (name === undefined) return [];
      const lacks = lacked
        .filter(({ granteeKind, granteeId }) => granteeKind === grant.granteeKind && granteeId === grant.granteeId)
        .map((one) => ({ sourceId: one.sourceId, name: one.name, canGrant: grantable.includes(one.sourceId) }));
      return [{ ...grant, name, lacks }];
    }),
    people: people
      .filter(({ id }) => id !== workbook.ownerId)
      .map(({ id, name, email }) => ({ userId: id, name, email })),
    accountTypes: accountTypes.map(({ id, name }) => ({ accountTypeId: id, name })),
  };
}

/** Gives, changes or takes away one grant, and grants sources with it. Throws `not_found` for a source that is not the viewer's to grant. */
export async function updateSharing(
  viewer: Person,
  workbookId: string,
  { granteeKind, granteeId: given, access, grantSourceIds }: z.output<typeof updateSharingSchema>,
): Promise<WorkbookSharing> {
  const granteeId = await requireGrantee(viewer, granteeKind, given);
  await requireGrantable(viewer, grantSourceIds);
  if (access === null) await removeWorkbookGrant(viewer, workbookId, { granteeKind, granteeId });
  else await updateWorkbookGrant(viewer, workbookId, { granteeKind, granteeId, access });
  for (const sourceId of grantSourceIds)
    await updateSourceGrant(viewer, sourceId, { granteeKind, granteeId, access: "use" });
  await recordAudit(viewer, {
    action: access === null ? "workbook.unshare" : "workbook.share",
    target: workbookId,
    after: { granteeKind, granteeId, access, sources: grantSourceIds },
    outcome: "done",
  });
  return getSharing(viewer, workbookId);
}

/** Before anything is given: a share is whole or not there. */
async function requireGrantable(viewer: Person, sourceIds: readonly string[]): Promise<void> {
  const grantable = await findGrantableSources(viewer, [...sourceIds]);
  if (!sourceIds.every((id) => grantable.includes(id)))
    throw new AskbookError("not_found", { message: "A source is not yours to share. Ask whoever manages it." });
}

async function requireGrantee(
  viewer: Person,
  kind: "user" | "account-type" | "everyone",
  granteeId: string | null,
): Promise<string> {
  if (kind === "everyone") return viewer.organizationId;
  const known = kind === "user" ? await findColleagues(viewer) : await findAccountTypes(viewer);
  const found = known.find(({ id }) => id === granteeId);
  if (found === undefined)
    throw new AskbookError("not_found", { message: "This person or account type does not exist any more." });
  return found.id;
}

/**
 * Those under its worksheets, and those that formulas name, as far as the viewer may use them. What these reach by relationships is not
 * among them: whoever may use a source reads through it.
 */
async function findSourcesOf(viewer: Person, { worksheets }: WorkbookDocument): Promise<string[]> {
  const own = new Set(Object.values(worksheets).map(({ name }) => nameKey([name])));
  const others = namesBeforeColumns({ worksheets }).filter((name) => !own.has(nameKey([name])));
  const roots = sourceIdsOf({ worksheets });
  const [named, unusable] = await Promise.all([
    findSourceIdsByName(viewer, others),
    findUnusableSources(viewer, roots),
  ]);
  const usable = roots.filter((id) => !unusable.includes(id));
  const scopes = await Promise.all(usable.map((id) => getSourceScope(viewer, id)));
  return [...new Set([...roots, ...named.filter((id) => !scopes.some((scope) => scope.has(id)))])];
}
