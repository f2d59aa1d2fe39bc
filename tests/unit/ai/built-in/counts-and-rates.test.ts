import { describe, expect, it } from "vitest";
import type { DescribedSource } from "#lib/ai/built-in/source";
import type { ColumnDescription } from "#lib/contract/ask-tools";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { conversationWith, inputOf, nextCall } from "./conversation.ts";
import { orders, withThings } from "./orders.ts";

const column = (
  name: string,
  type: ColumnDescription["type"],
  rest: Partial<ColumnDescription> = {},
): ColumnDescription => ({ name, type, description: "", ...rest });

/** Order lines that are called so, with the number of the line in its order. */
const lines: DescribedSource = {
  ...withThings,
  name: "Order Lines",
  columns: [
    ...withThings.columns,
    column("Line No", "number", { distinctCount: 4 }),
    column("Unit Price", "number", { unit: "USD" }),
  ],
};
const numbered: DescribedSource = { ...lines, name: "Orders" };

/** Deliveries with the day that was promised. */
const parcels: DescribedSource = {
  ...orders,
  name: "Parcels",
  aiContext: "",
  rowCount: 900,
  columns: [
    column("Parcel Id", "number", { distinctCount: 900 }),
    column("Booked On", "date", { grain: "day" }),
    column("Promised Date", "date", { grain: "day" }),
    column("Delivered On", "date", { grain: "day" }),
    column("Depot", "text", { distinctCount: 5 }),
  ],
};

function sheetOf(question: string, source: DescribedSource = withThings): WorksheetDraft {
  return nextCall("run-worksheet", inputOf(question), conversationWith(source, [])).worksheet;
}

function formulasOf(question: string, source: DescribedSource = withThings): readonly string[] {
  return sheetOf(question, source).columns.map(({ formula }) => formula);
}

function declined(question: string, source: DescribedSource = withThings) {
  const sought = ["rat", "conv", "comp", "new", "late", "retu", "pai", "lat"];
  return nextCall("decline", inputOf(question), conversationWith(source, [], [], sought));
}

describe("what is counted", () => {
  it.each<readonly [string, DescribedSource, string, string]>([
    ["orders with more than 4 lines", lines, "Order Id", "Count()"],
    ["orders with more than 4 lines", numbered, "Order Id", "Count()"],
    ["regions with at least 30 customers", numbered, "Region", "CountDistinct([Customer Id])"],
    ["customers with fewer than 3 orders", lines, "Customer Name", "CountDistinct([Order Id])"],
    ["categories with over 60 returns", lines, "Category", "CountIf([Returned] = True)"],
  ])("is what the number stands before: %s", (question, source, key, formula) => {
    const sheet = sheetOf(question, source);
    expect(sheet.groupings.flatMap(({ keys }) => keys)).toContain(key);
    expect(sheet.columns.map((one) => one.formula)).toEqual([formula]);
    expect(sheet.filters).toMatchObject([{ kind: "range", column: sheet.columns[0]?.name }]);
  });
  it("is no number of rows where the noun is unknown", () => {
    expect(declined("customers with more than 3 complaints").reason).toContain("“complaints”");
  });
  it("is the rows, where a line is only numbered within its order", () => {
    expect(formulasOf("how many order lines are there", lines)).toEqual(["Count()"]);
    expect(formulasOf("how many lines per region", numbered)).toEqual(["Count()"]);
  });
  it.each([
    [
      "how many customers have at least 7 orders",
      "CountDistinct([Orders/Order Id]), [Customer Id], [Orders/Customer Id]) >= 7",
    ],
    ["how many products lose money", "Sum([Orders/Profit]), [Product Name], [Orders/Product Name]) < 0"],
  ])("are the things of which something holds: %s", (question, formula) => {
    const sheet = sheetOf(question);
    expect(sheet.filters).toEqual([{ kind: "formula", formula: `Rollup(${formula}`, level: null }]);
    expect(sheet.groupings).toEqual([]);
    expect(sheet.summaries).toHaveLength(1);
  });
  it("lists the things where another filter is in force", () => {
    const sheet = sheetOf("how many customers had at least 7 orders in 2025");
    expect(sheet.groupings).toMatchObject([{ keys: ["Customer Id"] }]);
    expect(sheet.filters).toMatchObject([{ kind: "between-dates" }, { kind: "range", min: 7 }]);
  });
  it("is declined where nothing is there to hold it of", () => {
    expect(declined("average sales with more than 5 orders").reason).toContain("“> 5”");
  });
});

describe("how often", () => {
  it.each<readonly [string, string, number | null, number | null]>([
    ["customers who ordered more than 8 times", "CountDistinct([Order Id])", 9, null],
    ["customers with only one order", "CountDistinct([Order Id])", 1, 1],
    ["products returned at least twice", "CountIf([Returned] = True)", 2, null],
  ])("is counted of what was done: %s", (question, formula, min, max) => {
    const sheet = sheetOf(question);
    expect(sheet.columns.map((one) => one.formula)).toEqual([formula]);
    expect(sheet.filters.at(-1)).toMatchObject({ kind: "range", min, max });
  });
  it("is the rows' number in a table of single things, which says so of a noun that it does not know", () => {
    const sheet = sheetOf("depots with more than 30 consignments", parcels);
    expect(sheet.columns.map((one) => one.formula)).toEqual(["Count()"]);
  });
  it("ranks and counts what a flag marks", () => {
    expect(formulasOf("category with the most returns")).toEqual(["CountIf([Returned] = True)"]);
    expect(formulasOf("number of returns by region")).toEqual(["CountIf([Returned] = True)"]);
    const units = sheetOf("number of returned units by region", { ...lines, aiContext: "Units means [Quantity]" });
    expect(units.columns.map((one) => one.formula)).toEqual(["Sum([Quantity])"]);
    expect(units.filters).toMatchObject([{ column: "Returned", values: [true] }]);
  });
});

describe("amounts", () => {
  it.each([
    ["number of orders and profit by segment", ["CountDistinct([Order Id])", "Sum([Profit])"]],
    ["profit and orders by segment", ["CountDistinct([Order Id])", "Sum([Profit])"]],
  ])("stand beside counts and group nothing: %s", (question, formulas) => {
    const sheet = sheetOf(question);
    expect(sheet.groupings).toMatchObject([{ keys: ["Segment"] }]);
    expect(sheet.columns.map(({ formula }) => formula)).toEqual(formulas);
  });
  it("are divided by others", () => {
    const sheet = sheetOf("profit per quantity by region");
    expect(sheet.columns.map(({ formula }) => formula)).toEqual(["Sum([Profit]) / Sum([Quantity])"]);
    expect(sheet.groupings).toMatchObject([{ keys: ["Region"] }]);
  });
  it("are added up before the best period is found", () => {
    const sheet = sheetOf("quarter with the lowest profit");
    expect(sheet.columns.map(({ formula }) => formula)).toContain("Sum([Profit])");
    expect(sheet).toMatchObject({ limit: 1, groupings: [{ sort: [{ direction: "ascending" }] }] });
  });
  it("of time from one row to another are declined", () => {
    expect(declined("days since last order by customer").reason).toContain("“days since”");
    expect(formulasOf("average days between order and shipping")).toEqual([
      'Avg(DateDiff("day", [Order Date], [Ship Date]))',
    ]);
  });
});

describe("a rate", () => {
  it.each([
    ["return rate", []],
    ["return rate by region", ["Region"]],
    ["rate of returns by region", ["Region"]],
    ["average return rate per segment", ["Segment"]],
  ])("is the share of rows that a flag marks: %s", (question, keys) => {
    const sheet = sheetOf(question, lines);
    expect(sheet.columns.map(({ formula }) => formula)).toEqual(["CountIf([Returned] = True) / Count()"]);
    expect(sheet.groupings.flatMap((grouping) => grouping.keys)).toEqual(keys);
  });
  it("ranks where it is what is highest", () => {
    const sheet = sheetOf("which region has the highest return rate", lines);
    expect(sheet.groupings).toMatchObject([{ sort: [{ column: sheet.columns[0]?.name, direction: "descending" }] }]);
  });
  it.each(["return rate by region", "conversion rate by region", "sales rate by segment"])(
    "is no rating and no price: %s",
    (question) => {
      const { reason, nearestQuestion } = declined(question, orders);
      expect(reason).toContain("A rate takes a metric of that name");
      expect(nearestQuestion).not.toBeNull();
    },
  );
  it("of a mean amount is that amount, and a rating still is what is rated", () => {
    expect(formulasOf("discount rate by region", lines)).toEqual(["Avg([Discount])"]);
    expect(formulasOf("best rated category", lines)).toEqual(["Avg([Rating])"]);
  });
  it("is the metric of its whole name only", () => {
    const metrics = [{ name: "Return Rate", formula: "CountIf([Returned]) / Count()", description: "" }];
    expect(formulasOf("return rate by region", { ...lines, metrics })).toEqual(["[Return Rate]"]);
    expect(formulasOf("categories with over 60 returns", { ...lines, metrics })).toEqual([
      "CountIf([Returned] = True)",
    ]);
  });
});

describe("new customers", () => {
  const first = "Rollup(Min([Orders/Order Date]), [Customer Id], [Orders/Customer Id])";

  it("are counted where their first order is", () => {
    const sheet = sheetOf("new customers per quarter");
    expect(sheet.columns.map(({ formula }) => formula)).toEqual([
      `DateTrunc("quarter", ${first})`,
      "CountDistinct([Customer Id])",
    ]);
    const year = sheetOf("how many new customers in 2025");
    expect(year.columns.map(({ formula }) => formula)).toContain(first);
    expect(year.filters).toMatchObject([{ kind: "between-dates", column: "First Order Date", start: "2025-01-01" }]);
  });
  it.each(["sales of new customers", "new customers per month by category", "best new customers"])(
    "are declined with what else is asked: %s",
    (question) => {
      expect(declined(question).reason).toContain("first dates");
    },
  );
});

describe("what is late", () => {
  it.each([
    ["late parcels by depot", []],
    ["how many parcels were delivered late", []],
    ["late deliveries per month", []],
  ])("has its day after the promised one: %s", (question) => {
    expect(sheetOf(question, parcels).filters).toEqual([
      { kind: "formula", formula: "[Delivered On] > [Promised Date]", level: null },
    ]);
  });
  it("is told as a share", () => {
    expect(formulasOf("late delivery rate by depot", parcels)).toEqual([
      "CountIf([Delivered On] > [Promised Date]) / Count()",
    ]);
  });
  it("is declined without a promise, or where another deed was late", () => {
    expect(declined("late orders by region").reason).toContain("takes a due or promised date");
    expect(declined("parcels that were paid late", parcels).reason).toContain("takes a due or promised date");
  });
});

describe("descriptions", () => {
  it("name a column by what it is, not by words without content nor by whose it is", () => {
    const described = {
      ...withThings,
      columns: [
        ...withThings.columns,
        column("Handling", "number", { description: "What one parcel costs us." }),
        column("Country", "text", { description: "Country of the customer.", distinctCount: 2 }),
      ],
    };
    const found = [{ word: "Canada", column: "Country", values: ["Canada"], exact: true }];
    const listed = nextCall("run-worksheet", inputOf("customers in Canada"), conversationWith(described, found));
    expect(listed.worksheet.show).toEqual(["Customer Id", "Customer Name"]);
    expect(() => sheetOf("customers with only one order", described)).not.toThrow();
    expect(sheetOf("customers with only one order", described).show).not.toContain("Handling");
  });
});
