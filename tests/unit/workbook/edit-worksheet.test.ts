import { describe, expect, it } from "vitest";
import { findBreak } from "#lib/workbook/edit-worksheet/check-edit";
import {
  addAggregate,
  addColumnBeside,
  convertColumn,
  periodOf,
  removeColumn,
  setFormat,
  truncateDate,
  usersOf,
} from "#lib/workbook/edit-worksheet/columns";
import { isNarrowing, newFilter, removeFilter, setFilter } from "#lib/workbook/edit-worksheet/filters";
import { groupBy, moveGrouping, sortBy, sortOf, ungroup } from "#lib/workbook/edit-worksheet/groupings";
import { figuresQuestion, histogramQuestion, topValuesQuestion } from "#lib/workbook/edit-worksheet/profile-views";
import {
  freezeUpTo,
  hideColumn,
  moveColumn,
  placeBeside,
  placeKey,
  setCollapsed,
} from "#lib/workbook/edit-worksheet/table-columns";
import { levelView, summaryView, tableLevels, totalsView, withinRow } from "#lib/workbook/edit-worksheet/table-views";
import type { TableElement } from "#lib/workbook/workbook";
import { checkView } from "#lib/worksheet/check";
import type { Worksheet } from "#lib/worksheet/worksheet";
import { sheet, sheetScope } from "#tests/support/sheets";

const orders = sheet({
  columns: {
    Region: "[Region]",
    Channel: "[Channel]",
    Day: "[Order Date]",
    Sales: "[Sales]",
    Double: "[Sales] * 2",
    Total: "Sum([Sales])",
    Lines: "Count()",
    All: "Sum([Sales])",
  },
  groupings: [
    { keys: ["Region"], calculations: ["Lines"] },
    { keys: ["Channel"], calculations: ["Total"] },
  ],
  summaries: ["All"],
});
const scope = sheetScope(orders);
const formulaOf = (worksheet: Worksheet, id: string) => worksheet.columns.find((column) => column.id === id)?.formula;
const isSound = (worksheet: Worksheet) => findBreak("w", orders, worksheet, scope);

const table: TableElement = {
  kind: "table",
  id: "t",
  worksheetId: "w",
  columns: ["Region", "Lines", "Channel", "Total", "Day", "Sales", "All"],
  frozen: 1,
  widths: {},
  collapsed: [],
};

describe("columns", () => {
  it.each([
    ["Sales", "base"],
    ["Total", "g2"],
    ["All", "summary"],
  ])("a column beside %s lives where that one does", (beside, level) => {
    const formula = level === "base" ? "[Region]" : "Count()";
    const changed = addColumnBeside(orders, beside, { id: "new", name: "sales", formula });
    expect(changed.columns.at(-1)).toEqual({ id: "new", name: "sales (2)", formula });
    expect(changed.groupings[1]?.calculations.includes("new")).toBe(level === "g2");
    expect(changed.summaries.includes("new")).toBe(level === "summary");
    expect(isSound(changed)).toBeNull();
  });

  it("aggregates go into a grouping or the summaries", () => {
    const grouped = addAggregate(orders, "Sales", "Avg", { groupingId: "g1" }, "mean");
    expect(grouped.columns.at(-1)).toEqual({ id: "mean", name: "Average of Sales", formula: "Avg([Sales])" });
    expect(grouped.groupings[0]?.calculations).toEqual(["Lines", "mean"]);
    const total = addAggregate(orders, "Region", "CountDistinct", "summary", "regions");
    expect(total.summaries).toEqual(["All", "regions"]);
    for (const changed of [grouped, total]) expect(isSound(changed)).toBeNull();
  });

  it("are converted, and cut to periods, by one call each", () => {
    const text = convertColumn(setFormat(orders, "Sales", { kind: "percent" }), "Sales", "Text");
    expect(text.columns.find(({ id }) => id === "Sales")).toEqual({
      id: "Sales",
      name: "Sales",
      formula: "Text([Sales])",
    });
    expect(formulaOf(convertColumn(text, "Sales", "Number"), "Sales")).toBe("Number([Sales])");
    const month = truncateDate(orders, "Day", "month");
    expect(formulaOf(month, "Day")).toBe('DateTrunc("month", [Order Date])');
    expect(periodOf(formulaOf(month, "Day") ?? "")).toBe("month");
    expect(formulaOf(truncateDate(month, "Day", "year"), "Day")).toBe('DateTrunc("year", [Order Date])');
    expect(formulaOf(truncateDate(month, "Day", null), "Day")).toBe("[Order Date]");
    expect(isSound(month)).toBeNull();
  });

  it("tell who needs them, and leave with all that names them", () => {
    expect(usersOf(orders, "Sales")).toEqual(["Double", "Total", "All"]);
    expect(usersOf(orders, "Lines")).toEqual([]);
    const filtered = setFilter(sortBy(orders, "Channel", "descending"), newFilter("Channel", "text", "f"));
    const changed = removeColumn(filtered, "Channel");
    expect(changed.groupings.map(({ id }) => id)).toEqual(["g1"]);
    expect(changed.filters).toEqual([]);
  });

  it("are not changed when a formula would break", () => {
    const broken = convertColumn(orders, "Sales", "Text");
    expect(isSound(broken)).toMatch(/^Double: /);
    const already = {
      ...orders,
      columns: orders.columns.map((one) => (one.id === "Day" ? { ...one, formula: "[Gone]" } : one)),
    };
    expect(findBreak("w", already, groupBy(already, "Sales", "g3"), scope)).toBeNull();
  });
});

describe("groupings", () => {
  it("are added innermost, by a column of base rows only", () => {
    expect(groupBy(orders, "Day", "g3").groupings.map(({ keys }) => keys)).toEqual([["Region"], ["Channel"], ["Day"]]);
    for (const id of ["Total", "Region", "Gone"]) expect(groupBy(orders, id, "g3")).toBe(orders);
  });

  it("hand their calculations outwards when they go", () => {
    const once = ungroup(orders, "g2");
    expect(once.groupings).toEqual([{ id: "g1", keys: ["Region"], calculations: ["Lines", "Total"], sort: [] }]);
    const twice = ungroup(once, "g1");
    expect(twice.summaries).toEqual(["All", "Lines", "Total"]);
    for (const changed of [once, twice]) expect(isSound(changed)).toBeNull();
  });

  it("change places", () => {
    expect(moveGrouping(orders, "g2", -1).groupings.map(({ id }) => id)).toEqual(["g2", "g1"]);
    expect(moveGrouping(orders, "g2", 1)).toBe(orders);
  });

  it("are sorted among themselves; base rows within them", () => {
    const byTotal = sortBy(orders, "Total", "descending");
    expect(byTotal.groupings[1]?.sort).toEqual([{ columnId: "Total", direction: "descending" }]);
    const byBoth = sortBy(byTotal, "Day", "ascending");
    expect(byBoth.sort).toEqual([{ columnId: "Day", direction: "ascending" }]);
    expect([sortOf(byBoth, "Total"), sortOf(byBoth, "Day"), sortOf(byBoth, "Sales")]).toEqual([
      "descending",
      "ascending",
      null,
    ]);
    expect(sortBy(byBoth, "Day", null).sort).toEqual([]);
    const ofAll: Worksheet = { ...orders, sort: [{ columnId: "Lines", direction: "ascending" }] };
    expect(sortBy(ofAll, "Region", "ascending").sort).toEqual([]);
  });
});

describe("filters", () => {
  it("begin without taking anything away", () => {
    for (const type of ["text", "number", "date", "logical"] as const)
      expect(isNarrowing(newFilter("c", type, "f"))).toBe(false);
  });
  it("take the place of the one with their id", () => {
    const one = setFilter(orders, newFilter("Sales", "number", "f"));
    const two = setFilter(one, { ...newFilter("Sales", "number", "f"), exclude: true });
    expect(two.filters).toHaveLength(1);
    expect(removeFilter(two, "f").filters).toEqual([]);
  });
});

describe("what a table shows", () => {
  it("hides, moves, freezes and folds", () => {
    expect(hideColumn(table, "Region")).toMatchObject({ frozen: 0, columns: table.columns.slice(1) });
    expect(moveColumn(table, "All", 0).columns[0]).toBe("All");
    expect(placeBeside(table, "New", "Lines", "before").columns.slice(0, 3)).toEqual(["Region", "New", "Lines"]);
    expect(placeBeside(table, "Sales", "Region", "after").columns.slice(0, 2)).toEqual(["Region", "Sales"]);
    expect(freezeUpTo(table, "Channel").frozen).toBe(3);
    expect(freezeUpTo(table, "Region").frozen).toBe(0);
    expect(setCollapsed(setCollapsed(table, "g1", true), "g1", false).collapsed).toEqual([]);
  });

  it("puts the key of a new grouping after the groupings around it, and at first where there is none", () => {
    expect(placeKey(table, "Sales", orders.groupings.slice(0, 1)).columns.slice(0, 3)).toEqual([
      "Region",
      "Lines",
      "Sales",
    ]);
    expect(placeKey(table, "Sales", []).columns).toEqual(["Sales", ...table.columns.filter((id) => id !== "Sales")]);
  });

  it("asks for a view for each level, which the checker accepts", () => {
    const levels = tableLevels(orders, table.columns);
    expect(levels).toEqual([
      { level: "g1", keys: ["Region"], columns: ["Region", "Lines"] },
      { level: "g2", keys: ["Channel"], columns: ["Channel", "Total"] },
      { level: "base", keys: [], columns: ["Day", "Sales"] },
    ]);
    const [outer, inner, base] = levels;
    if (outer === undefined || inner === undefined || base === undefined) throw new Error("levels");
    const within = withinRow(withinRow([], outer, ["East"]), inner, [null]);
    expect(within).toEqual([
      { columnId: "Region", value: "East" },
      { columnId: "Channel", value: null },
    ]);
    for (const view of [
      levelView("w", outer, []),
      levelView("w", inner, within.slice(0, 1)),
      levelView("w", base, within),
    ])
      expect(checkView(view, scope).diagnostics).toEqual([]);
    expect(tableLevels(orders, ["Total"]).map(({ level, columns }) => [level, columns])).toEqual([
      ["g1", ["Region"]],
      ["g2", ["Channel", "Total"]],
    ]);
  });

  it("asks for totals and summaries", () => {
    const totals = totalsView("w", table, scope);
    expect(totals?.columns).toEqual(["Lines", "Total"]);
    expect(summaryView("w", orders, table)).toEqual({ worksheetId: "w", level: "summary", columns: ["All"] });
    for (const view of [totals, summaryView("w", orders, table)])
      expect(view === null ? [] : checkView(view, scope).diagnostics).toEqual([]);
  });

  it.each(["Sales", "Region", "Total", "Day"])("asks for the details of %s by views that the checker accepts", (id) => {
    const type = { Region: "text", Day: "date" }[id] ?? "number";
    const questions = [
      figuresQuestion(scope.document, "w", id, type === "text" || type === "date" ? type : "number"),
      topValuesQuestion(scope.document, "w", id),
      type === "number" ? histogramQuestion(scope.document, "w", id, { min: "-1.50", max: 3e21 }) : null,
    ];
    for (const asked of questions) {
      if (asked === null) continue;
      const found = checkView(asked.view, { ...scope, document: asked.document }).diagnostics;
      expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
    }
    expect(figuresQuestion(scope.document, "w", "All", "number")).toBeNull();
    expect(histogramQuestion(scope.document, "w", id, { min: 5, max: 5 })).toBeNull();
  });
});
