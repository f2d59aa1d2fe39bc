import { describe, expect, it } from "vitest";
import { decide } from "#lib/ai/built-in/ask/decide";
import { repairDraft } from "#lib/ai/built-in/ask/repair";
import type { DescribedSource } from "#lib/ai/built-in/source";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { conversationWith, inputOf, nextCall, outputOf } from "./conversation.ts";
import { orders } from "./orders.ts";

const west = { word: "West", column: "Region", values: ["West"], exact: true };
const east = { word: "East", column: "Region", values: ["East"], exact: true };
const prices: DescribedSource = {
  ...orders,
  columns: [
    ...orders.columns.filter(({ name }) => name !== "Rating"),
    { name: "Unit Price", type: "number", description: "" },
    { name: "List Price", type: "number", description: "" },
    { name: "City", type: "text", description: "", distinctCount: 40 },
    { name: "State", type: "text", description: "", distinctCount: 20 },
    { name: "Store City", type: "text", description: "", distinctCount: 20 },
  ],
};

describe("a question back", () => {
  const newYork = ["City", "State", "Store City"].map((column) => ({
    word: "New York",
    column,
    values: ["New York"],
    exact: true,
  }));

  it("is asked of a value that stands in several columns, each choice a question that works", () => {
    const back = nextCall("ask-back", inputOf("sales in New York"), conversationWith(prices, newYork));
    expect(back.choices.map(({ label }) => label)).toEqual(["City New York", "State New York"]);
    for (const { question } of back.choices) {
      expect(
        nextCall("run-worksheet", inputOf(question), conversationWith(prices, newYork)).worksheet.filters,
      ).toHaveLength(1);
    }
  });
  it("is asked of a name that several measures share", () => {
    const back = nextCall("ask-back", inputOf("average price by category"), conversationWith(prices, []));
    expect(back.choices.map(({ question }) => question)).toEqual([
      "average unit price by category",
      "average list price by category",
    ]);
  });
  it("is asked of the best of what is measured in several ways", () => {
    const back = nextCall("ask-back", inputOf("best region"), conversationWith(orders, []));
    expect(back.choices.map(({ label }) => label)).toEqual(["By sales", "By profit", "By rating"]);
  });
  it("is asked in follow-ups too, unless the worksheet before tells which is meant", () => {
    const sheetOf = (question: string): WorksheetDraft =>
      nextCall("run-worksheet", inputOf(question), conversationWith(prices, newYork)).worksheet;
    const asked = inputOf("only New York", sheetOf("sales by category"));
    const back = nextCall("ask-back", asked, conversationWith(prices, newYork));
    expect(back.choices.map(({ label }) => label)).toEqual(["City New York", "State New York"]);
    const settled = inputOf("only New York", sheetOf("sales by state"));
    const { filters } = nextCall("run-worksheet", settled, conversationWith(prices, newYork)).worksheet;
    expect(filters).toMatchObject([{ column: "State", values: ["New York"] }]);
  });
  it.each(["sales in city New York", "best customers", "sales by region", "average unit price by category"])(
    "is not asked where it is clear: %s",
    (question) => {
      const source = question.includes("customers") ? orders : prices;
      nextCall("run-worksheet", inputOf(question), conversationWith(source, newYork));
    },
  );
});

describe("a refusal", () => {
  const atlanta = { word: "Atla", column: "City", values: ["Atlanta"], exact: false };

  it("looks for values that begin like a name nobody knows, and offers the nearest without taking it", () => {
    const input = inputOf("sales in Atlantis");
    expect(nextCall("find-values", input, conversationWith(prices, [])).words).toEqual(["Atla"]);
    const refusal = nextCall("decline", input, conversationWith(prices, [atlanta], [], ["Atla"]));
    expect(refusal.reason).toContain("The nearest value is Atlanta in City.");
    expect(refusal.nearestQuestion).toBe("sales in Atlanta");
  });
  it("offers a question that is answered", () => {
    for (const question of ["wingspan of eagles", "top 0 products", "why is the sky blue?"]) {
      const { nearestQuestion } = nextCall(
        "decline",
        inputOf(question),
        conversationWith(orders, [], [], ["wing", "eagl", "blu"]),
      );
      nextCall("run-worksheet", inputOf(nearestQuestion ?? ""), conversationWith(orders, []));
    }
  });
});

describe("repair", () => {
  const { worksheet } = nextCall("run-worksheet", inputOf("sales by region"), conversationWith(orders, []));
  const failed = {
    draft: worksheet,
    output: null,
    message: "It failed.",
    diagnostics: [{ where: 'column "Total Sales"', message: "Wrong.", fix: "Write Sum([Profit])" }],
  };

  it("applies the fix, twice at most, then declines", () => {
    const input = inputOf("sales by region");
    const again = nextCall("run-worksheet", input, conversationWith(orders, [], [failed]));
    expect(again.worksheet.columns[0]?.formula).toBe("Sum([Profit])");
    nextCall("run-worksheet", input, conversationWith(orders, [], [failed, failed]));
    nextCall("decline", input, conversationWith(orders, [], [failed, failed, failed]));
  });
  it("writes the name that was meant, adds the column that is missing, drops a sort without a place", () => {
    const named = repairDraft(worksheet, [
      { where: "groupings[0].keys", message: 'There is no column "Region".', fix: 'Did you mean "Segment"?' },
    ]);
    expect(named?.groupings[0]?.keys).toEqual(["Segment"]);
    const fix =
      'Add a column such as { "name": "Total Profit", "formula": "Sum([Profit])" } and use its name instead of "Total Sales".';
    const added = repairDraft(worksheet, [{ where: "view", message: "Not a measure.", fix }]);
    expect(added?.groupings[0]?.calculations).toEqual(["Total Profit"]);
    const sorted = { ...worksheet, sort: [{ column: "Profit", direction: "ascending" as const }] };
    expect(repairDraft(sorted, [{ where: "sort[0]", message: "", fix: "Sort by a key." }])?.sort).toEqual([]);
    expect(repairDraft(worksheet, [{ where: "view", message: "Something." }])).toBeNull();
  });
});

describe("an empty result", () => {
  it("is told with what there is instead", () => {
    const input = inputOf("sales in 2031");
    const { worksheet } = nextCall("run-worksheet", input, conversationWith(orders, []));
    const empty = { draft: worksheet, output: outputOf(["Total Sales"], [[null]]), message: "", diagnostics: [] };
    const instead = nextCall("run-worksheet", input, conversationWith(orders, [], [empty])).worksheet;
    expect(instead.columns.map(({ formula }) => formula)).toEqual(["Min([Order Date])", "Max([Order Date])"]);
    const range = outputOf(["Lowest", "Highest"], [["2023-11-01", "2026-10-31"]], "r2");
    const step = decide(input, conversationWith(orders, [], [empty, { ...empty, output: range }]));
    expect(step).toEqual({
      kind: "say",
      text: "No orders match (2031). Order Date runs from {{r2:1.lowest}} to {{r2:1.highest}}.",
    });
  });
});

describe("why", () => {
  const months = nextCall(
    "run-worksheet",
    inputOf("sales by month in 2025 in the West"),
    conversationWith(orders, [west]),
  );

  it("compares with the period before under the filters in force, by the columns of the source", () => {
    const { worksheet } = nextCall(
      "run-worksheet",
      inputOf("why did it fall in March?", months.worksheet),
      conversationWith(orders, []),
    );
    expect(worksheet.filters).toMatchObject([
      { column: "Region", values: ["West"] },
      { kind: "between-dates", start: "2025-02-01", end: "2025-03-31" },
    ]);
    expect(worksheet.groupings).toMatchObject([
      { keys: ["Category"], sort: [{ column: "Change", direction: "ascending" }] },
    ]);
  });
  it("takes both parts of a ratio in each period, in total first", () => {
    const ratio = nextCall("run-worksheet", inputOf("profit per order by month in 2025"), conversationWith(orders, []));
    const { worksheet } = nextCall(
      "run-worksheet",
      inputOf("why did it fall in March?", ratio.worksheet),
      conversationWith(orders, []),
    );
    expect(worksheet).toMatchObject({
      name: "Change of Profit per order · February 2025 to March 2025",
      groupings: [],
    });
    expect(worksheet.columns[0]?.formula).toMatch(/^SumIf\(\[Profit\], .* \/ CountDistinctIf\(\[Order Id\], /);
  });
  it("is declined of what has no parts", () => {
    const median = nextCall("run-worksheet", inputOf("median sales by month"), conversationWith(orders, []));
    const { reason } = nextCall(
      "decline",
      inputOf("why did it fall in March?", median.worksheet),
      conversationWith(orders, []),
    );
    expect(reason).toContain("sums, averages, counts and ratios");
  });
  it("names the largest contributions, says so when it did not fall, and what it does not know", () => {
    const { worksheet } = nextCall(
      "run-worksheet",
      inputOf("why did sales fall in May?"),
      conversationWith(orders, []),
    );
    const columns = ["Category", "Before", "Now", "Change", "Share"];
    const run = (result: string) => ({
      draft: worksheet,
      output: outputOf(
        columns,
        [
          ["A", 10, 5, -5, -0.5],
          ["B", 10, 25, 15, 1.5],
        ],
        result,
      ),
      message: "",
      diagnostics: [],
    });
    const step = decide(
      inputOf("why did sales fall in May?"),
      conversationWith(orders, [], [run("r1"), run("r2"), run("r3")]),
    );
    const text = step.kind === "say" ? step.text : "";
    expect(text).toMatch(
      /^It did not fall. Total Sales rose from \{\{r1:total.before\}\} in April 2026 to \{\{r1:total.now\}\} in May 2026/,
    );
    expect(text).toContain("{{r1:2.category}} contributed the most: {{r1:2.change}}.");
    expect(text).toContain("{{r1:1.category}} went the other way with {{r1:1.change}}.");
    expect(text).toMatch(/not why: the data holds no reasons\.$/);
  });
  it("sets a value beside its like", () => {
    const { worksheet } = nextCall(
      "run-worksheet",
      inputOf("why is East so high?", months.worksheet),
      conversationWith(orders, [east]),
    );
    expect(worksheet.groupings[0]?.keys).toEqual(["Region"]);
    expect(worksheet.columns.map(({ formula }) => formula)).toContain("Sum([Sales]) / CountDistinct([Order Id])");
  });
});
