import { describe, expect, test } from "vitest";
import type { Cell } from "#lib/worksheet/result";
import { runBoth } from "#tests/support/run-worksheet";
import { prepareSheet, type SheetParts, type SheetView } from "#tests/support/sheets";
import { shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);
const run = (parts: SheetParts, view: SheetView): Promise<Cell[][]> =>
  runBoth(engines, prepareSheet(parts, { level: "g2", ...view }));

const columns = {
  Year: 'DateTrunc("year", [Order Date])',
  Region: "[Region]",
  Channel: "[Channel]",
  Category: "[Category]",
  Total: "Sum([Sales])",
  "Share of Axis": 'PercentOfTotal([Total], "x_axis")',
  "Share of Color": 'PercentOfTotal(Sum([Sales]), "color")',
  "Axis Total": 'Subtotal(Sum([Sales]), "x_axis")',
  "Color Total": 'Subtotal([Total], "color")',
  All: 'Subtotal([Total], "grand_total")',
  "Row Total": 'Subtotal(Sum([Sales]), "row")',
  "Column Total": 'Subtotal([Total], "column")',
  "Row Parent": 'Subtotal(Sum([Sales]), "row_parent")',
  "Row Parent 2": 'Subtotal([Total], "row_parent", 2)',
  "Row Parent 9": 'Subtotal([Total], "row_parent", 9)',
  "Column Parent": 'Subtotal(Sum([Sales]), "column_parent")',
  "Column Parent 2": 'Subtotal(Sum([Sales]), "column_parent", 2)',
  Parent: 'Subtotal([Total], "parent_grouping")',
  "Parent 2": 'Subtotal([Total], "parent_grouping", 2)',
  Running: "CumulativeSum([Total])",
  Place: 'Rank([Total], "desc")',
  "Region Total": "Sum([Sales])",
  "Share of Region": "[Total] / [Region Total]",
  Mean: "Avg([Sales])",
  Customers: "CountDistinct([Customer ID])",
};
const measures = Object.keys(columns).filter(
  (name) => !["Year", "Region", "Channel", "Category", "Region Total"].includes(name),
);
const nested: SheetParts = {
  columns,
  groupings: [
    { keys: ["Region"], calculations: ["Region Total"] },
    { keys: ["Channel"], calculations: measures },
    { keys: ["Year"] },
  ],
};

/** The shop's lines that count, in plain numbers. */
type Line = { readonly Year: Cell; readonly Region: Cell; readonly Channel: Cell; readonly sales: number | null };
const lines: readonly Line[] = (shopTables[0]?.rows ?? []).map((row) => ({
  Year: `${String(row[1]).slice(0, 4)}-01-01 00:00:00`,
  Region: row[2] ?? null,
  Channel: row[5] ?? null,
  sales: typeof row[7] === "number" ? row[7] : null,
}));

function sumWhere(where: Partial<Line>): number | null {
  const found = lines
    .filter((line) =>
      Object.entries(where).every(([key, value]) => Object.entries(line).some(([k, v]) => k === key && v === value)),
    )
    .flatMap((line) => (line.sales === null ? [] : [line.sales]));
  return found.length === 0 ? null : found.reduce((sum, value) => sum + value, 0);
}

describe("charts", () => {
  test("total along the axis and along the colour", async () => {
    const rows = await run(nested, {
      columns: ["Year", "Channel", "Total", "Axis Total", "Color Total", "All", "Share of Axis", "Share of Color"],
      chart: { x: "Year", color: "Channel" },
    });
    expect(rows).toHaveLength(5);
    for (const [Year = null, Channel = null, ...values] of rows) {
      const cell = sumWhere({ Year, Channel });
      const [axis, color] = [sumWhere({ Year }), sumWhere({ Channel })];
      expect(values.slice(0, 4)).toEqual([cell, axis, color, 1256.5]);
      expect(values[4]).toBeCloseTo(Number(cell) / Number(axis), 9);
      expect(values[5]).toBeCloseTo(Number(cell) / Number(color), 9);
    }
  });

  test("show keys of inner groupings alone, and calculations again on them", async () => {
    const rows = await run(nested, {
      columns: ["Channel", "Total", "Mean", "Customers", "Region Total", "Share of Region"],
      chart: { x: "Channel" },
    });
    expect(rows).toEqual([
      ["Online", 286, 57.2, 4, 286, 1],
      ["Store", 650.5, 130.1, 4, 650.5, 1],
      [null, 320, 320, 1, 320, 1],
    ]);
  });

  test("repeat what coarser groupings have", async () => {
    const rows = await run(nested, {
      columns: ["Year", "Region", "Total", "Region Total"],
      chart: { x: "Year", color: "Region" },
    });
    for (const [Year = null, Region = null, total, ofRegion] of rows) {
      expect([total, ofRegion]).toEqual([sumWhere({ Year, Region }), sumWhere({ Region })]);
    }
  });

  test("compute the calculations of their level on their own rows, however coarse its grouping is", async () => {
    const byChannel: SheetParts = {
      columns: { ...columns, Outer: "Sum([Sales])" },
      groupings: [
        { keys: ["Region"], calculations: ["Outer"] },
        { keys: ["Channel"], calculations: ["Total", "Row Parent"] },
      ],
    };
    const view = { columns: ["Year", "Channel", "Total"], chart: { x: "Year", color: "Channel" } };
    const one: SheetParts = { columns, groupings: [{ keys: ["Channel"], calculations: ["Total", "Column Parent"] }] };
    for (const [Year = null, Channel = null, total] of await run(one, { ...view, level: "g1" })) {
      expect(total).toBe(sumWhere({ Year, Channel }));
    }
    const pivot = { rows: ["Year"], columns: ["Region", "Channel"] };
    const rows = await run(byChannel, { columns: ["Year", "Region", "Channel", "Row Parent", "Outer"], pivot });
    for (const [, Region = null, Channel = null, parent, outer] of rows) {
      expect([parent, outer]).toEqual([sumWhere({ Region, Channel }), sumWhere({ Region })]);
    }
  });

  test("run windows along the axis within each colour", async () => {
    const rows = await run(nested, {
      columns: ["Year", "Channel", "Total", "Running", "Place"],
      chart: { x: "Year", color: "Channel" },
    });
    expect(rows).toEqual([
      ["2024-01-01 00:00:00", "Online", 225.75, 225.75, 1],
      ["2024-01-01 00:00:00", "Store", 430.5, 430.5, 1],
      ["2024-01-01 00:00:00", null, 320, 320, 1],
      ["2025-01-01 00:00:00", "Online", 60.25, 286, 2],
      ["2025-01-01 00:00:00", "Store", 220, 650.5, 2],
    ]);
  });

  test("run windows over the colours when there is no axis, within each trellis", async () => {
    const rows = await run(nested, {
      columns: ["Channel", "Year", "Total", "Place"],
      chart: { color: "Channel", trellis: "Year" },
    });
    expect(rows.map(([, , , place]) => place)).toEqual([3, 1, 2, 2, 1]);
  });

  test("any column of base rows may be a key", async () => {
    const rows = await run(nested, { columns: ["Category", "Total"], chart: { x: "Category" } });
    expect(rows).toEqual([
      ["Furniture", 1061.25],
      ["Lighting", 50],
      [null, 145.25],
    ]);
  });

  test("filter base rows first, then their own rows", async () => {
    const filters: SheetParts["filters"] = [
      { id: "f1", columnId: "Channel", kind: "list", values: ["Online", "Store"], exclude: false, nulls: "drop" },
      { id: "f2", columnId: "Total", kind: "range", min: 100, max: null, exclude: false, nulls: "drop" },
    ];
    expect(await run({ ...nested, filters }, { columns: ["Region", "Total", "All"], chart: { x: "Region" } })).toEqual([
      ["East", 150.5, 936.5],
      ["North", 235.25, 936.5],
      ["West", 380.25, 936.5],
      [null, 100.5, 936.5],
    ]);
  });

  test("take the top of each colour", async () => {
    const filters: SheetParts["filters"] = [
      {
        id: "f",
        columnId: "Total",
        kind: "topN",
        n: 1,
        direction: "top",
        per: "parent",
        exclude: false,
        nulls: "drop",
      },
    ];
    const view = { columns: ["Region", "Channel", "Total"], chart: { x: "Region", color: "Channel" } };
    expect(await run({ ...nested, filters }, view)).toEqual([
      ["East", "Online", 150.5],
      ["East", null, 320],
      ["West", "Store", 330],
    ]);
  });

  test("a filter by a formula acts on the view's rows too", async () => {
    const filters: SheetParts["filters"] = [
      { id: "f", columnId: "g2", kind: "formula", formula: "[Total] > 300", exclude: false, nulls: "drop" },
    ];
    expect(await run({ ...nested, filters }, { columns: ["Channel", "Total"], chart: { x: "Channel" } })).toEqual([
      ["Store", 650.5],
      [null, 320],
    ]);
  });

  test("follow the worksheet's sort and limit", async () => {
    const sorted: SheetParts = { ...nested, sort: [{ columnId: "Total", direction: "descending" }], limit: 2 };
    expect(await run(sorted, { columns: ["Region", "Total", "Running"], chart: { x: "Region" } })).toEqual([
      ["East", 470.5, 470.5],
      ["West", 380.25, 850.75],
    ]);
  });

  test("without keys have one row", async () => {
    expect(await run(nested, { columns: ["Total", "Customers"], chart: {} })).toEqual([[1256.5, 5]]);
  });
});

describe("pivots", () => {
  const pivot = { rows: ["Region", "Channel"], columns: ["Year"] };

  test("have totals of rows, columns and their parents", async () => {
    const rows = await run(nested, {
      columns: [
        "Region",
        "Channel",
        "Year",
        "Total",
        "Row Total",
        "Column Total",
        "Row Parent",
        "Row Parent 2",
        "Row Parent 9",
        "Column Parent",
        "All",
      ],
      pivot,
    });
    expect(rows).toHaveLength(9);
    for (const [Region = null, Channel = null, Year = null, ...values] of rows) {
      const inColumn = sumWhere({ Year });
      expect(values).toEqual([
        sumWhere({ Region, Channel, Year }),
        sumWhere({ Region, Channel }),
        inColumn,
        sumWhere({ Region, Year }),
        inColumn,
        inColumn,
        sumWhere({ Region, Channel }),
        1256.5,
      ]);
    }
  });

  test("count parents of columns too", async () => {
    const rows = await run(nested, {
      columns: ["Region", "Year", "Channel", "Total", "Column Parent", "Column Parent 2"],
      pivot: { rows: ["Region"], columns: ["Year", "Channel"] },
    });
    for (const [Region = null, Year = null, Channel = null, ...values] of rows) {
      expect(values).toEqual([sumWhere({ Region, Year, Channel }), sumWhere({ Region, Year }), sumWhere({ Region })]);
    }
  });

  test("know parent groupings, also several up", async () => {
    const rows = await run(nested, {
      columns: ["Region", "Channel", "Total", "Parent", "Parent 2"],
      pivot: { rows: ["Region"], columns: ["Channel"] },
    });
    for (const [Region = null, Channel = null, ...values] of rows) {
      expect(values).toEqual([sumWhere({ Region, Channel }), sumWhere({ Region }), 1256.5]);
    }
  });

  test("carry the places of their keys in the schema", () => {
    const { schema } = prepareSheet(nested, { columns: ["Region", "Channel", "Year", "Total"], pivot });
    expect(schema.map(({ role }) => role)).toEqual(["row", "row", "column", undefined]);
  });

  test("run windows down the innermost rows of each column", async () => {
    const rows = await run(nested, { columns: ["Region", "Channel", "Year", "Total", "Running"], pivot });
    const north = rows.filter(([region]) => region === "West");
    expect(north).toEqual([
      ["West", "Online", "2025-01-01 00:00:00", 50.25, 50.25],
      ["West", "Store", "2024-01-01 00:00:00", 330, 330],
    ]);
    const flat = await run(nested, {
      columns: ["Channel", "Year", "Running"],
      pivot: { rows: ["Channel"], columns: ["Year"] },
    });
    expect(flat.map((row) => row[2])).toEqual([225.75, 60.25, 656.25, 280.25, 976.25]);
  });

  test("sort their rows by the rows' totals", async () => {
    const sorted: SheetParts = { ...nested, sort: [{ columnId: "Total", direction: "descending" }] };
    const rows = await run(sorted, {
      columns: ["Region", "Year", "Total"],
      pivot: { rows: ["Region"], columns: ["Year"] },
    });
    expect(rows.map(([region]) => region)).toEqual(["East", "West", "West", "North", "North", null, "Östra", "east"]);
  });

  test("get their totals from views with fewer keys, in which filters on cells do not act", async () => {
    const filters: SheetParts["filters"] = [
      { id: "f", columnId: "Total", kind: "range", min: 200, max: null, exclude: false, nulls: "drop" },
    ];
    const totals = { rows: ["Channel"], columns: [], isTotals: true };
    const view = { columns: ["Channel", "Total"], pivot: totals };
    expect(await run({ ...nested, filters }, view)).toEqual([
      ["Online", 286],
      ["Store", 650.5],
      [null, 320],
    ]);
    const cells = { columns: ["Region", "Channel", "Total"], pivot: { rows: ["Region"], columns: ["Channel"] } };
    expect(await run({ ...nested, filters }, cells)).toEqual([
      ["East", null, 320],
      ["West", "Store", 330],
    ]);
  });
});

test("the average of a finer grouping's sums is taken over its groups, whatever keys the view has", async () => {
  const orders: SheetParts = {
    columns: {
      Region: "[Region]",
      Order: "[Order ID]",
      Channel: "[Channel]",
      "Order Total": "Sum([Sales])",
      "Average Order": "Avg([Order Total])",
    },
    groupings: [
      { keys: ["Region"], calculations: ["Average Order"] },
      { keys: ["Order"], calculations: ["Order Total"] },
    ],
  };
  const rows = await run(orders, { columns: ["Channel", "Average Order"], chart: { x: "Channel" } });
  expect(rows).toEqual([
    ["Online", 71.5],
    ["Store", 130.1],
    [null, 320],
  ]);
});
