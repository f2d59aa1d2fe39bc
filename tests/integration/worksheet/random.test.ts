import { expect, test } from "vitest";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import type { DraftFilter, WorksheetDraft } from "#lib/worksheet/draft";
import { draft, formulaColumn, groupBy } from "#tests/support/drafts";
import { createRandom, type Random } from "#tests/support/random";
import { prepare, runBoth } from "#tests/support/run-worksheet";
import { emptyDocument, ordersSource, shopSources, shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);

const keys = [
  "Region",
  "Channel",
  "Returned",
  "Order ID",
  "Products/Category",
  "Product Name",
  'Month = DateTrunc("month", [Order Date])',
  'Quarter = DateTrunc("quarter", [Order Date])',
  'Size = If([Quantity] > 2, "large", "small")',
  "Year = Year([Order Date])",
];
const rowColumns = [
  "Net = [Sales] - [Profit]",
  "Big = [Sales] > 90",
  "Price = [Sales] / [Quantity]",
  "Target = Lookup([Targets/Target], [Region], [Targets/Region])",
];
const aggregates = [
  "Sum([Sales])",
  "Sum([Quantity])",
  "Avg([Sales])",
  "Count()",
  "Count([Profit])",
  "CountDistinct([Customer ID])",
  "CountIf([Sales] > 60)",
  'SumIf([Profit], [Channel] = "Online")',
  "Min([Order Date])",
  "Max([Region])",
  "Median([Quantity])",
  "Sum([Profit]) / Sum([Sales])",
  "Sum([Net])",
  "[Profit Ratio]",
  "Max([Target])",
  "Round(Avg([Price]), 2)",
];
const derived = (name: string): readonly string[] => [
  `PercentOfTotal([${name}])`,
  `PercentOfTotal([${name}], "parent_grouping")`,
  `[${name}] / GrandTotal([${name}])`,
  `Rank([${name}], "desc")`,
  `CumulativeSum([${name}])`,
  `[${name}] - Lag([${name}])`,
  `MovingAvg([${name}], 2)`,
];
const filters: readonly DraftFilter[] = [
  { kind: "list", column: "Region", values: ["East", "West", null], exclude: false },
  { kind: "list", column: "Channel", values: ["Online"], exclude: true },
  { kind: "range", column: "Sales", min: 20, max: 300, exclude: false },
  { kind: "between-dates", column: "Order Date", start: "2024-01-20", end: "2025-03-05", exclude: false },
  { kind: "relative-date", column: "Order Date", direction: "last", period: "quarter", length: 4, offset: 0 },
  { kind: "text", column: "Product Name", operator: "contains", text: "a", matchCase: false, exclude: false },
  { kind: "formula", formula: "[Quantity] * 10 < [Sales]", level: null },
  { kind: "list", column: "Products/Category", values: ["Furniture"], exclude: true },
];

/** A well-typed worksheet; the same seed gives the same one. */
function randomDraft(random: Random): WorksheetDraft {
  const columns = rowColumns.map(formulaColumn);
  const define = (text: string): string => {
    if (!text.includes(" = ")) return text;
    const column = formulaColumn(text);
    if (!columns.some((known) => known.name === column.name)) columns.push(column);
    return column.name;
  };
  const chosenKeys = random.sample(keys, random.integer(0, 3)).map(define);
  const measures = random.sample(aggregates, random.integer(1, 3)).map((formula, index) => {
    columns.push({ name: `M${index + 1}`, formula, format: null });
    return `M${index + 1}`;
  });
  const numeric = measures.filter(
    (name) => !/Min|Max/.test(columns.find((column) => column.name === name)?.formula ?? ""),
  );
  const onTop = numeric.slice(0, 2).map((name, index) => {
    columns.push({ name: `D${index + 1}`, formula: random.pick(derived(name)), format: null });
    return `D${index + 1}`;
  });
  const chosenFilters = random.sample(filters, random.integer(0, 2));
  if (chosenKeys.length === 0) return draft({ columns, summaries: measures, filters: chosenFilters });
  const split = random.integer(1, chosenKeys.length);
  const outer = chosenKeys.slice(0, split);
  const inner = chosenKeys.slice(split);
  const groupings =
    inner.length === 0
      ? [groupBy(outer, [...measures, ...onTop])]
      : [groupBy(outer, measures.slice(1)), groupBy(inner, [...measures.slice(0, 1), ...onTop])];
  const [first] = numeric;
  const isInner = inner.length === 0 || first === "M1";
  const top: DraftFilter[] =
    first !== undefined && random.integer(0, 2) === 0
      ? [
          {
            kind: "top",
            column: first,
            n: random.integer(1, 3),
            direction: random.pick(["top", "bottom"]),
            per: random.pick(["parent", "all"]),
          },
        ]
      : [];
  const sort =
    first !== undefined && isInner && random.integer(0, 1) === 0
      ? [{ column: first, direction: random.pick(["ascending", "descending"] as const) }]
      : [];
  const limit = random.integer(0, 3) === 0 ? random.integer(1, 5) : null;
  return draft({ columns, groupings, filters: [...chosenFilters, ...top], sort, limit });
}

/** Seeds that once failed stay here by name. */
const cases = Array.from(
  { length: Number(process.env["RANDOM_CASES"] ?? 200) },
  (_, index) => index + Number(process.env["RANDOM_SEED"] ?? 1),
);

test(`${cases.length} random worksheets say the same on both engines`, { timeout: 120_000 }, async () => {
  const failures: string[] = [];
  for (const seed of cases) {
    const random = createRandom(seed);
    const parts = randomDraft(random);
    try {
      const created = createWorksheet(parts, ordersSource, {
        sources: shopSources,
        document: emptyDocument,
        customFunctions: [],
        weekStart: "sunday",
      });
      if (!created.ok) throw new Error(JSON.stringify(created.diagnostics));
      await runBoth(engines, prepare(parts));
      const levels = ["base", "summary"] as const;
      const level = random.pick(levels);
      const columns = created.worksheet.columns
        .filter(({ id }) => level === "base" || created.worksheet.summaries.includes(id))
        .map((column) => column.name);
      if (columns.length > 0) await runBoth(engines, prepare(parts, { level, columns }));
    } catch (error) {
      failures.push(`seed ${seed}: ${JSON.stringify(parts)}\n${String(error)}`);
    }
  }
  expect(failures.slice(0, 3)).toEqual([]);
});
