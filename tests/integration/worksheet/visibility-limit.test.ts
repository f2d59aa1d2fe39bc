import { expect, test } from "vitest";
import type { Cell } from "#lib/worksheet/result";
import { runBoth } from "#tests/support/run-worksheet";
import { prepareSheet, type SheetParts, type SheetScope, type SheetView } from "#tests/support/sheets";
import { shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);
const run = (parts: SheetParts, view: SheetView, more: SheetScope = {}): Promise<Cell[][]> =>
  runBoth(engines, prepareSheet(parts, view, more));

const columns = {
  Top: "VisibilityLimit([Region], 2)",
  Year: 'DateTrunc("year", [Order Date])',
  Total: "Sum([Sales])",
  Mean: "Avg([Sales])",
  Lines: "Count()",
  Share: "PercentOfTotal([Total])",
};
const byTotal = [{ columnId: "Total", direction: "descending" as const }];
const topRegions: SheetParts = {
  columns,
  groupings: [{ keys: ["Top"], calculations: ["Total", "Mean", "Lines", "Share"], sort: byTotal }],
};

test("as a key it gathers the rest, whose aggregates are taken over its rows", async () => {
  const rows = await run(topRegions, { columns: ["Top", "Total", "Mean", "Lines"] });
  expect(rows).toEqual([
    ["East", 470.5, 156.833333333, 3],
    ["Others", 405.75, 81.15, 5],
    ["West", 380.25, 126.75, 4],
  ]);
});

test("shares still add up to the whole", async () => {
  const rows = await run(topRegions, { columns: ["Top", "Share"] });
  expect(rows.reduce((sum, [, share]) => sum + Number(share), 0)).toBeCloseTo(1, 9);
});

test("filters of base rows come first", async () => {
  const filters: SheetParts["filters"] = [
    { id: "f", columnId: "base", kind: "formula", formula: '[Region] != "East"', exclude: false, nulls: "drop" },
  ];
  const rows = await run({ ...topRegions, filters }, { columns: ["Top", "Total"] });
  expect(rows).toEqual([
    ["West", 380.25],
    ["North", 235.25],
    ["Others", 70],
  ]);
});

test("it stands beside other keys, in nested groupings and in pivots", async () => {
  const nested: SheetParts = {
    columns: { ...columns, Months: 'CountDistinct(DateTrunc("month", [Order Date]))' },
    groupings: [
      { keys: ["Top"], calculations: ["Months"], sort: byTotal },
      { keys: ["Year"], calculations: ["Total", "Share"] },
    ],
  };
  const expected = [
    ["East", "2024-01-01 00:00:00", 470.5, 2],
    ["Others", "2024-01-01 00:00:00", 175.75, 4],
    ["Others", "2025-01-01 00:00:00", 230, 4],
    ["West", "2024-01-01 00:00:00", 330, 4],
    ["West", "2025-01-01 00:00:00", 50.25, 4],
  ];
  const shown = ["Top", "Year", "Total", "Months"];
  expect((await run(nested, { level: "g2", columns: shown })).toSorted()).toEqual(expected);
  const pivot = { rows: ["Top"], columns: ["Year"] };
  expect((await run(nested, { level: "g2", columns: shown, pivot })).toSorted()).toEqual(expected);
  const chart = { x: "Year", color: "Top" };
  expect((await run(nested, { level: "g2", columns: shown, chart })).toSorted()).toEqual(expected);
});

test("base rows and coarser levels read it as any other key", async () => {
  const rows = await run(topRegions, { level: "base", columns: ["Top", "Lines"] });
  expect(Map.groupBy(rows, ([top]) => top).get("Others")).toHaveLength(5);
  expect(rows).toHaveLength(12);
});

test("a control may set the limit", async () => {
  const controls = [{ kind: "number" as const, id: "most", name: "Most", value: 1 }];
  const parts = { ...topRegions, columns: { ...columns, Top: "VisibilityLimit([Region], [most])" } };
  expect(await run(parts, { columns: ["Top", "Total"] }, { controls })).toEqual([
    ["Others", 786],
    ["East", 470.5],
  ]);
});

test("of numbers and dates the rest is Null", async () => {
  const parts: SheetParts = {
    columns: { ...columns, Top: "VisibilityLimit([Customer ID], 2)" },
    groupings: [{ keys: ["Top"], calculations: ["Total"], sort: byTotal }],
  };
  expect(await run(parts, { columns: ["Top", "Total"] })).toEqual([
    [2, 620.25],
    [null, 410.5],
    [1, 225.75],
  ]);
});

test("rows that tie with the last all stay by rank and are cut by row number", async () => {
  const tied = async (rankType: string) => {
    const parts: SheetParts = {
      columns: { Lines: "Count()", Top: `VisibilityLimit([Region], 4, "${rankType}")` },
      groupings: [{ keys: ["Top"], calculations: ["Lines"], sort: [{ columnId: "Lines", direction: "descending" }] }],
    };
    return run(parts, { columns: ["Top", "Lines"] });
  };
  expect(await tied("row_number")).toEqual([
    ["West", 4],
    ["East", 3],
    ["North", 2],
    ["Others", 2],
    ["east", 1],
  ]);
  const all = [
    ["West", 4],
    ["East", 3],
    ["North", 2],
    ["east", 1],
    ["Östra", 1],
    [null, 1],
  ];
  expect(await tied("rank")).toEqual(all);
  expect(await tied("rank_dense")).toEqual(all);
});

test("in a calculation it shows the first rows of each parent group", async () => {
  const parts: SheetParts = {
    columns: {
      Region: "[Region]",
      Channel: "[Channel]",
      Total: "Sum([Sales])",
      Shown: "VisibilityLimit([Channel], 1)",
    },
    groupings: [{ keys: ["Channel"], calculations: ["Total", "Shown"], sort: byTotal }],
  };
  expect(await run(parts, { columns: ["Channel", "Shown"] })).toEqual([
    ["Store", "Store"],
    [null, "Others"],
    ["Online", "Others"],
  ]);
});

test.each([
  ["an average of the key's own groups", "GrandTotal(Avg([Total]))"],
  ["a total along an axis that holds the key", 'Subtotal([Total], "column_parent", 2)'],
  ["a rank of its groups", "Rank([Total])"],
])("a sort by %s waits for the key, so the key goes by its output", async (_what, formula) => {
  const parts: SheetParts = {
    columns: { ...columns, Asked: formula },
    groupings: [
      { keys: ["Top"], calculations: ["Total", "Asked"], sort: [{ columnId: "Asked", direction: "ascending" }] },
    ],
  };
  const rows = await run(parts, { columns: ["Top", "Total"], pivot: { rows: ["Top"], columns: [] } });
  expect(rows.map(([top]) => top).toSorted()).toEqual(["East", "North", "Others"]);
});
