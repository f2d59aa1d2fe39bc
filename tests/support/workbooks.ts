import { createChart } from "#lib/chart/chart";
import type { TableElement, WorkbookDocument } from "#lib/workbook/workbook";
import type { Worksheet } from "#lib/worksheet/worksheet";

/** Small workbooks for tests. */

export function worksheetOf(name: string, source: Worksheet["source"]): Worksheet {
  return {
    version: 1,
    name,
    source,
    columns: [
      { id: "region", name: "Region", formula: "[Region]" },
      { id: "amount", name: "Amount", formula: "[Amount]" },
      { id: "total", name: "Total", formula: "Sum([Amount])" },
    ],
    groupings: [{ id: "by-region", keys: ["region"], calculations: ["total"], sort: [] }],
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
  };
}

export function tableElement(id: string, worksheetId: string): TableElement {
  return {
    kind: "table",
    id,
    worksheetId,
    columns: ["region", "amount", "total"],
    frozen: 0,
    widths: {},
    collapsed: [],
  };
}

function barsOf(worksheetId: string) {
  return createChart({
    view: { worksheetId, level: "by-region", columns: ["region", "total"] },
    mark: "bar",
    x: "region",
    y: ["total"],
    color: null,
    size: null,
    trellis: null,
    stacking: "none",
    orientation: "vertical",
  });
}

/** A table of a source, a chart that is built on it, a text and a control, on two pages. */
export function sampleDocument(sourceId: string): WorkbookDocument {
  return {
    worksheets: {
      sales: worksheetOf("Sales", { sourceId }),
      chart: worksheetOf("Sales by region", { worksheetId: "sales", level: "base" }),
    },
    controls: [{ kind: "list", id: "Region-choice", name: "Region", value: [], multiple: true }],
    elements: {
      table: tableElement("table", "sales"),
      bars: { kind: "chart", id: "bars", chart: barsOf("chart") },
      words: { kind: "text", id: "words", text: "All sales: {{= Sum([Sales/Amount]) }}" },
      choice: { kind: "control", id: "choice", controlId: "Region-choice", options: null },
    },
    pages: [
      {
        id: "first",
        name: "Overview",
        layout: [
          { elementId: "words", x: 0, y: 0, width: 24, height: 2 },
          { elementId: "choice", x: 0, y: 2, width: 6, height: 2 },
          { elementId: "bars", x: 0, y: 4, width: 12, height: 10 },
        ],
      },
      { id: "second", name: "Rows", layout: [{ elementId: "table", x: 0, y: 0, width: 24, height: 20 }] },
    ],
  };
}
