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
