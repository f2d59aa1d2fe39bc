import { beforeAll, expect, test } from "vitest";
import { findSearchableSources, type SearchableSource } from "#db/queries/source-search";
import { rankSources } from "#lib/ai/search/rank-sources";
import { stopEngines } from "#lib/data/duckdb/engines";
import { createSample } from "#lib/data/sample";
import { createPerson, useDatabase } from "#tests/support/database";

useDatabase();

let sources: readonly SearchableSource[];

beforeAll(async () => {
  const viewer = await createPerson();
  await createSample(viewer, { rows: 1000 });
  sources = await findSearchableSources(viewer);
  return stopEngines;
});

test.each([
  ["sales by month", "Orders"],
  ["sales", "Orders"],
  ["revenue by region last quarter", "Orders"],
  ["total sales by product category", "Orders"],
  ["top 10 customers by profit", "Orders"],
  ["average order value by channel", "Orders"],
  ["how many orders per week", "Orders"],
  ["sales targets by region", "Sales Targets"],
  ["planned sales by month", "Sales Targets"],
  ["reasons for returns", "Returns"],
  ["list of stores", "Stores"],
  ["products with their list price", "Products"],
])("of the sample's sources, %s is asked of %s", (question, name) => {
  const ranked = rankSources(question, sources, 4);
  expect(ranked.map(({ source }) => source.name)[0]).toBe(name);
});

test("the endorsed model comes before the raw table in everything that both can answer", () => {
  for (const question of [
    "sales by month",
    "profit by channel",
    "quantity per day",
    "discount by month",
    "something",
  ]) {
    const names = rankSources(question, sources, 7).map(({ source }) => source.name);
    expect(names.indexOf("Orders"), question).toBeLessThan(names.indexOf("Order Lines"));
  }
});
