import { expect, test } from "vitest";
import { draft, formulaColumn, groupBy } from "#tests/support/drafts";
import { prepare, runBoth } from "#tests/support/run-worksheet";
import { shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);

const calls = [
  "CumulativeSum([V])",
  "CumulativeAvg([V])",
  "CumulativeCount([V])",
  "CumulativeMin([V])",
  "CumulativeMax([V])",
  "MovingAvg([V], 1)",
  "MovingSum([V], 1, 1)",
  "MovingMin([V], 2)",
  "MovingMax([V], -1, 2)",
  "MovingCount([V], 1)",
  "Lag([V])",
  "Lag([V], 2, 0)",
  "Lead([V])",
  "First([V])",
  "Last([V])",
  "FirstNonNull([V])",
  "LastNonNull([V])",
  "Nth([V], 2)",
  "FillDown([V])",
  "Rank([V])",
  'Rank([V], "desc")',
  'RankDense([V], "desc")',
  "RankPercentile([V])",
  "RowNumber()",
  "RowNumber([V])",
  "Ntile(3, [V])",
  "CumulativeSum([V]) / CumulativeCount([V])",
  "Rank([V]) + Lag([V])",
  "CumulativeSum(Zn(Lag([V])))",
];

test.each(calls)("%s over groups and over base rows", async (call) => {
  const groups = draft({
    columns: [
      formulaColumn('Month = DateTrunc("month", [Order Date])'),
      formulaColumn("V = Sum([Sales])"),
      formulaColumn(`W = ${call}`),
    ],
    groupings: [groupBy(["Region"], []), groupBy(["Month"], ["V", "W"])],
  });
  expect(await runBoth(engines, prepare(groups))).toHaveLength(11);
  const rows = draft({
    columns: [formulaColumn("V = [Profit]"), formulaColumn(`W = ${call}`)],
    show: ["Order Date", "Order ID", "V", "W"],
    sort: [{ column: "Order Date", direction: "ascending" }],
  });
  expect(await runBoth(engines, prepare(rows))).toHaveLength(12);
});

test("DateLookback reads the value of another period", async () => {
  const lookback = draft({
    columns: [
      formulaColumn('Month = DateTrunc("month", [Order Date])'),
      formulaColumn("V = Sum([Sales])"),
      formulaColumn('Before = DateLookback([V], [Month], 1, "month")'),
      formulaColumn('Year Before = DateLookback([V], [Month], 1, "year")'),
    ],
    groupings: [groupBy(["Month"], ["V", "Before", "Year Before"])],
  });
  expect((await runBoth(engines, prepare(lookback))).map((row) => row.slice(1))).toEqual([
    [400.5, null, null],
    [155.25, 400.5, null],
    [320, 155.25, null],
    [100.5, null, null],
    [null, 100.5, 400.5],
    [170, null, 155.25],
    [110.25, 170, 320],
  ]);
});

test("a calculation may say its grouping's key again", async () => {
  const again = draft({
    columns: [
      formulaColumn('Month = DateTrunc("month", [Order Date])'),
      formulaColumn("V = Sum([Sales])"),
      formulaColumn('Before = DateLookback(Sum([Sales]), DateTrunc("month", [Order Date]), 1, "month")'),
      formulaColumn('Next = DateAdd("month", 1, DateTrunc("month", [Order Date]))'),
    ],
    groupings: [groupBy(["Month"], ["V", "Before", "Next"])],
    limit: 2,
  });
  expect(await runBoth(engines, prepare(again))).toEqual([
    ["2024-01-01 00:00:00", 400.5, null, "2024-02-01 00:00:00"],
    ["2024-02-01 00:00:00", 155.25, 400.5, "2024-03-01 00:00:00"],
  ]);
});

test("FillDown keeps the last value until the next", async () => {
  const filled = draft({
    columns: [formulaColumn("V = If([Quantity] = 1, [Order ID], Null)"), formulaColumn("Filled = FillDown([V])")],
    show: ["Order ID", "Product Name", "Filled"],
    sort: [
      { column: "Order ID", direction: "ascending" },
      { column: "Product Name", direction: "ascending" },
    ],
  });
  expect((await runBoth(engines, prepare(filled))).map((row) => row[2])).toEqual([
    null,
    1,
    1,
    3,
    3,
    3,
    3,
    3,
    8,
    8,
    10,
    10,
  ]);
});
