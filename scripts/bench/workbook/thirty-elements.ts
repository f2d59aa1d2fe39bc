import { type ChartMark, createChart } from "#lib/chart/chart";
import type { Element, Place, WorkbookDocument } from "#lib/workbook/workbook";
import type { Worksheet, WorksheetColumn } from "#lib/worksheet/worksheet";

/** A page of 30 elements over the sample: 18 charts, 6 numbers, 4 tables, a text and a control. */
export const counts = { charts: 18, numbers: 6, tables: 4, all: 30 } as const;

const keys = ["Region", "Segment", "Channel", "Category", "Sub-Category", "State"] as const;
const marks: Readonly<Record<(typeof keys)[number], ChartMark>> = {
  Region: "bar",
  Segment: "donut",
  Channel: "pie",
  Category: "bar",
  "Sub-Category": "line",
  State: "area",
};
const measures = ["Sum([Sales])", "Sum([Profit])", "CountDistinct([Order Id])"] as const;
const numberMeasures = [...measures, "Avg([Sales])", "Max([Sales])", "Sum([Quantity])"] as const;
const level = "groups";

/** Another `edition` asks for other figures, so that nothing is answered from what was kept. */
export function thirtyElements(sourceId: string, edition: number): WorkbookDocument {
  const charts = measures.flatMap((measure, row) =>
    keys.map((key) => chartOf(`${key} ${row}`, keyOf(key), measureOf(measure, edition), marks[key])),
  );
  const numbers = numberMeasures.map((measure, index) =>
    chartOf(`Number ${index}`, month, measureOf(measure, edition), "kpi"),
  );
  const tables = keys.slice(0, counts.tables).map((key) => tableOf(`Table of ${key}`, keyOf(key), edition));
  const made = [...numbers, ...charts, ...tables];
  const elements = [text, control, ...made.map(({ element }) => element)];
  return {
    worksheets: {
      lines: linesOf(sourceId),
      ...Object.fromEntries(made.map(({ element, worksheet }) => [element.id, worksheet])),
    },
    controls: [{ kind: "list", id: "Chosen regions", name: "Chosen", value: [], multiple: true }],
    elements: Object.fromEntries(elements.map((element) => [element.id, element])),
    pages: [{ id: "page", name: "Page", layout: layoutOf(elements) }],
  };
}

type Made = { readonly element: Element; readonly worksheet: Worksheet };

const month: WorksheetColumn = { id: "month", name: "Month", formula: 'DateTrunc("month", [Order Date])' };
const text: Element = { kind: "text", id: "text", text: "Sales of **{{= Sum([Order lines/Sales]) }}** in all." };
const control: Element = {
  kind: "control",
  id: "control",
  controlId: "Chosen regions",
  options: { worksheetId: "lines", columnId: "region" },
};

function linesOf(sourceId: string): Worksheet {
  const names = [...keys, "Order Id", "Order Date", "Sales", "Profit", "Quantity"];
  const columns = names.map((name) => ({ ...keyOf(name), id: name.toLowerCase() }));
  return worksheet("Order lines", { sourceId }, columns);
}

function keyOf(name: string): WorksheetColumn {
  return { id: "key", name, formula: `[${name}]` };
}

function measureOf(formula: string, edition: number): WorksheetColumn {
  return { id: "measure", name: "Figure", formula: `${formula} + ${edition}` };
}

function chartOf(name: string, key: WorksheetColumn, measure: WorksheetColumn, mark: ChartMark): Made {
  const id = `${name} chart`;
  const drawn = createChart({
    view: { worksheetId: id, level, columns: [key.id, measure.id] },
    mark,
    x: key.id,
    y: [measure.id],
    color: null,
    size: null,
    trellis: null,
    stacking: "none",
    orientation: "vertical",
  });
  return { element: { kind: "chart", id, chart: drawn }, worksheet: grouped(name, key, [measure]) };
}

function tableOf(name: string, key: WorksheetColumn, edition: number): Made {
  const figures = measures.map((formula, index) => ({
    ...measureOf(formula, edition),
    id: `figure-${index}`,
    name: `Figure ${index}`,
  }));
  const columns = [key.id, ...figures.map(({ id }) => id)];
  return {
    element: { kind: "table", id: name, worksheetId: name, columns, frozen: 0, widths: {}, collapsed: [] },
    worksheet: grouped(name, key, figures),
  };
}

function grouped(name: string, key: WorksheetColumn, figures: readonly WorksheetColumn[]): Worksheet {
  const made = worksheet(name, { worksheetId: "lines", level: "base" }, [key, ...figures]);
  return { ...made, groupings: [{ id: level, keys: [key.id], calculations: figures.map(({ id }) => id), sort: [] }] };
}

function worksheet(name: string, source: Worksheet["source"], columns: readonly WorksheetColumn[]): Worksheet {
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

/** Four beside each other, in their order. */
function layoutOf(elements: readonly Element[]): Place[] {
  return elements.map(({ id: elementId }, index) => ({
    elementId,
    x: (index % 4) * 6,
    y: Math.floor(index / 4) * 6,
    width: 6,
    height: 6,
  }));
}
