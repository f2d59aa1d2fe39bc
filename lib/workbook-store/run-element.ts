import "server-only";
import type { z } from "zod";
import { getWorkbook } from "#db/queries/workbooks";
import type { ResultPage } from "#lib/contract/results";
import type { runElementSchema } from "#lib/contract/workbooks";
import { getResultRows } from "#lib/data/results";
import { runView } from "#lib/data/run-view";
import { AskbookError } from "#lib/errors";
import { can, type Person, permissionLabel } from "#lib/permissions";
import { type ChangeKind, changeOfDocument, ownOf } from "#lib/workbook/change";
import { withLiveValues } from "#lib/workbook/live-text";
import { partOf } from "#lib/workbook/part-of";
import type { Element, WorkbookDocument } from "#lib/workbook/workbook";
import type { Document, View } from "#lib/worksheet/worksheet";
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
  requireExploring(viewer, stored.access === "view", changeOf(stored.document, document, view));
  const { sql: _, ...result } = await runView(viewer, { document, view }, { signal, workbookId });
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
  const change = changeOfDocument(live, asked);
  if (change === "full" || !holdsAll(partOf(live, view.worksheetId), asked)) return "full";
  return looksBehind(stored, view) ? "basic" : change;
}

/** A filter whose control is left out would let everything through, and a name without its worksheet mean something else. */
function holdsAll(needed: Document, { worksheets, controls }: Document): boolean {
  const given = new Set(controls.map(({ id }) => id));
  return (
    Object.keys(needed.worksheets).every((id) => Object.hasOwn(worksheets, id)) &&
    needed.controls.every(({ id }) => given.has(id))
  );
}

/**
 * Rows of a group are what the table shows when it is opened; rows that no element shows, those of one mark, and groups by what nothing
 * groups by are underlying data.
 */
function looksBehind(stored: WorkbookDocument, view: View): boolean {
  const { worksheetId, level, within = [], columns } = view;
  const elements = Object.values(stored.elements);
  const shown = elements.flatMap(viewsOf).filter((one) => one.worksheetId === worksheetId);
  const groupings = ownOf(stored.worksheets, worksheetId)?.groupings ?? [];
  const keys = new Set([...groupings.flatMap((grouping) => grouping.keys), ...shown.flatMap(keysOf)]);
  if (!keysOf(view).every((key) => keys.has(key))) return true;
  if (level !== "base") return false;
  if (within.length > 0) return true;
  const isOfTable = elements.some((element) => element.kind === "table" && element.worksheetId === worksheetId);
  return !isOfTable && !shown.some((one) => one.level === "base" && columns.every((id) => one.columns.includes(id)));
}

/** What a chart draws, and the values that a control offers. */
function viewsOf(element: Element): View[] {
  if (element.kind === "chart") return [element.chart.view];
  if (element.kind !== "control" || element.options === null) return [];
  const { worksheetId, columnId } = element.options;
  const chart = { x: columnId, color: null, trellis: null };
  return [{ worksheetId, level: "base", columns: [columnId], chart }];
}

/** What its rows are of, beside the level. */
function keysOf({ chart, pivot }: View): string[] {
  const own = chart === undefined ? [] : [chart.x, chart.color, chart.trellis];
  return [...own.flatMap((id) => id ?? []), ...(pivot?.rows ?? []), ...(pivot?.columns ?? [])];
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
