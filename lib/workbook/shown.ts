import { placementOf } from "../worksheet/row-level.ts";
import type { View } from "../worksheet/worksheet.ts";
import { isSame, ownOf } from "./change.ts";
import type { ControlElement, Element, TableElement, WorkbookDocument } from "./workbook.ts";

/**
 * Whether an element shows what a view asks for, so that looking at the workbook is enough for it: the columns of a table on the levels
 * that it has, its groups opened, its totals and summaries; what a chart draws; what a control offers; the live values of texts. Columns
 * that a table hides, rows that no element shows and other groups are for those who explore.
 */
export function isShown(document: WorkbookDocument, view: View): boolean {
  if (!Object.hasOwn(document.worksheets, view.worksheetId)) return isLiveValue(view);
  return Object.values(document.elements).some((element) => isShownBy(document, element, view));
}

/** What is stored has no worksheets of live values: they are made for the view, each with one value. */
function isLiveValue({ level, columns, within = [], chart, pivot }: View): boolean {
  const isPlain = within.length === 0 && chart === undefined && pivot === undefined;
  return isPlain && level === "summary" && isSame(columns, ["value"]);
}

function isShownBy(document: WorkbookDocument, element: Element, view: View): boolean {
  switch (element.kind) {
    case "table":
      return element.worksheetId === view.worksheetId && isOfTable(document, element, view);
    case "chart":
      return isPartOf(element.chart.view, view);
    case "control": {
      const offered = offeredBy(element);
      return offered !== null && isPartOf(offered, view);
    }
    case "text":
      return false;
  }
}

/** The same rows with the same columns, or fewer. */
function isPartOf(shown: View, { columns, ...view }: View): boolean {
  const { columns: shownColumns, ...rest } = shown;
  return isSame(withoutNothing(rest), withoutNothing(view)) && columns.every((id) => shownColumns.includes(id));
}

function withoutNothing({ within = [], ...view }: Omit<View, "columns">): unknown {
  return { ...view, within };
}

function offeredBy({ options }: ControlElement): View | null {
  if (options === null) return null;
  const { worksheetId, columnId } = options;
  return { worksheetId, level: "base", columns: [columnId], chart: { x: columnId, color: null, trellis: null } };
}

function isOfTable(document: WorkbookDocument, table: TableElement, view: View): boolean {
  const worksheet = ownOf(document.worksheets, table.worksheetId);
  if (worksheet === undefined || view.chart !== undefined) return false;
  const { level, columns, pivot, within = [] } = view;
  const keys = new Set(worksheet.groupings.flatMap((grouping) => grouping.keys));
  const isListed = columns.every((id) => table.columns.includes(id));
  if (pivot !== undefined) return isListed && within.length === 0 && isSame(pivot, totals);
  if (!within.every(({ columnId }) => keys.has(columnId))) return false;
  if (level === "summary") return isListed;
  // Groups are told apart by their keys, also those that the table hides.
  if (level !== "base") return columns.every((id) => keys.has(id) || table.columns.includes(id));
  return isListed && columns.some((id) => placementOf(worksheet, id).levelName === "base");
}

const totals = { rows: [], columns: [], isTotals: true };
