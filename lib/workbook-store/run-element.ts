import "server-only";
import type { z } from "zod";
import { getWorkbook, type WorkbookContent } from "#db/queries/workbooks";
import type { ResultPage } from "#lib/contract/results";
import type { runElementSchema } from "#lib/contract/workbooks";
import { getResultRows } from "#lib/data/results";
import { runView } from "#lib/data/run-view";
import { AskbookError } from "#lib/errors";
import { can, type Person, permissionLabel } from "#lib/permissions";
import { type ChangeKind, changeOfDocument, changeOfWorksheet } from "#lib/workbook/change";
import { isCloserLook } from "#lib/workbook/closer-look";
import { withLiveValues } from "#lib/workbook/live-text";
import { partOf } from "#lib/workbook/part-of";
import { isShown } from "#lib/workbook/shown";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import type { Document, View, Worksheet } from "#lib/worksheet/worksheet";
import { explainDenied } from "./denied-source.ts";
import { permissionFor } from "./save-document.ts";

/**
 * Runs a view of a workbook as the viewer, and gives its first rows. Worksheets and controls that differ from those stored take the
 * permission to explore so far, and so do rows and columns that no element shows. Throws `forbidden`, `not_found`, `formula_invalid` and
 * the errors of a connector.
 */
export async function runElement(
  viewer: Person,
  workbookId: string,
  { stage, document, view, limit }: z.output<typeof runElementSchema>,
  signal: AbortSignal,
): Promise<ResultPage> {
  const stored = await getWorkbook(viewer, workbookId, stage);
  requireExploring(viewer, stored, changeOf(stored.document, document, view));
  const { sql: _, ...result } = await runView(viewer, { document, view }, { signal, workbookId }).catch(
    async (error: unknown) => {
      throw await explainDenied(viewer, stored, { document, view }, error);
    },
  );
  const rows = await getResultRows(viewer, result.id, { offset: 0, limit });
  return {
    result: {
      id: result.id,
      queryHash: result.queryHash,
      schema: [...result.schema],
      rowCount: result.rowCount,
      truncated: result.truncated,
      asOf: result.asOf,
      elapsedMs: result.elapsedMs,
    },
    rows: { ...rows, columns: rows.columns.map((cells) => [...cells]) },
  };
}

/** How far what is asked for goes beyond what the workbook shows. */
function changeOf(stored: WorkbookDocument, asked: Document, view: View): ChangeKind {
  const live = withLiveValues(stored, (id) => Object.hasOwn(asked.worksheets, id));
  const change = changeOfDocument(live, asked, changeWhenRun);
  if (change === "full" || !holdsAll(partOf(live, view.worksheetId), asked)) return "full";
  return isShown(stored, view) ? change : "basic";
}

/** What is kept would be a column more; to look closer for once is part of basic exploring. */
function changeWhenRun(stored: Worksheet | undefined, asked: Worksheet): ChangeKind {
  const change = changeOfWorksheet(stored, asked);
  return change === "full" && stored !== undefined && isCloserLook(stored, asked) ? "basic" : change;
}

/** A filter whose control is left out would let everything through, and a name without its worksheet mean something else. */
function holdsAll(needed: Document, { worksheets, controls }: Document): boolean {
  const given = new Set(controls.map(({ id }) => id));
  return (
    Object.keys(needed.worksheets).every((id) => Object.hasOwn(worksheets, id)) &&
    needed.controls.every(({ id }) => given.has(id))
  );
}

function requireExploring(viewer: Person, { access, stage }: WorkbookContent, change: ChangeKind): void {
  if (change === "none") return;
  const permission = permissionFor[change];
  // A page that was opened before the newest version asks for what the one before it showed.
  const orReload = stage === "published" ? " If it was published anew in the meantime, reload the page." : "";
  if (access === "view" && can(viewer, permission))
    throw new AskbookError("forbidden", {
      message: `You may look at this workbook but not explore it. Its owner can share it so.${orReload}`,
    });
  if (!can(viewer, permission))
    throw new AskbookError("forbidden", {
      message: `This needs the permission "${permissionLabel(permission)}". Ask an admin to change your account type.${orReload}`,
    });
}
