import { expect, test } from "vitest";
import type { SearchableSource } from "#db/queries/source-search";
import { rankSources } from "#lib/ai/search/rank-sources";

function source(name: string, names: readonly string[], more: Partial<SearchableSource> = {}): SearchableSource {
  return {
    id: name,
    name,
    kind: "table",
    description: "",
    aiContext: "",
    endorsement: "none",
    highlighted: false,
    names,
    keptNames: [],
    hasDates: names.some((name) => /date|month/i.test(name)),
    ...more,
  };
}

const orders = source("Orders", ["Order Date", "Region", "Sales", "Profit"], {
  kind: "model",
  endorsement: "endorsed",
  highlighted: true,
});
const lines = source("Order Lines", ["Order Date", "Sales", "Profit"]);
const targets = source("Sales Targets", ["Month", "Target Region", "Sales Target"]);
const cars = source("Cars", ["Origin", "MPG", "Horsepower"]);
const sample = [lines, targets, cars, orders];

const best = (question: string, sources = sample): string | undefined => rankSources(question, sources)[0]?.source.name;

test.each([
  ["sales by region last quarter", "Orders"],
  ["average mpg by origin", "Cars"],
  ["what are the sales targets by month?", "Sales Targets"],
  ["profits per orderDate", "Orders"],
  ["something else entirely", "Orders"],
])("%s is asked of %s", (question, name) => {
  expect(best(question)).toBe(name);
});

test("a deprecated source gives way to another that fits, and the reason names what fits", () => {
  const old = source("Sales Old", ["Region", "Sales"], { endorsement: "deprecated" });
  expect(best("sales by region", [old, lines])).toBe("Order Lines");
  expect(rankSources("sales by region", [orders])[0]?.reason).toBe(
    "It has Region, Sales; it is endorsed; it is highlighted.",
  );
});

test.each([
  ["sales by month", "Orders"],
  ["sales", "Orders"],
  ["sales over time", "Orders"],
  ["revenue by month", "Orders"],
  ["turnover per quarter", "Orders"],
  ["monthly targets", "Sales Targets"],
  ["sales target of each region", "Sales Targets"],
])("%s is asked of %s, not of what only holds a part of it", (question, name) => {
  expect(best(question)).toBe(name);
});

test("what is near in meaning is found without a word in common, and gives way to what is named and trusted", () => {
  const similarity = new Map([
    ["Orders", 0.31],
    ["Order Lines", 0.3],
    ["Sales Targets", 0.29],
    ["Cars", 0.62],
  ]);
  const byMeaning = rankSources("how thirsty are they", sample, 10, { similarity });
  expect(byMeaning[0]?.source.name).toBe("Cars");
  expect(byMeaning[0]?.reason).toBe("It is near in meaning.");
  expect(rankSources("sales by region", sample, 10, { similarity })[0]?.source.name).toBe("Orders");
});

test("of two that fit the same, the one that is used comes first", () => {
  const twin = source("Order Facts", ["Order Date", "Sales", "Profit"]);
  const uses = new Map([["Order Lines", 40]]);
  expect(best("sales by month", [twin, lines])).toBe("Order Facts");
  expect(rankSources("sales by month", [twin, lines], 2, { uses })[0]?.source.name).toBe("Order Lines");
});

test("5,000 tables of 20 columns are searched within 100 ms of the processor", () => {
  const many = Array.from({ length: 5_000 }, (_, table) =>
    source(
      `Table ${table} of area${table % 97}`,
      Array.from({ length: 20 }, (_, column) => `Measure ${table} ${column}`),
    ),
  );
  const search = () => {
    const before = process.cpuUsage();
    expect(best("sales by region last quarter", [...many, orders])).toBe("Orders");
    return process.cpuUsage(before).user / 1_000;
  };
  search();
  expect(Math.min(search(), search(), search())).toBeLessThan(100);
});
