import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type ExplainScope, explainFormula } from "#lib/formula/explain";
import { special } from "#lib/formula/explain/special";
import { templates } from "#lib/formula/explain/templates";
import { functionTable } from "#lib/formula/functions/table";
import { readVectors } from "#scripts/formula/vectors";

const scope: ExplainScope = { level: null, weekStart: "sunday", customFunctions: [], describeName: () => null };
const summaryOf = (formula: string): string => explainFormula(formula, scope).summary;

test("every function of the table has a phrase of its own, and none is left over", () => {
  const named = [...functionTable.values()].filter(({ isInternal }) => isInternal !== true).map(({ name }) => name);
  expect([...Object.keys(templates), ...Object.keys(special)].toSorted()).toEqual(named.toSorted());
});

test("every function's own example is told with all of its arguments", () => {
  for (const { example, isInternal } of functionTable.values()) {
    if (isInternal === true) continue;
    const { summary } = explainFormula(example, scope);
    expect(summary, example).not.toMatch(/undefined|\{[cw]?\d[*|]?\}(?!\[)|\[\[|\uE000|nothing yet/);
    for (const [name] of example.matchAll(/\[[^\]]+\]/g)) expect(summary, example).toContain(name);
  }
});

test.each([
  ["Sum([Sales])", "The sum of [Sales]."],
  ["Sum([Sales]) / Sum([Cost])", "The sum of [Sales] divided by the sum of [Cost]."],
  ["Sum([Sales] - [Cost])", "The sum of ([Sales] minus [Cost])."],
  ["[A] - ([B] - [C])", "[A] minus ([B] minus [C])."],
  ["-2 ^ 2", "Minus (2 to the power of 2)."],
  ["[A] + [B] * [C]", "[A] plus ([B] times [C])."],
  ["Not [A] Or [B] And [C]", "Whether (it is not true that [A] is true) or ([B] is true and [C] is true)."],
  [
    'If([Sales] > 100, "big", [Sales] > 10, "mid", "small")',
    '"big" if [Sales] is more than 100; "mid" if [Sales] is more than 10; otherwise "small".',
  ],
  ["If([Returned], 1)", "1 if [Returned] is true; otherwise Null."],
  ['Switch([X], 1, "a")', '"a" if [X] is 1; otherwise Null.'],
  ['DateTrunc("month", [Order Date])', "The start of the month of [Order Date]."],
  ['DateAdd("day", -3, [D])', "3 days before [D]."],
  ['InDateRange([D], "last", "month", 3)', "Whether [D] is in the 3 months before the present month."],
  ['InDateRange([D], "next", "week", 1, 1)', "Whether [D] is in the week after the present one, moved 1 week later."],
  ['InPriorDateRange([D], "month", "year")', "Whether [D] is in the whole month that held the day 1 year ago."],
  ["MovingAvg([S], 2)", "The average of [S] over the rows from 2 rows above to this row."],
  ["MovingAvg([S], -2, 6)", "The average of [S] over the rows from 2 rows below to 6 rows below."],
  ["Lag(Sum([S]), 12, 0)", "The value of the sum of [S] 12 rows above, or 0 where there is no such row."],
  ["Lead([S], -1)", "The value of [S] 1 row above."],
  ["Left([T], -2)", "[T] without its last 2 letters."],
  ["PercentOfTotal(Sum([S]))", "The sum of [S] as a share of the same over all rows."],
  [
    'PercentOfTotal(Sum([S]), "parent_grouping")',
    "The sum of [S] as a share of the same over the rows of the grouping around it.",
  ],
  ["Lookup([P/Category], [Id], [P/Id])", "[P/Category] of the row where [P/Id] equals [Id]."],
  [
    "Rollup(Sum([T/Target]), [Region], [T/Region], [Month], [T/Month])",
    "The sum of [T/Target] over the rows where [T/Region] equals [Region] and [T/Month] equals [Month].",
  ],
  ['Rank(Sum([S]), "desc")', "The rank by the sum of [S], from the largest, with gaps after ties."],
  ["SumIf([S], [A] > 1, [B] = 2)", "The sum of [S] where [A] is more than 1 and [B] equals 2."],
  ["Count()", "The number of rows."],
  ["Round([S] / [Q], 2)", "([S] divided by [Q]) rounded to 2 decimals."],
])("%s", (formula, summary) => {
  expect(summaryOf(formula)).toBe(summary);
});

test("what a formula does beyond its words is said once, for its level", () => {
  const level = { kind: "group", keys: ["Month"], outer: ["Region"] } as const;
  const { sentences } = explainFormula("CumulativeSum(Sum([Sales])) / Sum([Sales]) / 0", { ...scope, level });
  expect(sentences.map(({ text }) => text)).toEqual([
    "For each [Month]: The running total of the sum of [Sales] divided by the sum of [Sales] divided by 0.",
    "Division by zero gives Null.",
    "CumulativeSum runs over the groups in the order in which they are sorted, beginning anew in each [Region].",
    "Aggregates run over the rows of each [Month] that the filters leave.",
  ]);
});

test("custom functions are told with their formula, and names with what they stand for", () => {
  const customFunctions = [
    { name: "NetMargin", description: "Margin after returns", arguments: [], formula: "[a] / [b]" },
  ];
  const describeName = ([name]: readonly string[]) => (name === "Sales" ? "[Sales] is money." : null);
  const { sentences } = explainFormula("NetMargin([Sales], 2)", { ...scope, customFunctions, describeName });
  expect(sentences.map(({ text }) => text)).toEqual([
    "NetMargin of [Sales], 2.",
    "NetMargin is a function of your organization: [a] / [b]. Margin after returns.",
    "[Sales] is money.",
  ]);
});

test.each([
  ["Month([Order Date]) = 12", "A month by its number or name is that of every year."],
  ["Quarter([Order Date]) = 3", "A quarter by its number is that of every year."],
])("a period without its year is told to be of every year: %s", (formula, note) => {
  expect(explainFormula(formula, scope).sentences.map(({ text }) => text)).toContain(note);
});

test("a long formula is told in numbered parts, each with its place", () => {
  const long = `If(${Array.from({ length: 6 }, (_, index) => `Contains([Name of the product], "word ${index}") Or [Sales] > ${index}`).join(" Or ")}, 1, 0)`;
  const { summary, sentences } = explainFormula(long, scope);
  expect(summary).toBe("1 if part 1 holds; otherwise 0.");
  expect(sentences[1]?.text).toMatch(/^Part 1 is that \[Name of the product\] contains "word 0" or /);
  expect(long.slice(sentences[1]?.span.from, sentences[1]?.span.to)).toMatch(/^Contains/);
});

test("no formula is too deep, too long or too broken to be told", () => {
  const deep = `${"(1 + ".repeat(150)}1${")".repeat(150)}`;
  const wide = Array.from({ length: 3_000 }, (_, index) => `[c${index}]`).join(" + ");
  for (const formula of [deep, wide, "", "Sum(", "If(,)", "[A] +", "{ a: 1 }.a", "[A][0]"])
    expect(explainFormula(formula, scope).sentences.length, formula.slice(0, 20)).toBeGreaterThan(0);
  expect(explainFormula(wide, scope).summary.length).toBeLessThan(2_000);
});

test("every formula of the vectors is told", async () => {
  const folder = new URL("../../vectors/", import.meta.url);
  const files = readdirSync(folder);
  const vectors = await Promise.all(files.map((file) => readVectors(fileURLToPath(new URL(file, folder)))));
  const formulas = vectors.flat().map(({ formula }) => formula);
  expect(formulas.length).toBeGreaterThan(1_500);
  for (const formula of formulas) {
    const { summary } = explainFormula(formula, scope);
    expect(summary, formula).not.toMatch(/undefined|\uE000/);
    expect(summary, formula).not.toBe("");
  }
});
