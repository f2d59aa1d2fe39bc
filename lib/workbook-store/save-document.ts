import "server-only";
import { updateWorkbookDocument } from "#db/queries/workbooks";
import { AskbookError } from "#lib/errors";
import { type Permission, type Person, requirePermission } from "#lib/permissions";
import { type ChangeKind, changeOfWorkbook } from "#lib/workbook/change";
import { findDocumentProblems } from "#lib/workbook/document-problems";
import type { WorkbookDocument } from "#lib/workbook/workbook";

/** What a change of this kind takes, besides access to the workbook. */
export const permissionFor = {
  none: "viewWorkbooks",
  basic: "exploreBasic",
  full: "exploreFull",
} as const satisfies Record<ChangeKind, Permission>;

const mostBytes = 4 * 1024 * 1024;

/** Compare-and-set; gives the new revision. Throws `conflict`, `invalid_input` for a document that does not hold together, `forbidden`. */
export async function saveDocument(
  viewer: Person,
  workbookId: string,
  saved: { readonly document: WorkbookDocument; readonly revision: number },
): Promise<number> {
  requireSoundDocument(saved.document);
  return updateWorkbookDocument(viewer, workbookId, saved, (stored) => {
    requirePermission(viewer, permissionFor[changeOfWorkbook(stored.document, saved.document)]);
  });
}

/** Throws `invalid_input` with the first problem. */
export function requireSoundDocument(document: WorkbookDocument): void {
  if (Buffer.byteLength(JSON.stringify(document)) > mostBytes)
    throw new AskbookError("too_large", {
      message: "A workbook can hold 4 MB of elements, formulas and text. Move some of its pages to another one.",
    });
  const [problem] = findDocumentProblems(document);
  if (problem !== undefined) throw new AskbookError("invalid_input", { message: problem });
}
