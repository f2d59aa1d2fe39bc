import type { Chart } from "../../chart/chart.ts";
import type { Worksheet, WorksheetColumn } from "../../worksheet/worksheet.ts";
import type { ChartElement, WorkbookDocument } from "../workbook.ts";
import { freeName, freeWorksheetName } from "./free-name.ts";
import { keepReferences, withoutUnused } from "./worksheet-columns.ts";

/** What stands on a place of a chart. */
export type ChartField = { readonly name: string; readonly formula: string };

/** `y`, `tooltip` and `reference` add a measure, or change the one of `columnId`; a reference line has one value of all rows. */
export type ChartPlace = "x" | "color" | "size" | "trellis" | "y" | "tooltip" | "target" | "reference";

export type FieldChange = {
  readonly place: ChartPlace;
  /** What stands there now, when it is to be replaced or taken away. */
  readonly columnId?: string;
  /** Null takes it away. */
  readonly field: ChartField | null;
};

type CreateId = () => string;

/**
 * The chart with another field. Its worksheet is grouped by what its places hold; a worksheet that other elements show too is left to
 * them, and the chart goes on with a copy.
 */
export function changeChartField(
  document: WorkbookDocument,
  elementId: string,
  fieldChange: FieldChange,
  createId: CreateId,
): WorkbookDocument {
  const { place, columnId, field } = fieldChange;
  const own = withOwnWorksheet(document, elementId, createId);
  const element = own.elements[elementId];
  if (element?.kind !== "chart") return document;
  const worksheet = own.worksheets[element.chart.view.worksheetId];
  if (worksheet === undefined) return document;
  const column = field === null ? null : newColumn(worksheet, field, columnId, createId);
  const columns = column === null ? worksheet.columns : replaceColumn(worksheet.columns, column);
  const isOfAllRows = place === "reference" && column !== null && !worksheet.summaries.includes(column.id);
  const summaries = isOfAllRows ? [...worksheet.summaries, column.id] : worksheet.summaries;
  const chart = placed(element.chart, fieldChange, column?.id ?? null, createId);
  return settleChart(own, element, { ...worksheet, columns, summaries }, chart, createId);
}

/** The chart as it is asked for, its worksheet and its view made to fit. */
export function changeChart(
  document: WorkbookDocument,
  elementId: string,
  chart: Chart,
  createId: CreateId,
): WorkbookDocument {
  const element = document.elements[elementId];
  if (element?.kind !== "chart") return document;
  const before = element.chart;
  const isSameFields = channelsOf(before).join() === channelsOf(chart).join() && isListing(before) === isListing(chart);
  if (isSameFields) return withChart(document, element, { ...chart, view: before.view });
  const own = withOwnWorksheet(document, elementId, createId);
  const ownElement = own.elements[elementId];
  if (ownElement?.kind !== "chart") return document;
  const worksheet = own.worksheets[ownElement.chart.view.worksheetId];
  return worksheet === undefined ? document : settleChart(own, ownElement, worksheet, chart, createId);
}

/** Points and distributions can be drawn from rows, everything else only from groups. */
export function isListing({ mark, view }: Pick<Chart, "mark" | "view">): boolean {
  return view.level === "base" && (mark === "scatter" || mark === "histogram" || mark === "box");
}

/** The worksheet grouped by the chart's keys, its measures computed on these groups. */
export function groupedWorksheet(worksheet: Worksheet, chart: Chart, createId: CreateId): Worksheet {
  if (isListing(chart)) return { ...worksheet, groupings: [] };
  const [first] = worksheet.groupings;
  // The points of a grouped scatter are its groups, which no place of the chart need name.
  const points = chart.mark === "scatter" ? (first?.keys ?? []) : [];
  const keys = [...new Set([...keysOf(chart), ...points])];
  const measures = measuresOf(chart);
  if (keys.length === 0) return { ...worksheet, groupings: [], summaries: measures };
  const lines = chart.references.flatMap(({ columnId }) => columnId ?? []);
  const summaries = worksheet.summaries.filter((id) => lines.includes(id) || !channelsOf(chart).includes(id));
  const calculations = measures.filter((id) => !summaries.includes(id));
  return {
    ...worksheet,
    summaries,
    groupings: [{ id: first?.id ?? createId(), keys, calculations, sort: first?.sort ?? [] }],
  };
}

export function viewOfChart(worksheetId: string, worksheet: Worksheet, chart: Chart): Chart["view"] {
  const columns = channelsOf(chart);
  const [grouping] = worksheet.groupings;
  if (isListing(chart)) return { worksheetId, level: "base", columns };
  if (grouping === undefined) return { worksheetId, level: "summary", columns };
  const { x, color, trellis } = chart;
  if (chart.mark === "scatter") return { worksheetId, level: grouping.id, columns };
  return { worksheetId, level: grouping.id, columns, chart: { x, color, trellis } };
}

function settleChart(
  document: WorkbookDocument,
  element: ChartElement,
  worksheet: Worksheet,
  chart: Chart,
  createId: CreateId,
): WorkbookDocument {
  const { worksheetId } = element.chart.view;
  const isSummed = isListing(element.chart) && !isListing(chart);
  const grouped = groupedWorksheet(isSummed ? withSums(worksheet, chart.y) : worksheet, chart, createId);
  const kept = keepReferences(withoutUnused(grouped, channelsOf(element.chart), channelsOf(chart)));
  const view = channelsOf(chart).length === 0 ? element.chart.view : viewOfChart(worksheetId, kept, chart);
  const worksheets = { ...document.worksheets, [worksheetId]: kept };
  return withChart({ ...document, worksheets }, element, { ...chart, view });
}

/** Values of rows have to be added up once there are groups. */
function withSums(worksheet: Worksheet, columnIds: readonly string[]): Worksheet {
  const columns = worksheet.columns.map((column) =>
    columnIds.includes(column.id) ? { ...column, formula: `Sum(${column.formula})` } : column,
  );
  return { ...worksheet, columns };
}

function withChart(document: WorkbookDocument, element: ChartElement, chart: Chart): WorkbookDocument {
  return { ...document, elements: { ...document.elements, [element.id]: { ...element, chart } } };
}

/** A worksheet that only this chart shows and that nothing else is built on. */
function withOwnWorksheet(document: WorkbookDocument, elementId: string, createId: CreateId): WorkbookDocument {
  const element = document.elements[elementId];
  if (element?.kind !== "chart") return document;
  const { worksheetId } = element.chart.view;
  const worksheet = document.worksheets[worksheetId];
  const isShared = Object.values(document.elements).some(
    (other) =>
      other.id !== elementId &&
      ((other.kind === "table" && other.worksheetId === worksheetId) ||
        (other.kind === "chart" && other.chart.view.worksheetId === worksheetId)),
  );
  if (worksheet === undefined || !isShared) return document;
  const id = createId();
  const copy = { ...worksheet, name: freeWorksheetName(document, worksheet.name) };
  const chart = { ...element.chart, view: { ...element.chart.view, worksheetId: id } };
  return withChart({ ...document, worksheets: { ...document.worksheets, [id]: copy } }, element, chart);
}

function newColumn(
  worksheet: Worksheet,
  { name, formula }: ChartField,
  columnId: string | undefined,
  createId: CreateId,
): WorksheetColumn {
  const before = worksheet.columns.find(({ id }) => id === columnId);
  const others = worksheet.columns.filter(({ id }) => id !== columnId);
  const free = freeName(
    name,
    others.map((other) => other.name),
  );
  return { id: before?.id ?? createId(), name: free, formula };
}

function replaceColumn(columns: readonly WorksheetColumn[], column: WorksheetColumn): WorksheetColumn[] {
  const isThere = columns.some(({ id }) => id === column.id);
  return isThere ? columns.map((one) => (one.id === column.id ? column : one)) : [...columns, column];
}

function placed(chart: Chart, change: FieldChange, after: string | null, createId: CreateId): Chart {
  const { place, columnId: before, field } = change;
  switch (place) {
    case "y":
      return { ...chart, y: listed(chart.y, before, after), series: chart.series.filter(isKept(before, after)) };
    case "tooltip":
      return { ...chart, tooltip: listed(chart.tooltip, before, after) };
    case "target":
      return { ...chart, kpi: { ...chart.kpi, targetColumnId: after } };
    case "reference":
      return { ...chart, references: linesWith(chart.references, before, after, field?.name ?? "", createId) };
    default:
      return { ...chart, [place]: after };
  }
}

function listed(ids: readonly string[], before: string | undefined, after: string | null): string[] {
  if (after === null) return ids.filter((id) => id !== before);
  return ids.includes(after) ? [...ids] : [...ids, after];
}

/** How a measure is drawn goes with it. */
const isKept =
  (before: string | undefined, after: string | null) =>
  ({ columnId }: { readonly columnId: string | null }): boolean =>
    after !== null || columnId !== before;

function linesWith(
  lines: Chart["references"],
  before: string | undefined,
  after: string | null,
  label: string,
  createId: CreateId,
): Chart["references"] {
  if (after === null) return lines.filter(isKept(before, after));
  if (lines.some(({ columnId }) => columnId === after)) return lines;
  const line = { id: createId(), label, value: null, columnId: after, axis: "left", style: "dashed" } as const;
  return [...lines, line];
}

/** The x of a scatter is a measure. */
function keysOf({ mark, trellis, x, color }: Chart): string[] {
  const keys = mark === "scatter" ? [trellis, color] : [trellis, x, color];
  return [...new Set(keys.filter((id) => id !== null))];
}

function measuresOf(chart: Chart): string[] {
  const keys = keysOf(chart);
  const x = chart.mark === "scatter" && chart.x !== null ? [chart.x] : [];
  const references = chart.references.flatMap(({ columnId }) => columnId ?? []);
  const target = chart.kpi.targetColumnId === null ? [] : [chart.kpi.targetColumnId];
  const size = chart.size === null ? [] : [chart.size];
  const all = [...x, ...chart.y, ...size, ...target, ...chart.tooltip, ...references];
  return [...new Set(all)].filter((id) => !keys.includes(id));
}

/** Every column that the chart reads, keys first. */
export function channelsOf(chart: Chart): string[] {
  return [...keysOf(chart), ...measuresOf(chart)];
}
