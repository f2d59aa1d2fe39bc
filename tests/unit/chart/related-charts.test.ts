import { expect, test } from "vitest";
import { type Answered, type RelatedColumn, relatedCharts } from "#lib/chart/related-charts";
import { findRoles } from "#lib/chart/roles";
import { checkView } from "#lib/worksheet/check";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import type { Cell } from "#lib/worksheet/result";
import { draft, formulaColumn, groupBy } from "#tests/support/drafts";
import { emptyDocument, ordersSource, shopSources } from "#tests/support/shop";

const scope = { sources: shopSources, document: emptyDocument, customFunctions: [], weekStart: "sunday" } as const;

const columns: readonly RelatedColumn[] = [
  { path: "Order ID", type: "number", distinctCount: 900 },
  { path: "Order Date", type: "date", distinctCount: 700, min: "2024-01-01", max: "2025-12-31" },
  { path: "Region", type: "text", distinctCount: 4 },
  { path: "Channel", type: "text", distinctCount: 3 },
  { path: "Quantity", type: "number", distinctCount: 60 },
  { path: "Sales", type: "number", distinctCount: 900 },
  { path: "Products/Category", type: "text", distinctCount: 5 },
  { path: "Products/Product Name", type: "text", distinctCount: 300 },
];

const total = formulaColumn("Total = Sum([Sales])");
const byRegion = draft({ columns: [total], groupings: [groupBy(["Region"], ["Total"])] });

function answered(
  worksheet: WorksheetDraft,
  rows: readonly (readonly Cell[])[],
  more: Partial<Answered> = {},
): Answered {
  const created = createWorksheet(worksheet, ordersSource, scope);
  if (!created.ok) throw new Error(JSON.stringify(created.diagnostics));
  const { schema } = checkView(created.view, { ...scope, document: created.document });
  const cells = schema.map((_, position) => rows.map((row) => row[position] ?? null));
  const roles = findRoles(schema, { offset: 0, rowCount: rows.length, columns: cells });
  return { draft: worksheet, mark: null, roles, rowCount: rows.length, columns, ...more };
}

const fourRegions: Cell[][] = [
  ["East", 4],
  ["West", 3],
  ["North", 2],
  ["South", 1],
];

function titlesOf(of: Answered): string[] {
  return relatedCharts(of).map(({ title }) => title);
}

test("an answer by a category goes on over time, by other categories, as shares and against another measure", () => {
  const charts = relatedCharts(answered(byRegion, fourRegions));
  expect(charts.map(({ kind, title, mark }) => [kind, title, mark])).toEqual([
    ["time", "Total by month", "line"],
    ["dimension", "Total by Channel", "bar"],
    ["share", "Share of Total by Region", "donut"],
    ["scatter", "Total Quantity against Total by Product Name", "scatter"],
    ["dimension", "Total by Category", "bar"],
  ]);
  // Each is a worksheet that checks.
  for (const { worksheet, title } of charts) {
    const created = createWorksheet(worksheet, ordersSource, scope);
    expect([title, created.ok ? [] : created.diagnostics]).toEqual([title, []]);
  }
});

test("an answer over time is not told over time again, and what one value is left of is no dimension", () => {
  const monthly = draft({
    columns: [total, formulaColumn('Month = DateTrunc("month", [Order Date])')],
    groupings: [groupBy(["Month"], ["Total"])],
    filters: [{ kind: "list", column: "Region", values: ["East"], exclude: false }],
  });
  const charts = relatedCharts(
    answered(monthly, [
      ["2024-01-01", 1],
      ["2024-02-01", 2],
      ["2024-03-01", 2],
    ]),
  );
  expect(charts.map(({ kind }) => kind)).not.toContain("time");
  expect(charts.map(({ title }) => title)).toEqual([
    "Total by Channel",
    "Total Quantity against Total by Product Name",
    "Total by Category",
  ]);
  expect(charts.every(({ worksheet }) => worksheet.filters.length === 1)).toBe(true);
});

test("the grain follows what the filters leave", () => {
  const grains = (filters: WorksheetDraft["filters"]) => titlesOf(answered({ ...byRegion, filters }, fourRegions))[0];
  const last = { kind: "relative-date", column: "Order Date", direction: "last", offset: 0, exclude: false } as const;
  expect(grains([{ ...last, period: "month", length: 1 }])).toBe("Total by day");
  expect(grains([{ ...last, period: "quarter", length: 1 }])).toBe("Total by week");
  expect(grains([{ ...last, period: "year", length: 1 }])).toBe("Total by month");
  expect(
    grains([{ kind: "between-dates", column: "Order Date", start: "2024-03-01", end: "2024-03-31", exclude: false }]),
  ).toBe("Total by day");
});

test("filters on groups and top n stay behind, columns that filters and formulas name come along", () => {
  const [first] = relatedCharts(
    answered(
      draft({
        columns: [total, formulaColumn("Big = [Sales] > 100"), formulaColumn("Unused = [Profit] * 2")],
        groupings: [groupBy(["Region"], ["Total"])],
        filters: [
          { kind: "list", column: "Big", values: [true], exclude: false },
          { kind: "top", column: "Total", n: 3, direction: "top", per: "all" },
          { kind: "range", column: "Total", min: 1, max: null, exclude: false },
          { kind: "formula", formula: "[Total] > 1", level: "Region" },
        ],
        limit: 3,
      }),
      fourRegions,
    ),
  );
  expect(first?.worksheet).toMatchObject({ filters: [{ column: "Big" }], limit: null });
  expect(first?.worksheet.columns.map(({ name }) => name)).toEqual(["Big", "Month", "Total"]);
});

test("shares need parts of a whole: no averages, no losses, nothing that is shares already", () => {
  const average = draft({
    columns: [formulaColumn("Mean = Avg([Sales])")],
    groupings: [groupBy(["Region"], ["Mean"])],
  });
  expect(relatedCharts(answered(average, fourRegions)).map(({ kind }) => kind)).not.toContain("share");
  const loss = answered(byRegion, [...fourRegions, ["None", -1]]);
  expect(relatedCharts(loss).map(({ kind }) => kind)).not.toContain("share");
  const drawn = answered(byRegion, fourRegions, { mark: "donut" });
  expect(relatedCharts(drawn).map(({ kind }) => kind)).not.toContain("share");
});

test("what is a price or a rate is averaged, never summed", () => {
  const priced = columns.map((column) => (column.path === "Quantity" ? { ...column, path: "Unit Price" } : column));
  expect(titlesOf(answered(byRegion, fourRegions, { columns: priced }))).toContain(
    "Average Unit Price against Total by Product Name",
  );
});

test("a single number and a list of rows go on, too", () => {
  expect(titlesOf(answered(draft({ columns: [total], summaries: ["Total"] }), [[7]]))).toEqual([
    "Total by month",
    "Total by Region",
    "Total Quantity against Total by Product Name",
    "Total by Channel",
    "Total by Category",
  ]);
  const listing = answered(draft({ show: ["Order ID", "Sales"] }), [
    [1, 2],
    [2, 3],
  ]);
  expect(titlesOf(listing).slice(0, 2)).toEqual(["Number of rows by month", "Number of rows by Region"]);
});
