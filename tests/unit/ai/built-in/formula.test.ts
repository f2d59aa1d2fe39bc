import { describe, expect, test } from "vitest";
import { writeFormulas } from "#lib/ai/built-in/formula/write-formula";
import type { FormulaModelInput } from "#lib/contract/formula-model";
import { orders } from "./orders.ts";

const row = { name: "row", keys: [], outerKeys: [] };
const month = { name: "by Month", keys: ["Month"], outerKeys: [] };

function ask(
  request: string,
  levels: FormulaModelInput["place"]["levels"] = [row],
  kind: FormulaModelInput["place"]["kind"] = "column",
) {
  const columns = levels.includes(month)
    ? [
        {
          name: "Month",
          formula: 'DateTrunc("month", [Order Date])',
          type: "date" as const,
          level: "row",
          isKey: true,
        },
      ]
    : [];
  return writeFormulas({
    request,
    formula: null,
    place: { kind, levels: [...levels], column: null },
    worksheet: { name: "Orders", columns, controls: [], isSorted: false },
    others: [],
    source: orders,
    values: [],
    weekStart: "sunday",
    locale: "en-US",
    attempts: [],
  });
}

describe("requests as they are typed", () => {
  test.each([
    ["profit % of sales", "[Profit] / [Sales]"],
    ["sales: tiny below 10, small up to 50, big above", 'If([Sales] < 10, "tiny", [Sales] <= 50, "small", "big")'],
    [
      "discount class: none / some up to 15% / much over 15%",
      'If([Discount] = 0, "none", [Discount] <= 0.15, "some", "much")',
    ],
    ["customer uppercase no spaces", 'Replace(Upper([Customer Name]), " ", "")'],
    ["not shipped yet", "IsNull([Ship Date])"],
    ["lead time ship - order", 'DateDiff("day", [Order Date], [Ship Date])'],
    ["rating, empty = 0", "Coalesce([Rating], 0)"],
    ["top 5 by sales", 'Rank([Sales], "desc") <= 5'],
    ["order date as text e.g. Q3 2025", '"Q" & Text(Quarter([Order Date])) & " " & Text(Year([Order Date]))'],
    ["% diff profit vs sales", "[Profit] / [Sales] - 1"],
  ])("%s", (request, formula) => {
    expect(ask(request).candidates[0]?.formula).toBe(formula);
  });

  test.each([
    ["3 month rolling avg of sales", "MovingAvg(Sum([Sales]), 2)"],
    ["sales vs last month in %", 'Sum([Sales]) / DateLookback(Sum([Sales]), [Month], 1, "month") - 1'],
  ])("%s, by month", (request, formula) => {
    expect(ask(request, [month]).candidates[0]?.formula).toBe(formula);
  });
});

describe("words of time are conditions on a date", () => {
  test.each([
    ["this quarter", 'InDateRange([Order Date], "current", "quarter")'],
    ["shipped last month", 'InDateRange([Ship Date], "last", "month")'],
    ["year to date", 'InDateRange([Order Date], "to_date", "year")'],
    ["ordered today", 'InDateRange([Order Date], "current", "day")'],
    ["before this year", '[Order Date] < DateTrunc("year", Today())'],
    ["since last month", '[Order Date] >= DateAdd("month", -1, DateTrunc("month", Today()))'],
    ["mondays only", "Weekday([Order Date]) = 2"],
    ["shipped on weekends", "In(Weekday([Ship Date]), 1, 7)"],
    ["not on sundays", "Not (Weekday([Order Date]) = 1)"],
    ["monday to friday", "Between(Weekday([Order Date]), 2, 6)"],
    ["friday to monday", "In(Weekday([Order Date]), 1, 2, 6, 7)"],
    ["ordered before 2025", '[Order Date] < Date("2025-01-01")'],
    ["shipped since March 2024", '[Ship Date] >= Date("2024-03-01")'],
    ["until 2024", '[Order Date] < Date("2025-01-01")'],
    ["until March", '[Order Date] < Date("2026-04-01")'],
    ["since may", '[Order Date] >= Date("2026-05-01")'],
    ["weekend sales", "In(Weekday([Order Date]), 1, 7)"],
    ["sundays excluded", "Not (Weekday([Order Date]) = 1)"],
    ["after June 2025", '[Order Date] >= Date("2025-07-01")'],
    ["2025 or later", '[Order Date] >= Date("2025-01-01")'],
    ["shipped before 2024 or after 2025", '[Ship Date] < Date("2024-01-01") Or [Ship Date] >= Date("2026-01-01")'],
    [
      "weekends in 2025",
      'In(Weekday([Order Date]), 1, 7) And [Order Date] >= Date("2025-01-01") And [Order Date] < Date("2026-01-01")',
    ],
    ["ordered between 2024 and March 2025", '[Order Date] >= Date("2024-01-01") And [Order Date] < Date("2025-04-01")'],
    [
      "ordered in 2023 or 2025",
      '[Order Date] >= Date("2023-01-01") And [Order Date] < Date("2024-01-01") Or [Order Date] >= Date("2025-01-01") And [Order Date] < Date("2026-01-01")',
    ],
    ["every december", "Month([Order Date]) = 12"],
    ["march of every year", "Month([Order Date]) = 3"],
  ])("%s", (request, formula) => {
    expect(ask(request, [row], "filter").candidates[0]?.formula).toBe(formula);
  });

  test.each([
    "this weekend",
    "last monday",
    "every second monday",
    "since the last 3 months",
    "sales before 2025",
    "from March to June 2025",
    "Q1 or Q2 2025",
  ])("%s is left to whoever can read it", (request) => {
    expect(ask(request, [row], "filter").candidates).toEqual([]);
  });
});

describe("what is changed is computed, never compared", () => {
  test.each([
    ["sales up 10%", "[Sales] * 1.1"],
    ["sales + 5 percent", "[Sales] * 1.05"],
    ["sales less 5 %", "[Sales] * 0.95"],
    ["quantity plus 100", "[Quantity] + 100"],
    ["take 2 off the quantity", "[Quantity] - 2"],
    ["profit raised by a factor of 1.5", "[Profit] * 1.5"],
    ["triple the sales", "[Sales] * 3"],
  ])("%s", (request, formula) => {
    expect(ask(request).candidates[0]?.formula).toBe(formula);
  });

  test.each(["sales by 100", "sales about 100", "sales 100", "sales of 100", "sales minus profit plus 10%"])(
    "%s is none of it",
    (request) => {
      expect(ask(request).candidates).toEqual([]);
    },
  );
});

describe("what tells rows apart stands before what is measured", () => {
  const summary = { name: "summary", keys: [], outerKeys: [] };
  const weekends = "In(Weekday([Order Date]), 1, 7)";

  test.each([
    ["weekend sales", `SumIf([Sales], ${weekends})`],
    ["sales, weekends excluded", `SumIf([Sales], Not (${weekends}))`],
    ["sales since march", 'SumIf([Sales], [Order Date] >= Date("2026-03-01"))'],
    [
      "profit per order this year",
      'SumIf([Profit], InDateRange([Order Date], "current", "year")) / CountDistinctIf([Order Id], InDateRange([Order Date], "current", "year"))',
    ],
  ])("%s", (request, formula) => {
    expect(ask(request, [row, summary]).candidates[0]).toMatchObject({ formula, level: "summary" });
  });

  test.each(["weekend sales share", "weekend sales minus profit", "profit this year per order"])(
    "%s may be meant in two ways",
    (request) => {
      expect(ask(request, [row, summary]).candidates).toEqual([]);
    },
  );

  test("a period after a time from one day to another is that of the first day", () => {
    const [best] = ask("average days between ship date and order date this year", [summary]).candidates;
    expect(best?.formula).toBe(
      'AvgIf(DateDiff("day", [Ship Date], [Order Date]), InDateRange([Ship Date], "current", "year"))',
    );
  });
});

describe("alternatives and losses", () => {
  test.each([
    ["sales under 50 or over 500", "[Sales] < 50 Or [Sales] > 500"],
    ["sales over 50 and under 500", "[Sales] > 50 And [Sales] < 500"],
    ["loss-making", "[Profit] < 0"],
    ["profitable this year", '[Profit] > 0 And InDateRange([Order Date], "current", "year")'],
  ])("%s", (request, formula) => {
    expect(ask(request, [row], "filter").candidates[0]?.formula).toBe(formula);
  });

  test.each(["sales over 50 or under 500", "sales under 50 and over 500", "products losing money"])(
    "%s says nothing of a row",
    (request) => {
      expect(ask(request, [row], "filter").candidates).toEqual([]);
    },
  );

  test("one of two columns is taken only where words say when", () => {
    expect(ask("sales or else profit").candidates[0]?.formula).toBe("Coalesce([Sales], [Profit])");
    expect(ask("sales or 0").candidates[0]?.formula).toBe("Coalesce([Sales], 0)");
    const { candidates, declined } = ask("sales or profit");
    expect(candidates).toEqual([]);
    expect(declined).toMatch(/“sales or profit” does not say which of the two counts/);
  });
});

describe("a decline is better than a wrong formula", () => {
  test.each([
    ["forecast of sales", /I cannot, because a formula computes from rows that are there/],
    ["sales converted to euro", /I cannot, because no rates of exchange/],
    ["sales weighted by the weather", /I cannot, because .* The nearest I can do is “sales”/],
  ])("%s", (request, reason) => {
    const { candidates, declined } = ask(request);
    expect(candidates).toEqual([]);
    expect(declined).toMatch(reason);
  });

  test("bands that can never be reached, or leave a gap, are none", () => {
    expect(ask("sales: low below 50, mid below 10, high above").candidates).toEqual([]);
    expect(ask("sales: low below 50, mid below 100, high above 200").candidates).toEqual([]);
  });

  test("no growth of a growth, no month counted where the rows are quarters", () => {
    const quarter = { ...month, name: "by Quarter" };
    expect(ask("3 month rolling avg of sales", [quarter]).candidates).toEqual([]);
    expect(ask("sales to date ytd", [month]).candidates).toEqual([]);
  });
});

test.each([
  "if sales over 100 then ".repeat(20),
  "sales and profit and ".repeat(90),
  "percent share of total sales growth rank ".repeat(40),
  "please give me the total sales of the region west when the profit is over 100 and the discount is below 20% or the rating is missing and also show the growth of it versus last month in percent",
])("nobody waits for countless readings of: %s", (request) => {
  expect(ask(request, [row, month]).declined).toMatch(/^I cannot, because this says too much/);
});
