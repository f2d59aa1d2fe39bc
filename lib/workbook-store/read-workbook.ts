import "server-only";
import { findWorkbookVersions } from "#db/queries/workbook-versions";
import {
  findWorkbooks,
  getWorkbook,
  getWorkbookState,
  type WorkbookContent,
  type WorkbookRow,
} from "#db/queries/workbooks";
import type { WorkbookDetail, WorkbookListItem, WorkbookStage, WorkbookVersion } from "#lib/contract/workbooks";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";

export async function listWorkbooks(viewer: Person): Promise<WorkbookListItem[]> {
  const rows = await findWorkbooks(viewer);
  return rows.map(({ updatedAt, ...row }) => ({ ...row, updatedAt: updatedAt.toISOString() }));
}

/** Throws `not_found`, and `forbidden` for the draft of a workbook that the viewer may not edit. */
export async function getWorkbookDetail(
  viewer: Person,
  workbookId: string,
  stage: WorkbookStage,
): Promise<WorkbookDetail> {
  const content = await getWorkbook(viewer, workbookId, stage);
  return { ...describe(viewer, content), base: await findBase(viewer, content) };
}

function describe(viewer: Person, content: WorkbookContent): Omit<WorkbookDetail, "base"> {
  const { id, name, description, kind, access, stage, document, revision, ownerName, updatedByName } = content;
  return {
    id,
    name,
    description,
    kind,
    access,
    stage,
    document,
    revision,
    publishedAt: content.publishedAt?.toISOString() ?? null,
    hasChanges: content.publishedRevision !== revision,
    ownerName,
    isOwner: content.ownerId === viewer.userId,
    updatedAt: content.updatedAt.toISOString(),
    updatedByName,
  };
}

/** Null when the workbook is gone, or no longer the viewer's to open. */
async function findBase(
  viewer: Person,
  { baseWorkbookId, baseVersionId }: Pick<WorkbookRow, "baseWorkbookId" | "baseVersionId">,
): Promise<WorkbookDetail["base"]> {
  if (baseWorkbookId === null) return null;
  try {
    const base = await getWorkbook(viewer, baseWorkbookId, "published");
    return { id: base.id, name: base.name, hasNewVersion: base.publishedVersionId !== baseVersionId };
  } catch (error) {
    if (error instanceof AskbookError && error.code === "not_found") return null;
    throw error;
  }
}

export async function getState(viewer: Person, workbookId: string) {
  const { publishedAt, ...state } = await getWorkbookState(viewer, workbookId);
  return { ...state, publishedAt: publishedAt?.toISOString() ?? null };
}

export async function listVersions(viewer: Person, workbookId: string): Promise<WorkbookVersion[]> {
  const rows = await findWorkbookVersions(viewer, workbookId);
  return rows.map(({ publishedAt, ...row }) => ({ ...row, publishedAt: publishedAt.toISOString() }));
}
