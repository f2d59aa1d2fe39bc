import "server-only";
import { findUnusableSources } from "#db/queries/sources";
import { getWorkbook, type WorkbookContent } from "#db/queries/workbooks";
import { rootOf, type ViewOfDocument } from "#lib/data/prepare-view";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";

/**
 * A `not_found` because of the source under a view, in words that say what to ask for and whom: the name of a source is not told to those
 * who may not use it, but its workbook's owner sees in the sharing who lacks which. Other errors as they are.
 */
export async function explainDenied(
  viewer: Person,
  workbook: WorkbookContent,
  asked: ViewOfDocument,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof AskbookError) || error.code !== "not_found") return error;
  const worksheet = asked.document.worksheets[asked.view.worksheetId];
  if (worksheet === undefined) return error;
  const denied = await findUnusableSources(viewer, [rootOf(asked.document, asked.view)]);
  if (denied.length === 0) return error;
  const owner = await findOwner(viewer, workbook);
  const whom =
    owner === null
      ? "Ask whoever manages it to grant it to you."
      : `Ask ${owner}, who owns this workbook: its sharing says which source you lack and who can grant it.`;
  return new AskbookError("not_found", {
    message: `“${worksheet.name}” is built on a source that was removed, or that you may not use. ${whom}`,
    cause: error,
  });
}

/** Of the workbook that an exploration began from. Null: it is the viewer's own. */
async function findOwner(
  viewer: Person,
  { ownerId, ownerName, baseWorkbookId }: WorkbookContent,
): Promise<string | null> {
  if (ownerId !== viewer.userId) return ownerName;
  if (baseWorkbookId === null) return null;
  try {
    const base = await getWorkbook(viewer, baseWorkbookId, "published");
    return base.ownerId === viewer.userId ? null : base.ownerName;
  } catch (error) {
    if (error instanceof AskbookError && error.code === "not_found") return null;
    throw error;
  }
}
