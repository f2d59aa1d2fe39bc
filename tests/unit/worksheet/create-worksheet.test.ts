import { describe, expect, test } from "vitest";
import type { CheckScope } from "#lib/worksheet/check";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import { describeFilter } from "#lib/worksheet/describe";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { draftOf } from "#lib/worksheet/draft-of";
import { renameColumn } from "#lib/worksheet/rename-column";
import { draft, formulaColumn, groupBy } from "#tests/support/drafts";
import { emptyDocument, ordersSource, shopSources } from "#tests/support/shop";

const scope: CheckScope = { sources: shopSources, document: emptyDocument, customFunctions: [], weekStart: "sunday" };

function create(parts: Partial<WorksheetDraft>) {
  const created = createWorksheet(draft(parts), ordersSource, scope);
  if (!created.ok) throw new Error(JSON.stringify(created.diagnostics));
  return created;
}

function problems(parts: Partial<WorksheetDraft>) {
  const created = createWorksheet(draft(parts), ordersSource, scope);
  return created.ok ? [] : created.diagnostics;
}

const total = formulaColumn("Total = Sum([Sales])");

describe("a draft becomes a worksheet", () => {
  test("columns of the source are added by name, related ones by their path, in any case and with brackets", () => {
    const { worksheet, view } = create({
      columns: [total],
      groupings: [groupBy(["region", "Products/Category"], ["[Total]"])],
      filters: [{ kind: "list", column: "Channel", values: ["Online"], exclude: false }],
    });
    expect(worksheet.columns.map(({ id, name, formula }) => [id, name, formula])).toEqual([
      ["total", "Total", "Sum([Sales])"],
      ["region", "Region", "[Region]"],
      ["category", "Category", "[Products/Category]"],
      ["channel", "Channel", "[Channel]"],
    ]);
    expect(view).toEqual({ worksheetId: "w1", level: "g1", columns: ["region", "category", "total"] });
  });

  test("the same draft gives the same ids, and a document's next worksheet the next one", () => {
    const first = create({ columns: [total], summaries: ["Total"] });
    const again = create({ columns: [total], summaries: ["Total"] });
    expect(first.worksheet).toEqual(again.worksheet);
    const second = createWorksheet(draft({ show: ["Region"] }), ordersSource, { ...scope, document: first.document });
    expect(second.ok && second.worksheetId).toBe("w2");
  });

  test("the level is the last grouping, else the summary, else base rows", () => {
    expect(create({ columns: [total], groupings: [groupBy(["Region"], ["Total"])], summaries: [] }).view.level).toBe(
      "g1",
    );
    expect(create({ columns: [total], summaries: ["Total"] }).view.level).toBe("summary");
    expect(create({ show: ["Region"] }).view.level).toBe("base");
  });

  test("keys come first, then the last grouping's calculations, then those further out", () => {
    const { view } = create({
      columns: [total, formulaColumn("Region Total = Sum([Sales])")],
      groupings: [groupBy(["Region"], ["Region Total"]), groupBy(["Channel"], ["Total"])],
    });
    expect(view.columns).toEqual(["region", "channel", "total", "region_total"]);
  });

  test("an aggregate that was put nowhere belongs to the last grouping, else to the summaries", () => {
    const sorted = create({
      columns: [total],
      groupings: [groupBy(["Region"], [])],
      sort: [{ column: "Total", direction: "descending" }],
      show: ["Region"],
    });
    expect(sorted.worksheet.groupings[0]?.calculations).toEqual(["total"]);
    expect(create({ show: ["Profit Ratio"] }).worksheet.summaries).toEqual(["profit_ratio"]);
  });

  test("two columns of one name get another", () => {
    const { worksheet } = create({
      columns: [total, formulaColumn("total = Sum([Profit])")],
      summaries: ["Total", "total (2)"],
    });
    expect(worksheet.columns.map((column) => column.name)).toEqual(["Total", "total (2)"]);
  });

  test("what only a window's order lacks is a warning", () => {
    const { warnings } = create({
      columns: [total, formulaColumn("Running = CumulativeSum([Total])")],
      groupings: [groupBy(["Region"], ["Total", "Running"])],
    });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("Running");
  });
});

describe("what is wrong with a draft is said so that it can be mended", () => {
  test("a formula where a name belongs", () => {
    for (const place of [{ show: ["Sum([Sales])"] }, { groupings: [groupBy(["Region"], ["Sum([Sales])"])] }]) {
      const [found] = problems(place);
      expect(found?.message).toBe('"Sum([Sales])" is a formula, and this place takes the name of a column.');
      expect(found?.fix).toContain('"formula": "Sum([Sales])"');
    }
  });

  test("a column of base rows among calculations", () => {
    const [found] = problems({ groupings: [groupBy(["Region"], ["Sales"])] });
    expect(found?.where).toBe('column "Sales"');
    expect(found?.fix).toContain('"formula": "Sum([Sales])"');
  });

  test("unknown columns, with what was probably meant", () => {
    expect(problems({ groupings: [groupBy(["Order Dat"], [])] })[0]?.fix).toContain('"Order Date"');
    expect(problems({ show: ["Weather"] })).toEqual([{ where: "show", message: 'There is no column "Weather".' }]);
  });

  test("formulas with errors, with the fix written out", () => {
    const [found] = problems({ columns: [formulaColumn("N = COUNTD([Region])")], summaries: ["N"] });
    expect(found?.where).toBe('column "N"');
    expect(found?.fix).toBe("Write CountDistinct([Region])");
  });

  test("a sort that has no one value", () => {
    const found = problems({
      groupings: [groupBy(["Region"], [])],
      sort: [{ column: "Sales", direction: "ascending" }],
    });
    expect(found[0]?.where).toBe("sort[0]");
  });

  test("an aggregate as a key, and a grouping without one", () => {
    expect(problems({ columns: [total], groupings: [groupBy(["Total"], [])] })[0]?.message).toContain("key");
    expect(problems({ columns: [total], groupings: [groupBy([], ["Total"])] })[0]?.message).toBe(
      "A grouping needs a key.",
    );
  });
});

test("a draft comes back from its worksheet and gives the same one again", () => {
  const original = draft({
    name: "Monthly",
    columns: [formulaColumn('Month = DateTrunc("month", [Order Date])'), total],
    groupings: [groupBy(["Month"], ["Total"], [{ column: "Month", direction: "descending" }]), groupBy(["Region"], [])],
    filters: [
      { kind: "list", column: "Channel", values: ["Online", null], exclude: true },
      { kind: "range", column: "Sales", min: 1, max: null, exclude: false },
      { kind: "between-dates", column: "Order Date", start: "2024-01-01", end: null, exclude: false },
      {
        kind: "relative-date",
        column: "Order Date",
        direction: "last",
        period: "month",
        length: 3,
        offset: 0,
        exclude: true,
      },
      { kind: "text", column: "Region", operator: "contains", text: "a", matchCase: true, exclude: false },
      { kind: "top", column: "Total", n: 3, direction: "top", per: "parent" },
      { kind: "formula", formula: "[Sales] > 1", level: null },
      { kind: "formula", formula: "[Total] > 1", level: "Region" },
    ],
    show: ["Month", "Region", "Total"],
    sort: [{ column: "Total", direction: "descending" }],
    limit: 10,
  });
  const created = create(original);
  const again = draftOf(created.worksheet, scope, created.view);
  expect(again).toEqual(original);
  expect(create(again).worksheet).toEqual(created.worksheet);
});

test("filters are said in words", () => {
  const { worksheet } = create({
    show: ["Region"],
    filters: [
      { kind: "list", column: "Region", values: ["East", "West"], exclude: false },
      { kind: "list", column: "Region", values: [null], exclude: true },
      { kind: "range", column: "Sales", min: 1, max: 5, exclude: false },
      { kind: "between-dates", column: "Order Date", start: "2024-01-01", end: null, exclude: false },
      {
        kind: "relative-date",
        column: "Order Date",
        direction: "last",
        period: "month",
        length: 3,
        offset: 1,
        exclude: false,
      },
      { kind: "text", column: "Region", operator: "startsWith", text: "E", matchCase: false, exclude: true },
      { kind: "top", column: "Sales", n: 5, direction: "top", per: "all" },
    ],
  });
  const name = (id: string) => worksheet.columns.find((column) => column.id === id)?.name ?? id;
  expect(worksheet.filters.map((filter) => describeFilter(filter, name(filter.columnId)))).toEqual([
    "Region is East or West",
    "Region is not empty",
    "Sales is between 1 and 5",
    "Order Date is on or after 2024-01-01",
    "Order Date is in the last 3 months, 1 month earlier",
    'Region does not start with "E"',
    "top 5 of all by Sales",
  ]);
});

describe("renaming a column", () => {
  const { document } = create({
    columns: [
      total,
      formulaColumn("Share = [Total] / GrandTotal([total])"),
      formulaColumn("Sales = Sum([Sales]) // all [Sales]"),
    ],
    groupings: [groupBy(["Region"], ["Total", "Share", "Sales"])],
    filters: [{ kind: "formula", formula: "[TOTAL] > 1", level: "Region" }],
  });
  const formulas = (renamed: typeof document) =>
    renamed.worksheets["w1"]?.columns.map(({ name, formula }) => [name, formula]);

  test("rewrites the formulas that mean it", () => {
    const renamed = renameColumn(document, "w1", "total", "Revenue");
    expect(formulas(renamed)?.slice(0, 2)).toEqual([
      ["Revenue", "Sum([Sales])"],
      ["Share", "[Revenue] / GrandTotal([Revenue])"],
    ]);
    expect(renamed.worksheets["w1"]?.filters[0]).toMatchObject({ formula: "[Revenue] > 1" });
  });

  test("leaves its own formula alone, where the name means the source's column", () => {
    const renamed = renameColumn(document, "w1", "sales", "Turnover");
    expect(formulas(renamed)?.[2]).toEqual(["Turnover", "Sum([Sales]) // all [Sales]"]);
  });

  test("does not take a name that is in use", () => {
    expect(formulas(renameColumn(document, "w1", "total", "share"))?.[0]?.[0]).toBe("share (2)");
    expect(formulas(renameColumn(document, "w1", "total", "total"))?.[0]?.[0]).toBe("total");
  });
});
