import { describe, expect, it } from "vitest";
import { writeDraft } from "#lib/ai/built-in/draft/write-draft";
import { interpretFollowUp } from "#lib/ai/built-in/follow-up/follow-up";
import { interpret } from "#lib/ai/built-in/interpret/interpret";
import type { FoundValue } from "#lib/ai/built-in/mentions/find-values";
import { prepareSource } from "#lib/ai/built-in/source";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { orders, withThings } from "./orders.ts";

const source = prepareSource(orders);
const values: readonly FoundValue[] = ["West", "East"].map((word) => ({
  word,
  column: "Region",
  values: [word],
  exact: true,
}));

describe("interpret", () => {
  it.each<readonly [string, Partial<Shape>]>([
    ["total profit", { summaries: ["Sum([Profit])"] }],
    ["turnover by segment", { keys: ["Segment"], calculations: ["Sum([Sales])"] }],
    ["How many orders are there?", { summaries: ["CountDistinct([Order Id])"] }],
    [
      "average rating by category and segment in the West",
      { keys: ["Category", "Segment"], calculations: ["Avg([Rating])"], filters: 1 },
    ],
    [
      "sales per month in 2025",
      { keys: ['DateTrunc("month", [Order Date])'], calculations: ["Sum([Sales])"], filters: 1 },
    ],
    ["sales over time", { keys: ['DateTrunc("month", [Order Date])'], calculations: ["Sum([Sales])"] }],
    [
      "top 5 products by profit",
      { keys: ["Product Name"], calculations: ["Sum([Profit])"], sort: [["Sum([Profit])", "descending"]], limit: 5 },
    ],
    ["which region has the lowest sales", { keys: ["Region"], sort: [["Sum([Sales])", "ascending"]], limit: 1 }],
    [
      "compare sales of West and East by quarter",
      { keys: ['DateTrunc("quarter", [Order Date])', "Region"], filters: 1 },
    ],
    ["compare sales in 2024 and 2025 by region", { keys: ["Region", 'DateTrunc("year", [Order Date])'], filters: 1 }],
    ["compare sales 2024 vs 2025", { keys: ['DateTrunc("year", [Order Date])'], calculations: ["Sum([Sales])"] }],
    ["sales this year versus last year by region", { keys: ["Region", 'DateTrunc("year", [Order Date])'], filters: 1 }],
    [
      "sales last quarter compared with the one before",
      { keys: ['DateTrunc("quarter", [Order Date])'], calculations: ["Sum([Sales])"], filters: 1 },
    ],
    [
      "profit by month and region and category 2025",
      { keys: ['DateTrunc("month", [Order Date])', "Region", "Category"], filters: 1 },
    ],
    ["sales since March", { summaries: ["Sum([Sales])"], filters: 1 }],
    ["sales between 2023 and 2025", { summaries: ["Sum([Sales])"], filters: 1 }],
    ["best customers", { keys: ["Customer Name"], sort: [["Sum([Sales])", "descending"]], limit: 10 }],
    ["best customer by profit", { keys: ["Customer Name"], sort: [["Sum([Profit])", "descending"]], limit: 1 }],
    ["share of sales by region", { keys: ["Region"], calculations: ["PercentOfTotal(Sum([Sales]))"] }],
    ["profit margin by category", { keys: ["Category"], calculations: ["Sum([Profit]) / Sum([Sales])"] }],
    ["what are the different segments?", { keys: ["Segment"], calculations: [] }],
    ["categories with more than 100 orders", { keys: ["Category"], filters: 1 }],
    [
      "list the product names with a rating above 4 sorted by sales descending",
      { show: ["Product Name"], sort: [["Sales", "descending"]], filters: 1 },
    ],
    ["scatter plot of sales vs profit by region", { show: ["Sales", "Profit", "Region"], keys: [] }],
  ])("%s", (question, expected) => {
    expect(shapeOf(draftOf(question))).toMatchObject(expected);
  });

  it.each<readonly [string, Partial<Shape>]>([
    ["top 5 products by profit", { keys: ["Product Name"], calculations: ["Sum([Profit])"], limit: 5 }],
    ["top 10 customers", { keys: ["Customer Id", "Customer Name"], calculations: ["Sum([Sales])"], limit: 10 }],
    ["how many customers", { summaries: ["CountDistinct([Customer Id])"] }],
    ["returned orders by category", { keys: ["Category"], calculations: ["CountDistinct([Order Id])"], filters: 1 }],
    ["how many orders were not returned", { summaries: ["CountDistinct([Order Id])"], filters: 1 }],
    ["which sub-category loses money", { keys: ["Sub-Category"], filters: 1 }],
    ["sales by sub-category", { keys: ["Sub-Category"], calculations: ["Sum([Sales])"] }],
  ])("names things and reads their marks: %s", (question, expected) => {
    const known = prepareSource(withThings);
    expect(shapeOf(writeDraft(interpret(question, known, []).reading, known))).toMatchObject(expected);
  });

  it("groups by the name of something else than the rows before the source is profiled", () => {
    const columns = withThings.columns.map(({ distinctCount: _, ...column }) => column);
    const known = prepareSource({ ...withThings, columns });
    const draft = writeDraft(interpret("top 5 products by profit", known, []).reading, known);
    expect(shapeOf(draft)).toMatchObject({ keys: ["Product Name"], calculations: ["Sum([Profit])"], limit: 5 });
  });

  it("calls a measure by its metric's name", () => {
    const metrics = [{ name: "Total Sales", formula: "Sum([Sales])", description: "" }];
    const known = prepareSource({ ...orders, metrics });
    const names = writeDraft(interpret("sales by region", known, []).reading, known).columns.map(({ name }) => name);
    expect(names).toEqual(["Total Sales"]);
  });

  it("ranks by a metric over groups, for a row has none", () => {
    const metrics = [{ name: "Profit Margin", formula: "Sum([Profit]) / Sum([Sales])", description: "" }];
    const known = prepareSource({ ...orders, metrics });
    const question = "What are the top 5 product names by profit margin?";
    expect(shapeOf(writeDraft(interpret(question, known, []).reading, known))).toMatchObject({
      keys: ["Product Name"],
      calculations: ["[Profit Margin]"],
      limit: 5,
    });
  });

  it("resolves date phrases", () => {
    expect(draftOf("sales last quarter").filters).toEqual([
      {
        kind: "relative-date",
        column: "Order Date",
        direction: "last",
        period: "quarter",
        length: 1,
        offset: 0,
        exclude: false,
      },
    ]);
    expect(draftOf("sales since March").filters[0]).toMatchObject({
      kind: "between-dates",
      start: "2026-03-01",
      end: null,
    });
    expect(draftOf("sales until March").filters[0]).toMatchObject({ start: null, end: "2026-03-31" });
    expect(draftOf("sales from January until March 2025").filters[0]).toMatchObject({ end: "2025-03-31" });
    expect(draftOf("sales between January 2025 and March 2025").filters[0]).toMatchObject({
      start: "2025-01-01",
      end: "2025-03-31",
    });
    expect(draftOf("sales in the past 6 months").filters[0]).toMatchObject({
      direction: "last",
      period: "month",
      length: 6,
    });
    expect(draftOf("sales in Q3 2025").filters[0]).toMatchObject({ start: "2025-07-01", end: "2025-09-30" });
  });

  it("excludes, and keeps alternatives together", () => {
    expect(draftOf("sales by segment except West").filters).toEqual([
      { kind: "list", column: "Region", values: ["West"], exclude: true },
    ]);
    expect(draftOf("products with discount above 0.5 or rating below 2").filters).toEqual([
      { kind: "formula", formula: "([Discount] > 0.5) Or ([Rating] < 2)", level: null },
    ]);
  });

  it("tells which words found no place", () => {
    expect(interpret("average wingspan of eagles", source, []).unknown).toEqual(["wingspan", "eagles", "average"]);
    expect(interpret("sales by region", source, []).coverage).toBe(1);
  });

  it("reads the same beside 200 other columns", () => {
    const columns = Array.from({ length: 200 }, (_, index) => ({
      name: `measure_${index}_of_group`,
      type: "number" as const,
      description: "",
    }));
    const wide = prepareSource({ ...orders, columns: [...orders.columns, ...columns] });
    const question = "what is the average rating by category and segment in the West last year";
    const draft = writeDraft(interpret(question, wide, values).reading, wide);
    expect(shapeOf(draft)).toEqual(shapeOf(draftOf(question)));
  });
});

describe("a follow-up", () => {
  const first = "sales by region last quarter";

  it.each<readonly [string, Partial<Shape>]>([
    ["only the West", { keys: ["Region"], filters: 2 }],
    ["by month instead", { keys: ['DateTrunc("month", [Order Date])'], calculations: ["Sum([Sales])"], filters: 1 }],
    ["and profit?", { keys: ["Region"], calculations: ["Sum([Sales])", "Sum([Profit])"], filters: 1 }],
    ["top 3", { keys: ["Region"], sort: [["Sum([Sales])", "descending"]], limit: 3 }],
    ["compare with last year", { keys: ["Region", 'DateTrunc("year", [Order Date])'], filters: 1 }],
    ["what about last month", { keys: ["Region"], filters: 1 }],
  ])("%s", (question, expected) => {
    const previous = { question: first, worksheet: draftOf(first), mark: null };
    const followed = interpretFollowUp(question, previous, source, values);
    expect(followed).not.toBeNull();
    if (followed !== null) expect(shapeOf(writeDraft(followed.reading, source))).toMatchObject(expected);
  });

  it("is none when the question stands alone", () => {
    const previous = { question: first, worksheet: draftOf(first), mark: null };
    expect(interpretFollowUp("how many orders per segment", previous, source, values)).toBeNull();
  });
});

type Shape = {
  readonly keys: readonly string[];
  readonly calculations: readonly string[];
  readonly summaries: readonly string[];
  readonly show: readonly string[] | null;
  readonly sort: readonly (readonly [string, string])[];
  readonly filters: number;
  readonly limit: number | null;
};

function draftOf(question: string): WorksheetDraft {
  return writeDraft(interpret(question, source, values).reading, source);
}

/** A draft with formulas in place of the names it gave them. */
function shapeOf(draft: WorksheetDraft): Shape {
  const formula = (name: string): string => draft.columns.find((column) => column.name === name)?.formula ?? name;
  const sort = [...draft.groupings.flatMap((grouping) => grouping.sort), ...draft.sort];
  return {
    keys: draft.groupings.flatMap((grouping) => grouping.keys.map(formula)),
    calculations: draft.groupings.flatMap((grouping) => grouping.calculations.map(formula)),
    summaries: draft.summaries.map(formula),
    show: draft.show,
    sort: sort.map(({ column, direction }) => [formula(column), direction]),
    filters: draft.filters.length,
    limit: draft.limit,
  };
}
