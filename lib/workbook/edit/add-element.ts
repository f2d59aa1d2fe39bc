import { type ChartMark, createChart } from "../../chart/chart.ts";
import type { Control, Worksheet, WorksheetColumn } from "../../worksheet/worksheet.ts";
import type { ControlElement, Element, WorkbookDocument } from "../workbook.ts";
import { channelsOf, groupedWorksheet, viewOfChart } from "./chart-fields.ts";
import { startFields } from "./chart-start.ts";
import { freeControlId, freeName, freeWorksheetName } from "./free-name.ts";
import { compact, findRoom, type Size } from "./layout.ts";
import type { Rows } from "./rows.ts";

/** A document with something new on one of its pages, and what it is. */
export type Added = { readonly document: WorkbookDocument; readonly elementId: string };

type CreateId = () => string;

/** A table of all columns. */
export function addTable(document: WorkbookDocument, pageId: string, rows: Rows, createId: CreateId): Added {
  const worksheetId = createId();
  const shown = rows.columns.filter(({ kind }) => kind === "column");
  const columns = shown.map(({ name, formula }): WorksheetColumn => ({ id: createId(), name, formula }));
  const worksheet = plainWorksheet(freeWorksheetName(document, rows.name), rows.source, columns);
  const element: Element = {
    kind: "table",
    id: createId(),
    worksheetId,
    columns: columns.map(({ id }) => id),
    frozen: 0,
    widths: {},
    collapsed: [],
  };
  return place(withWorksheet(document, worksheetId, worksheet), pageId, element, { width: 24, height: 12 });
}

/** A chart with fields to begin with. */
export function addChart(
  document: WorkbookDocument,
  pageId: string,
  mark: ChartMark,
  rows: Rows,
  createId: CreateId,
): Added {
  const worksheetId = createId();
  const start = startFields(mark, rows);
  const fields = start.x === null ? start.y : [start.x, ...start.y];
  const columns = fields.map(({ name, formula }): WorksheetColumn => ({ id: createId(), name, formula }));
  const named = freeColumnNames(columns);
  const x = start.x === null ? null : (named[0]?.id ?? null);
  const y = named.slice(start.x === null ? 0 : 1).map(({ id }) => id);
  const isOfRows = mark === "scatter" || mark === "histogram" || mark === "box";
  const view = { worksheetId, level: isOfRows ? "base" : "summary", columns: named.map(({ id }) => id) };
  const isStacked = mark === "bar" || mark === "area";
  const channels = { mark, x, y, color: null, size: null, trellis: null };
  const chart = createChart({
    ...channels,
    view: view.columns.length === 0 ? { ...view, columns: ["none"] } : view,
    stacking: isStacked ? "stacked" : "none",
    orientation: "vertical",
  });
  const title = titleOfChart(
    rows.name,
    fields.map(({ name }) => name),
  );
  const grouped = groupedWorksheet(
    plainWorksheet(freeWorksheetName(document, title), rows.source, named),
    chart,
    createId,
  );
  const fitted = channelsOf(chart).length === 0 ? chart : { ...chart, view: viewOfChart(worksheetId, grouped, chart) };
  const element: Element = { kind: "chart", id: createId(), chart: fitted };
  const size = mark === "kpi" ? { width: 8, height: 4 } : { width: 12, height: 10 };
  return place(withWorksheet(document, worksheetId, grouped), pageId, element, size);
}

export function addText(document: WorkbookDocument, pageId: string, text: string, createId: CreateId): Added {
  return place(document, pageId, { kind: "text", id: createId(), text }, { width: 12, height: 4 });
}

/** A control that holds nothing yet. `options`: where the values of a list come from. */
export function addControl(
  document: WorkbookDocument,
  pageId: string,
  { kind, name, options = null }: { kind: Control["kind"]; name: string; options?: ControlElement["options"] },
  createId: CreateId,
): Added {
  const free = freeName(
    name,
    document.controls.map((control) => control.name),
  );
  const control = emptyControl(kind, freeControlId(document, free), free);
  const element: Element = { kind: "control", id: createId(), controlId: control.id, options };
  return place({ ...document, controls: [...document.controls, control] }, pageId, element, {
    width: controlWidths[kind],
    height: 3,
  });
}

/** Puts an element that is made already on a page. */
export function place(document: WorkbookDocument, pageId: string, element: Element, size: Size): Added {
  const pages = document.pages.map((page) =>
    page.id === pageId
      ? { ...page, layout: compact([...page.layout, { elementId: element.id, ...findRoom(page.layout, size) }]) }
      : page,
  );
  return {
    document: { ...document, pages, elements: { ...document.elements, [element.id]: element } },
    elementId: element.id,
  };
}

export function plainWorksheet(
  name: string,
  source: Worksheet["source"],
  columns: readonly WorksheetColumn[],
): Worksheet {
  return {
    version: 1,
    name,
    source,
    columns: [...columns],
    groupings: [],
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
  };
}

/** Of 24 columns: a range has two fields. */
const controlWidths: Readonly<Record<Control["kind"], number>> = {
  list: 6,
  text: 6,
  number: 6,
  numberRange: 8,
  dateRange: 10,
  switch: 6,
};

function emptyControl(kind: Control["kind"], id: string, name: string): Control {
  const empty: { readonly [Kind in Control["kind"]]: Extract<Control, { kind: Kind }> } = {
    list: { kind: "list", id, name, value: [], multiple: true },
    text: { kind: "text", id, name, value: null },
    number: { kind: "number", id, name, value: null },
    numberRange: { kind: "numberRange", id, name, min: null, max: null },
    dateRange: { kind: "dateRange", id, name, start: null, end: null },
    switch: { kind: "switch", id, name, value: false },
  };
  return empty[kind];
}

function withWorksheet(document: WorkbookDocument, id: string, worksheet: Worksheet): WorkbookDocument {
  return { ...document, worksheets: { ...document.worksheets, [id]: worksheet } };
}

/** `Total Sales by Month of Order Date`, or what the rows are called. */
function titleOfChart(rowsName: string, [first, second]: readonly string[]): string {
  if (first === undefined) return rowsName;
  return (second === undefined ? first : `${second} by ${first}`).slice(0, 200);
}

function freeColumnNames(columns: readonly WorksheetColumn[]): WorksheetColumn[] {
  return columns.map((column, index) => ({
    ...column,
    name: freeName(
      column.name,
      columns.slice(0, index).map(({ name }) => name),
    ),
  }));
}
