import { beforeEach, describe, expect, it } from "vitest";
import { findDocumentProblems } from "#lib/workbook/document-problems";
import { addChart, addControl, addTable, addText } from "#lib/workbook/edit/add-element";
import { type ChartField, type ChartPlace, changeChart, changeChartField } from "#lib/workbook/edit/chart-fields";
import { findControlTargets, setControlTarget, updateControl } from "#lib/workbook/edit/control-targets";
import { duplicateElement } from "#lib/workbook/edit/duplicate-element";
import { compact, findRoom, grow, inReadingOrder, put, step } from "#lib/workbook/edit/layout";
import { addPage, movePage, removePage, renamePage } from "#lib/workbook/edit/pages";
import { findDependants, removeElement } from "#lib/workbook/edit/remove-element";
import { renameElement } from "#lib/workbook/edit/rename-element";
import { rowsOfElement, rowsOfSource } from "#lib/workbook/edit/rows";
import { updateWorksheet } from "#lib/workbook/edit/update-worksheet";
import { liveValuesOf, splitText, withLiveValues } from "#lib/workbook/live-text";
import { partOf, sourceIdsOf } from "#lib/workbook/part-of";
import { type ChartElement, emptyWorkbook, type Place, type WorkbookDocument } from "#lib/workbook/workbook";
import { checkElements, checkView } from "#lib/worksheet/check";
import type { Source } from "#lib/worksheet/worksheet";
import { shopSources } from "../../support/shop.ts";

let count = 0;
const createId = () => `n${++count}`;
beforeEach(() => {
  count = 0;
});

const orders = sourceNamed("Orders");
const rows = rowsOfSource(orders);
const empty = emptyWorkbook("p1");

function sourceNamed(name: string): Source {
  const found = [...shopSources.values()].find((source) => source.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

const scopeOf = (document: WorkbookDocument) => ({
  sources: shopSources,
  document,
  customFunctions: [],
  weekStart: "monday" as const,
});

/** What the checker says of every element that shows rows, and what keeps the document from being stored. */
function problemsOf(document: WorkbookDocument): readonly string[] {
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

function chartOf(document: WorkbookDocument, elementId: string): ChartElement {
  const element = document.elements[elementId];
  if (element?.kind !== "chart") throw new Error(elementId);
  return element;
}

function columnNamed(document: WorkbookDocument, worksheetId: string, name: string): string {
  const column = document.worksheets[worksheetId]?.columns.find((one) => one.name === name);
  if (column === undefined) throw new Error(name);
  return column.id;
}

/** A table over Orders, and a chart over that table. */
function tableAndChart() {
  const table = addTable(empty, "p1", rows, createId);
  const element = table.document.elements[table.elementId];
  if (element?.kind !== "table") throw new Error("no table");
  const checked = checkElements(scopeOf(table.document)).get(element.worksheetId);
  if (checked === null) throw new Error("no worksheet");
  const chart = addChart(table.document, "p1", "bar", rowsOfElement(checked), createId);
  return { document: chart.document, tableId: table.elementId, sheetId: element.worksheetId, chartId: chart.elementId };
}

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

describe("the fields of a chart", () => {
  it("group its worksheet, and what is not shown any more leaves", () => {
    const { document, chartId } = tableAndChart();
    const color = changeChartField(
      document,
      chartId,
      { place: "color", field: { name: "Region", formula: "[Region]" } },
      createId,
    );
    const chart = chartOf(color, chartId).chart;
    expect(color.worksheets[chart.view.worksheetId]?.groupings[0]?.keys).toEqual([chart.x, chart.color]);
    expect(problemsOf(color)).toEqual([]);
    const without = changeChartField(color, chartId, { place: "color", field: null }, createId);
    expect(without.worksheets[chart.view.worksheetId]?.columns).toHaveLength(2);
    expect(problemsOf(without)).toEqual([]);
  });

  it("all taken away leave a number, and a worksheet that others show stays as it is", () => {
    const { document, chartId } = tableAndChart();
    const number = changeChartField(document, chartId, { place: "x", field: null }, createId);
    expect(chartOf(number, chartId).chart.view.level).toBe("summary");
    expect(problemsOf(number)).toEqual([]);
    const shared = {
      ...number,
      elements: { ...number.elements, twin: { ...chartOf(number, chartId), id: "twin" } },
      pages: [
        {
          id: "p1",
          name: "P",
          layout: put(number.pages[0]?.layout ?? [], { elementId: "x", x: 0, y: 0, width: 1, height: 1 }),
        },
      ],
    };
    const { worksheetId } = chartOf(shared, "twin").chart.view;
    const changed = changeChartField(
      shared,
      chartId,
      { place: "x", field: { name: "Region", formula: "[Region]" } },
      createId,
    );
    expect(changed.worksheets[worksheetId]).toEqual(shared.worksheets[worksheetId]);
    expect(chartOf(changed, chartId).chart.view.worksheetId).not.toBe(worksheetId);
  });

  it("stand on every place: panels part the rows, size, tooltip, target and a line of all rows are computed", () => {
    const { document, chartId } = tableAndChart();
    const sum = { name: "Sum of Quantity", formula: "Sum([Quantity])" };
    const place = (before: WorkbookDocument, where: ChartPlace, field: ChartField) =>
      changeChartField(before, chartId, { place: where, field }, createId);
    const panels = place(document, "trellis", { name: "Region", formula: "[Region]" });
    const all = (["size", "tooltip", "target", "reference"] as const).reduce(
      (now, one) => place(now, one, sum),
      panels,
    );
    expect(problemsOf(all)).toEqual([]);
    const { chart } = chartOf(all, chartId);
    const worksheet = all.worksheets[chart.view.worksheetId];
    const line = chart.references[0]?.columnId ?? "";
    expect(worksheet?.groupings[0]?.keys).toEqual([chart.trellis, chart.x]);
    expect(worksheet?.summaries).toEqual([line]);
    expect(worksheet?.groupings[0]?.calculations).toEqual([
      ...chart.y,
      chart.size,
      chart.kpi.targetColumnId,
      ...chart.tooltip,
    ]);
    expect(chart.view.columns).toContain(line);
    const none = changeChart(all, chartId, { ...chart, references: [], tooltip: [] }, createId);
    expect(none.worksheets[chart.view.worksheetId]?.summaries).toEqual([]);
    expect(problemsOf(none)).toEqual([]);
  });

  it("a measure that leaves takes along how it is drawn", () => {
    const { document, chartId } = tableAndChart();
    const two = changeChartField(
      document,
      chartId,
      { place: "y", field: { name: "Rows", formula: "Count()" } },
      createId,
    );
    const { chart } = chartOf(two, chartId);
    const columnId = chart.y[1] ?? "";
    const onRight = { ...chart, series: [{ columnId, axis: "right" as const, mark: "line" as const }] };
    const drawn = changeChart(two, chartId, onRight, createId);
    const without = changeChartField(drawn, chartId, { place: "y", columnId, field: null }, createId);
    expect(chartOf(without, chartId).chart.series).toEqual([]);
  });

  it("rows of a scatter are added up when it becomes bars", () => {
    const { document, elementId } = addChart(empty, "p1", "scatter", rows, createId);
    const bars = changeChart(document, elementId, { ...chartOf(document, elementId).chart, mark: "bar" }, createId);
    expect(problemsOf(bars)).toEqual([]);
    expect(chartOf(bars, elementId).chart.view.chart).toBeDefined();
  });

  it("looks alone leave the view as it is", () => {
    const { document, chartId } = tableAndChart();
    const { chart } = chartOf(document, chartId);
    const changed = changeChart(document, chartId, { ...chart, orientation: "horizontal" }, createId);
    expect(changed.worksheets).toBe(document.worksheets);
    expect(chartOf(changed, chartId).chart).toEqual({ ...chart, orientation: "horizontal" });
  });
});

describe("an updated worksheet", () => {
  it("takes its elements along: removed columns leave them, new ones come last", () => {
    const { document, tableId, sheetId } = tableAndChart();
    const first = document.worksheets[sheetId]?.columns[0]?.id ?? "";
    const changed = updateWorksheet(document, sheetId, (sheet) => ({
      ...sheet,
      columns: [...sheet.columns.slice(1), { id: "new", name: "New", formula: "1" }],
      sort: [{ columnId: first, direction: "ascending" }],
      groupings: [{ id: "g", keys: [first], calculations: [], sort: [] }],
    }));
    const element = changed.elements[tableId];
    expect(element?.kind === "table" && [element.columns.includes(first), element.columns.at(-1)]).toEqual([
      false,
      "new",
    ]);
    expect(changed.worksheets[sheetId]).toMatchObject({ sort: [], groupings: [] });
  });
});

describe("targets of a control", () => {
  it("one column of a worksheet each, added when it is not there yet", () => {
    const { document, chartId } = tableAndChart();
    const added = addControl(document, "p1", { kind: "list", name: "Region" }, createId);
    const { worksheetId } = chartOf(document, chartId).chart.view;
    const region = { name: "Region", formula: "[Region]" };
    const once = setControlTarget(added.document, "region-control", worksheetId, region, createId);
    const twice = setControlTarget(once, "region-control", worksheetId, region, createId);
    expect(findControlTargets(twice, "region-control")).toHaveLength(1);
    expect(problemsOf(twice)).toEqual([]);
    const chosen = updateControl(twice, {
      kind: "list",
      id: "region-control",
      name: "Region",
      value: ["East"],
      multiple: true,
    });
    expect(chosen.controls[0]).toMatchObject({ value: ["East"] });
  });
});

describe("places", () => {
  const at = (elementId: string, x: number, y: number, width: number, height: number): Place => ({
    elementId,
    x,
    y,
    width,
    height,
  });
  const layout = [at("a", 0, 0, 12, 4), at("b", 12, 0, 12, 6), at("c", 0, 4, 12, 4)];
  const where = (places: readonly Place[]) =>
    Object.fromEntries(places.map(({ elementId, x, y }) => [elementId, [x, y]]));

  it("close ranks, and never overlap", () => {
    expect(where(compact([at("a", 0, 5, 12, 4), at("b", 6, 9, 12, 4)]))).toEqual({ a: [0, 0], b: [6, 4] });
  });

  it("exchange with the neighbour above or below, and stop at the edges", () => {
    expect(where(step(layout, "c", "up"))).toMatchObject({ c: [0, 0], a: [0, 4] });
    expect(where(step(layout, "a", "down"))).toMatchObject({ c: [0, 0], a: [0, 4] });
    expect(where(step(layout, "a", "up"))).toEqual(where(layout));
    expect(where(step(layout, "a", "left"))).toEqual(where(layout));
  });

  it("push down what is in the way of a move or a larger size", () => {
    expect(where(step(layout, "a", "right"))).toMatchObject({ a: [1, 0], b: [12, 4] });
    expect(where(grow(layout, "a", "down"))).toMatchObject({ c: [0, 5] });
    expect(grow(layout, "b", "right").find(({ elementId }) => elementId === "b")?.width).toBe(12);
  });

  it("are read row by row", () => {
    expect(inReadingOrder([...layout].reverse()).map(({ elementId }) => elementId)).toEqual(["a", "b", "c"]);
    expect(findRoom(layout, { width: 24, height: 2 })).toMatchObject({ x: 0, y: 8 });
  });
});

describe("pages", () => {
  it("are added, renamed, moved and removed with what others built on them; the last one stays", () => {
    const { document, chartId } = tableAndChart();
    const place = document.pages[0]?.layout.find(({ elementId }) => elementId === chartId);
    const two = addPage(document, "p2");
    const apart = {
      ...two,
      pages: two.pages.map((page) => ({
        ...page,
        layout: page.id === "p2" && place !== undefined ? [place] : page.layout.filter((one) => one !== place),
      })),
    };
    expect(movePage(apart, "p2", -1).pages.map(({ id }) => id)).toEqual(["p2", "p1"]);
    expect(movePage(apart, "p2", 5).pages.map(({ id }) => id)).toEqual(["p1", "p2"]);
    expect(renamePage(apart, "p2", " ").pages[1]?.name).toBe("Page 2");
    const left = removePage(apart, "p1");
    expect(left).toMatchObject({ elements: {}, pages: [{ id: "p2", layout: [] }] });
    expect(removePage(left, "p2")).toBe(left);
    expect(findDocumentProblems(left)).toEqual([]);
  });
});

describe("live values", () => {
  it("braces within quotes and names do not end them, and what is not closed is text", () => {
    expect(splitText('a {{= If([x}}y] = "}}", 1) }} b {{= open')).toEqual([
      { kind: "markdown", text: "a " },
      { kind: "value", formula: 'If([x}}y] = "}}", 1)' },
      { kind: "markdown", text: " b {{= open" },
    ]);
  });

  it("are summaries over the element that they name, which the checker accepts", () => {
    const { document } = tableAndChart();
    const text = addText(document, "p1", "{{= Sum([Orders/Sales]) }} and {{= 1 }}", createId);
    const [sound, wrong] = liveValuesOf(text.document, text.elementId);
    expect(wrong).toMatchObject({ state: "wrong" });
    if (sound?.state !== "sound") throw new Error("not sound");
    const live = withLiveValues(text.document);
    const part = partOf(live, sound.view.worksheetId);
    expect(Object.keys(part.worksheets)).toHaveLength(2);
    const checked = checkView(sound.view, { ...scopeOf(text.document), document: part });
    expect(checked.diagnostics).toEqual([]);
    expect(checked.schema[0]?.type).toBe("number");
  });
});

describe("a part of a document", () => {
  it("holds what the worksheet reads, and only the controls that it names", () => {
    const { document, chartId, sheetId } = tableAndChart();
    const one = addControl(document, "p1", { kind: "list", name: "Region" }, createId);
    const two = addControl(one.document, "p1", { kind: "number", name: "Floor" }, createId);
    const filtered = setControlTarget(
      two.document,
      "region-control",
      sheetId,
      { columnId: columnNamed(document, sheetId, "Region") },
      createId,
    );
    const part = partOf(filtered, chartOf(filtered, chartId).chart.view.worksheetId);
    expect(Object.keys(part.worksheets)).toHaveLength(2);
    expect(part.controls.map(({ id }) => id)).toEqual(["region-control"]);
    expect(sourceIdsOf(part)).toEqual([orders.id]);
  });
});
