import { beforeEach } from "vitest";
import { findDocumentProblems } from "#lib/workbook/document-problems";
import { addChart, addTable } from "#lib/workbook/edit/add-element";
import { rowsOfElement, rowsOfSource } from "#lib/workbook/edit/rows";
import { type ChartElement, emptyWorkbook, type WorkbookDocument } from "#lib/workbook/workbook";
import { checkElements, checkView } from "#lib/worksheet/check";
import type { Source } from "#lib/worksheet/worksheet";
import { shopSources } from "../../../support/shop.ts";

let count = 0;
/** n1, n2 … in every test. */
export const createId = () => `n${++count}`;
beforeEach(() => {
  count = 0;
});

export const orders = sourceNamed("Orders");
export const rows = rowsOfSource(orders);
export const empty = emptyWorkbook("p1");

export function sourceNamed(name: string): Source {
  const found = [...shopSources.values()].find((source) => source.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

export const scopeOf = (document: WorkbookDocument) => ({
  sources: shopSources,
  document,
  customFunctions: [],
  weekStart: "monday" as const,
});

/** What the checker says of every element that shows rows, and what keeps the document from being stored. */
export function problemsOf(document: WorkbookDocument): readonly string[] {
  const shown = Object.values(document.elements).flatMap((element) =>
    element.kind === "chart"
      ? [element.chart.view]
      : element.kind === "table"
        ? [{ worksheetId: element.worksheetId, level: "base", columns: element.columns }]
        : [],
  );
  const checked = shown.flatMap((view) => checkView(view, scopeOf(document)).diagnostics);
  return [...findDocumentProblems(document), ...checked.map(({ message }) => message)];
}

export function chartOf(document: WorkbookDocument, elementId: string): ChartElement {
  const element = document.elements[elementId];
  if (element?.kind !== "chart") throw new Error(elementId);
  return element;
}

export function columnNamed(document: WorkbookDocument, worksheetId: string, name: string): string {
  const column = document.worksheets[worksheetId]?.columns.find((one) => one.name === name);
  if (column === undefined) throw new Error(name);
  return column.id;
}

/** A table over Orders, and a chart over that table. */
export function tableAndChart() {
  const table = addTable(empty, "p1", rows, createId);
  const element = table.document.elements[table.elementId];
  if (element?.kind !== "table") throw new Error("no table");
  const checked = checkElements(scopeOf(table.document)).get(element.worksheetId);
  if (checked === null) throw new Error("no worksheet");
  const chart = addChart(table.document, "p1", "bar", rowsOfElement(checked), createId);
  return { document: chart.document, tableId: table.elementId, sheetId: element.worksheetId, chartId: chart.elementId };
}
