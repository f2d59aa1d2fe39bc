import { describe, expect, it } from "vitest";
import { findDocumentProblems } from "#lib/workbook/document-problems";
import { addChart, addControl, addTable, addText } from "#lib/workbook/edit/add-element";
import { setControlTarget } from "#lib/workbook/edit/control-targets";
import { duplicateElement } from "#lib/workbook/edit/duplicate-element";
import { findDependants, removeElement } from "#lib/workbook/edit/remove-element";
import { renameElement } from "#lib/workbook/edit/rename-element";
import { rowsOfSource } from "#lib/workbook/edit/rows";
import { updateWorksheet } from "#lib/workbook/edit/update-worksheet";
import { liveValuesOf } from "#lib/workbook/live-text";
import { shopSources } from "../../../support/shop.ts";
import {
  chartOf,
  columnNamed,
  createId,
  empty,
  orders,
  problemsOf,
  rows,
  sourceNamed,
  tableAndChart,
} from "./shop-workbook.ts";

describe("adding", () => {
  it("a table shows every column of its source that is not hidden", () => {
    const { document, elementId } = addTable(empty, "p1", rows, createId);
    const element = document.elements[elementId];
    expect(element?.kind === "table" && element.columns.length).toBe(orders.columns.filter((c) => !c.hidden).length);
    expect(problemsOf(document)).toEqual([]);
  });

  it.each(["bar", "line", "area", "pie", "donut", "scatter", "kpi", "histogram"] as const)(
    "a %s over a source begins with fields that its checker accepts",
    (mark) => {
      const { document, elementId } = addChart(empty, "p1", mark, rows, createId);
      expect(problemsOf(document)).toEqual([]);
      expect(chartOf(document, elementId).chart.y.length).toBe(1);
    },
  );

  it("a chart over an element reads its rows, and a second name gets a number", () => {
    const { document, chartId } = tableAndChart();
    expect(problemsOf(document)).toEqual([]);
    const again = addTable(document, "p1", rows, createId);
    expect(Object.values(again.document.worksheets).map(({ name }) => name)).toContain("Orders (2)");
    expect(chartOf(document, chartId).chart.view.chart?.x).not.toBeNull();
  });

  it("stands beside the last element while there is room, then below", () => {
    const first = addText(empty, "p1", "one", createId);
    const second = addText(first.document, "p1", "two", createId);
    const third = addText(second.document, "p1", "three", createId);
    expect(third.document.pages[0]?.layout.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [12, 0],
      [0, 4],
    ]);
  });

  it("a control is named apart from every column", () => {
    const { document } = addControl(empty, "p1", { kind: "list", name: "Région" }, createId);
    expect(document.controls[0]).toMatchObject({ id: "region-control", name: "Région", value: [] });
    const again = addControl(document, "p1", { kind: "list", name: "Région" }, createId);
    expect(again.document.controls[1]?.name).toBe("Région (2)");
    expect(findDocumentProblems(again.document)).toEqual([]);
  });
});

describe("removing", () => {
  it("takes what is built on the element with it, and tells before", () => {
    const { document, tableId, chartId } = tableAndChart();
    expect(findDependants(document, tableId).map(({ id }) => id)).toEqual([chartId]);
    const left = removeElement(document, tableId);
    expect(left.elements).toEqual({});
    expect(left.worksheets).toEqual({});
    expect(findDocumentProblems(left)).toEqual([]);
  });

  it("leaves what it was built on, and worksheets that others show", () => {
    const { document, tableId, chartId } = tableAndChart();
    const left = removeElement(document, chartId);
    expect(Object.keys(left.elements)).toEqual([tableId]);
    expect(Object.keys(left.worksheets).length).toBe(1);
  });

  it("takes the filters of a control with it", () => {
    const { document, sheetId } = tableAndChart();
    const added = addControl(document, "p1", { kind: "list", name: "Region" }, createId);
    const column = { columnId: columnNamed(document, sheetId, "Region") };
    const filtered = setControlTarget(added.document, "region-control", sheetId, column, createId);
    expect(filtered.worksheets[sheetId]?.filters).toHaveLength(1);
    const left = removeElement(filtered, added.elementId);
    expect(left.worksheets[sheetId]?.filters).toEqual([]);
    expect(left.controls).toEqual([]);
  });
});

describe("duplicating", () => {
  it("gives the copy a worksheet of its own", () => {
    const { document, tableId, sheetId } = tableAndChart();
    const copy = duplicateElement(document, tableId, createId);
    const element = copy?.document.elements[copy.elementId];
    expect(element?.kind === "table" && element.worksheetId !== sheetId).toBe(true);
    expect(copy === null ? [] : problemsOf(copy.document)).toEqual([]);
    expect(duplicateElement(document, "nobody", createId)).toBeNull();
  });
});

describe("renaming", () => {
  it("rewrites formulas of others and live values, in any case and with odd names", () => {
    const table = addTable(empty, "p1", rows, createId);
    const targets = addTable(table.document, "p1", rowsOfSource(sourceNamed("Targets")), createId);
    const text = addText(
      targets.document,
      "p1",
      "All: {{= Sum([orders/Sales]) }}, {{= Max([Targets/Target]) }}",
      createId,
    );
    const targetsSheet = targets.document.elements[targets.elementId];
    if (targetsSheet?.kind !== "table") throw new Error("no table");
    const naming = updateWorksheet(text.document, targetsSheet.worksheetId, (sheet) => ({
      ...sheet,
      columns: [
        ...sheet.columns,
        { id: "r", name: "Rolled", formula: "Rollup(Sum([Orders/Sales]), [Region], [Orders/Region])" },
      ],
    }));
    const renamed = renameElement(naming, table.elementId, "Order ] lines", shopSources);
    const sheet = renamed.worksheets[targetsSheet.worksheetId];
    expect(sheet?.columns.at(-1)?.formula).toBe(
      "Rollup(Sum([Order \\] lines/Sales]), [Region], [Order \\] lines/Region])",
    );
    const element = renamed.elements[text.elementId];
    expect(element?.kind === "text" && element.text).toBe(
      "All: {{= Sum([Order \\] lines/Sales]) }}, {{= Max([Targets/Target]) }}",
    );
    expect(liveValuesOf(renamed, text.elementId).map(({ state }) => state)).toEqual(["sound", "sound"]);
  });

  it("leaves a relationship of the same name alone, and an empty name too", () => {
    const products = addTable(empty, "p1", rowsOfSource(sourceNamed("Products")), createId);
    const both = addTable(products.document, "p1", rows, createId);
    const table = both.document.elements[both.elementId];
    if (table?.kind !== "table") throw new Error("no table");
    const [relationship] = orders.relationships;
    if (relationship === undefined) throw new Error("no relationship");
    const named = renameElement(both.document, products.elementId, relationship.name, shopSources);
    const reading = updateWorksheet(named, table.worksheetId, (sheet) => ({
      ...sheet,
      columns: [...sheet.columns, { id: "c", name: "Category", formula: `[${relationship.name}/Category]` }],
    }));
    const renamed = renameElement(reading, products.elementId, "Catalogue", shopSources);
    expect(renamed.worksheets[table.worksheetId]?.columns.at(-1)?.formula).toBe(`[${relationship.name}/Category]`);
    expect(renameElement(renamed, products.elementId, "  ", shopSources)).toBe(renamed);
  });
});
