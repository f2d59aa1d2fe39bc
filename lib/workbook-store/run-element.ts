import "server-only";
import type { z } from "zod";
import { getWorkbook } from "#db/queries/workbooks";
import type { ResultPage } from "#lib/contract/results";
import type { runElementSchema } from "#lib/contract/workbooks";
import { getResultRows } from "#lib/data/results";
import { runView } from "#lib/data/run-view";
import { AskbookError } from "#lib/errors";
import { can, type Person, permissionLabel } from "#lib/permissions";
import { type ChangeKind, changeOfDocument } from "#lib/workbook/change";
import { withLiveValues } from "#lib/workbook/live-text";
import type { View } from "#lib/worksheet/worksheet";
import { permissionFor } from "./save-document.ts";

/**
 * Runs a view of a workbook as the viewer, and gives its first rows. Worksheets and controls that differ from those stored take the
 * permission to explore so far, and so do the rows behind an aggregate. Throws `forbidden`, `not_found`, `formula_invalid` and the errors
 * of a connector.
 */
export async function runElement(
  viewer: Person,
  workbookId: string,
  { stage, document, view, limit }: z.output<typeof runElementSchema>,
  signal: AbortSignal,
): Promise<ResultPage> {
  const stored = await getWorkbook(viewer, workbookId, stage);
  const live = withLiveValues(stored.document, (id) => Object.hasOwn(document.worksheets, id));
  const change = changeOfDocument(live, document);
  requireExploring(viewer, stored.access === "view", looksBehind(view) && change === "none" ? "basic" : change);
  const { sql: _, ...result } = await runView(viewer, { document, view }, { signal });
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

/** Rows of a group are what the table shows when it is opened; the rows of the source behind them are underlying data. */
function looksBehind({ within, level }: View): boolean {
  return within !== undefined && within.length > 0 && level === "base";
}

function requireExploring(viewer: Person, isViewOnly: boolean, change: ChangeKind): void {
  if (change === "none") return;
  const permission = permissionFor[change];
  if (isViewOnly && can(viewer, permission))
    throw new AskbookError("forbidden", {
      message: "You may look at this workbook but not explore it. Its owner can share it so.",
    });
  if (!can(viewer, permission))
    throw new AskbookError("forbidden", {
      message: `This needs the permission "${permissionLabel(permission)}". Ask an admin to change your account type.`,
    });
}
