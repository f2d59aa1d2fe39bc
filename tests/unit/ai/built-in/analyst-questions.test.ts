import { describe, expect, it } from "vitest";
import { decide } from "#lib/ai/built-in/ask/decide";
import type { DescribedSource } from "#lib/ai/built-in/source";
import type { ColumnDescription } from "#lib/contract/ask-tools";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { conversationWith, inputOf, nextCall, outputOf } from "./conversation.ts";
import { withThings } from "./orders.ts";

function sheetOf(question: string, source: DescribedSource = withThings, found = values): WorksheetDraft {
  return nextCall("run-worksheet", inputOf(question), conversationWith(source, found)).worksheet;
}

function formulasOf(question: string, source: DescribedSource = withThings): readonly string[] {
  return sheetOf(question, source).columns.map(({ formula }) => formula);
}

function reasonOf(question: string, source: DescribedSource = withThings): string {
  const sought = ["new", "late", "miss", "fore", "retu", "bes"];
  return nextCall("decline", inputOf(question), conversationWith(source, [], [], sought)).reason;
}

const values = [
  { word: "Furniture", column: "Category", values: ["Furniture"], exact: true },
  { word: "Office", column: "Category", values: ["Office"], exact: true },
];

function column(
  name: string,
  type: ColumnDescription["type"],
  rest: Partial<ColumnDescription> = {},
): ColumnDescription {
  return { name, type, description: "", ...rest };
}

const upload: DescribedSource = {
  ...withThings,
  name: "Export 2026-10 FINAL v2",
  aiContext: "",
  columns: [
    column("Cust. Nr.", "number", { distinctCount: 61 }),
    column("CustName", "text", { distinctCount: 6 }),
    column("Ord_Dt", "date", { grain: "day" }),
    column("Deliv_Dt", "date", { grain: "day" }),
    column("Amt (EUR)", "number"),
    column("PROD-GRP", "text", { distinctCount: 4 }),
    column("is_paid?", "logical"),
    column("Sales Person", "text", { distinctCount: 3 }),
  ],
};
const wide: DescribedSource = {
  ...upload,
  name: "Plan",
  columns: [
    column("Country", "text", { distinctCount: 6 }),
    column("Sales Rep", "text", { distinctCount: 3 }),
    column("Mar 2025", "number"),
    column("Total 2025", "number"),
    column("Target 2025", "number"),
  ],
};

describe("days between two dates", () => {
  const days = 'DateDiff("day", [Order Date], [Ship Date])';

  it.each([
    "average delivery time by region",
    "average days to ship by region",
    "average time between order and shipping by region",
  ])("are computed for: %s", (question) => {
    expect(formulasOf(question)).toEqual([`Avg(${days})`]);
    expect(sheetOf(question).groupings[0]?.keys).toEqual(["Region"]);
  });
  it.each([
    ["how many orders took longer than 5 days", 5],
    ["how many orders took more than 2 weeks", 14],
  ])("are compared with a length of time: %s", (question, length) => {
    expect(sheetOf(question).filters).toEqual([{ kind: "formula", formula: `${days} > ${length}`, level: null }]);
  });
  it("are known by what messy headers stand for", () => {
    expect(formulasOf("average delivery time by customer", upload)).toEqual([
      'Avg(DateDiff("day", [Ord_Dt], [Deliv_Dt]))',
    ]);
  });
  it("are no number of rows where no two dates tell them", () => {
    const single = { ...withThings, columns: withThings.columns.filter(({ name }) => name !== "Ship Date") };
    expect(reasonOf("how many orders took longer than 5 days", single)).toContain("5");
  });
});

describe("growth", () => {
  it("compares a period with the one before, of what sells where nothing is named", () => {
    const sheet = sheetOf("YoY growth by category");
    expect(sheet.groupings).toMatchObject([
      { keys: ["Category"], calculations: ["Growth of Sales", "Sales 2024", "Sales 2025"] },
    ]);
    expect(sheet.columns[0]?.formula).toMatch(/^SumIf\(.*2025-01-01.*\) \/ SumIf\(.*2024-01-01.*\) - 1$/);
  });
  it("has a period named by the question", () => {
    expect(sheetOf("profit growth last quarter by region").groupings[0]?.calculations).toEqual([
      "Growth of Profit",
      "Profit Q2 2026",
      "Profit Q3 2026",
    ]);
  });
  it("ranks what grew the most", () => {
    expect(sheetOf("which category grew the most from 2024 to 2025")).toMatchObject({
      groupings: [{ keys: ["Category"], sort: [{ column: "Growth of Sales", direction: "descending" }] }],
      limit: 1,
    });
  });
  it("goes row by row over months", () => {
    expect(formulasOf("month over month growth of sales")).toContain("Sum([Sales]) / Lag(Sum([Sales])) - 1");
  });
});

describe("shares, ratios and ranks", () => {
  it("takes the part that a value is of an amount", () => {
    expect(formulasOf("what percent of sales comes from Furniture")).toEqual([
      'SumIf([Sales], [Category] = "Furniture") / Sum([Sales])',
    ]);
  });
  it("divides by the orders, of which each has several rows", () => {
    expect(sheetOf("profit per order by region")).toMatchObject({
      columns: [{ formula: "Sum([Profit]) / CountDistinct([Order Id])" }],
      groupings: [{ keys: ["Region"] }],
    });
  });
  it("ranks months by their total, not by their smallest row", () => {
    expect(sheetOf("which month had the lowest sales in 2025")).toMatchObject({
      groupings: [{ keys: ["Order month"], calculations: ["Total Sales"], sort: [{ direction: "ascending" }] }],
      limit: 1,
    });
  });
  it("ranks within each group", () => {
    expect(sheetOf("top 3 products by sales in each region")).toMatchObject({
      filters: [{ kind: "top", column: "Total Sales", n: 3, direction: "top", per: "parent" }],
      groupings: [{ keys: ["Region"] }, { keys: ["Product Name"] }],
    });
  });
  it.each(["who is our biggest customer", "which customer spent the most"])(
    "ranks by what was bought: %s",
    (question) => {
      expect(sheetOf(question).groupings[0]?.sort).toEqual([{ column: "Total Sales", direction: "descending" }]);
    },
  );

  it("reads a participle after the rows' noun as a condition", () => {
    expect(formulasOf("percentage of orders returned")).toEqual(["CountIf([Returned] = True) / Count()"]);
    expect(sheetOf("orders returned by region").filters).toMatchObject([{ column: "Returned", values: [true] }]);
  });
});

describe("what is not there", () => {
  it("is found among the things that are asked for, not among their rows", () => {
    expect(formulasOf("products that were never returned")).toContain("CountIf([Returned] = True)");
    expect(formulasOf("which customers bought Furniture but not Office")).toEqual([
      'CountIf([Category] = "Furniture")',
      'CountIf([Category] = "Office")',
    ]);
  });
  it.each([
    ["customers without orders", "without"],
    ["sales of new customers per month", "new"],
    ["number of orders shipped late", "late"],
    ["sales forecast for next year", "forecast"],
  ])("is declined where rows cannot tell: %s", (question, word) => {
    expect(reasonOf(question)).toContain(`“${word}”`);
  });
  it("is declined where an aggregate found nothing to measure", () => {
    expect(reasonOf("best sales rep", wide)).toContain("best");
  });
  it("is said of a word that was passed over", () => {
    const input = inputOf("sales by region zzyzx");
    const sheet = nextCall("run-worksheet", input, conversationWith(withThings, [], [], ["zzy"])).worksheet;
    const output = outputOf(["Region", "Total Sales"], [["East", 2]]);
    const runs = [{ draft: sheet, output, message: "", diagnostics: [] }];
    const step = decide(input, conversationWith(withThings, [], runs, ["zzy"]));
    expect(step.kind === "say" ? step.text : "").toMatch(/^“zzyzx” was not understood and left out\. /);
  });
});

describe("a list of what a column holds", () => {
  it("has each value once, but names of rows as they stand", () => {
    expect(sheetOf("show all categories").groupings).toMatchObject([{ keys: ["Category"] }]);
    expect(sheetOf("show all product groups", upload).groupings).toMatchObject([{ keys: ["PROD-GRP"] }]);
  });
});

describe("comparisons", () => {
  it("sets a month beside the same one a year before", () => {
    expect(sheetOf("sales last month vs same month last year").filters).toMatchObject([
      { formula: expect.stringContaining('Date("2025-10-01")') },
    ]);
  });
  it("compares values by what sells where nothing is named", () => {
    expect(sheetOf("how does Furniture compare to Office")).toMatchObject({
      filters: [{ values: ["Furniture", "Office"] }],
      groupings: [{ keys: ["Category"], calculations: ["Total Sales"] }],
    });
  });
});

describe("uploads", () => {
  it("call the rows by their first date where the file has no name for them", () => {
    expect(formulasOf("how many orders took more than 7 days", upload)).toEqual(["Count()"]);
  });
  it("take the only amount for revenue, and no sales person", () => {
    expect(formulasOf("revenue by customer", upload)).toEqual(["Sum([Amt (EUR)])"]);
    expect(formulasOf("which sales person sold the most", upload)).toEqual(["Sum([Amt (EUR)])"]);
  });
  it("know what is not paid", () => {
    expect(sheetOf("unpaid orders by customer", upload).filters).toMatchObject([
      { column: "is_paid?", values: [false] },
    ]);
  });
  it("add up columns of periods", () => {
    expect(formulasOf("total 2025 vs target 2025 by country", wide)).toEqual([
      "Sum([Total 2025])",
      "Sum([Target 2025])",
    ]);
    expect(formulasOf("Mar 2025 by country", wide)).toEqual(["Sum([Mar 2025])"]);
  });
});

describe("German", () => {
  it.each([
    ["Umsatz nach Region", "sales by region"],
    ["Wie viele Bestellungen gab es im März 2026", "how many orders in March 2026"],
    ["durchschnittlicher Gewinn pro Kategorie", "average profit per category"],
    ["Top 5 Kunden nach Umsatz", "top 5 customers by sales"],
    ["Anteil der Regionen am Umsatz", "share of sales by region"],
  ])("is read as English: %s", (german, english) => {
    expect(sheetOf(german)).toEqual(sheetOf(english));
  });
  it("keeps the words that columns are called by", () => {
    const sales = { ...upload, columns: [...upload.columns, column("Menge", "number")] };
    expect(formulasOf("durchschnittliche Menge pro Kunde", sales)).toEqual(["Avg([Menge])"]);
  });
});
