import "server-only";
import { createWorkbookVersion, getWorkbookVersion } from "#db/queries/workbook-versions";
import { getWorkbook } from "#db/queries/workbooks";
import { recordAudit } from "#lib/audit/record";
import type { Person } from "#lib/permissions";
import { saveDocument } from "./save-document.ts";

/** What the draft was at `revision` is what viewers see from now on. Gives the version's number. */
export async function publishWorkbook(viewer: Person, workbookId: string, revision: number): Promise<number> {
  const number = await createWorkbookVersion(viewer, workbookId, revision);
  await recordAudit(viewer, {
    action: "workbook.publish",
    target: workbookId,
    after: { version: number },
    outcome: "done",
  });
  return number;
}

/** The draft becomes what a version was; it is published only by publishing. Gives the new revision. */
export async function restoreVersion(
  viewer: Person,
  workbookId: string,
  { versionId, revision }: { readonly versionId: string; readonly revision: number },
): Promise<number> {
  const document = await getWorkbookVersion(viewer, workbookId, versionId);
  return saveDocument(viewer, workbookId, { document, revision });
}

/** The draft becomes what is published. Throws `not_found` for a workbook that never was. */
export async function discardDraft(viewer: Person, workbookId: string, revision: number): Promise<number> {
  const { document } = await getWorkbook(viewer, workbookId, "published");
  return saveDocument(viewer, workbookId, { document, revision });
}
