import { describe, expect, test } from "vitest";
import type { Cell } from "#lib/worksheet/result";
import type { View } from "#lib/worksheet/worksheet";
import { createRandom, type Random } from "#tests/support/random";
import { runBoth } from "#tests/support/run-worksheet";
import { prepareSheet, type SheetParts, type SheetView } from "#tests/support/sheets";
import { shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

/** Some rows of a view, and how many it has: the same rows and numbers as in the whole view, on both engines. */
const engines = useTwoEngines(shopTables);

const columns = {
  Year: 'DateTrunc("year", [Order Date])',
  Day: "[Order Date]",
  Region: "[Region]",
  Channel: "[Channel]",
  Third: "[Quantity] / 3",
  Large: "[Quantity] > 2",
  Category: "[Products/Category]",
  Limited: "VisibilityLimit([Region], 2)",
  Sales: "[Sales]",
  Place: 'Rank([Sales], "desc")',
  Total: "Sum([Sales])",
  Share: "PercentOfTotal(Sum([Sales]))",
  Parent: 'Subtotal(Sum([Sales]), "parent_grouping")',
  Running: "CumulativeSum(Sum([Sales]))",
  Customers: "CountDistinct([Customer ID])",
};
const keys = ["Year", "Day", "Region", "Channel", "Third", "Large", "Category", "Limited"];
const measures = ["Total", "Share", "Parent", "Running", "Customers"];

function createCase(random: Random): { parts: SheetParts; view: SheetView; asked: readonly string[] } {
  const placed = random.sample(keys, random.integer(1, 3));
  const parts: SheetParts = {
    columns,
    groupings: placed.map((key, index) => ({
      keys: [key],
      calculations: index === placed.length - 1 ? measures : [],
      sort: random.integer(0, 2) === 0 ? [{ columnId: key, direction: "descending" }] : [],
    })),
    filters:
      random.integer(0, 2) === 0
        ? [{ id: "f", kind: "range", columnId: "Total", exclude: false, nulls: "keep", min: 60, max: null }]
        : [],
  };
  const isBase = random.integer(0, 3) === 0;
  const shown = isBase ? [...placed, "Day", "Sales", "Place"] : [...placed, ...measures];
  const asked = random.sample(placed, random.integer(1, placed.length));
  return { parts, asked, view: { level: isBase ? "base" : `g${placed.length}`, columns: [...new Set(shown)] } };
}

function inWireForm(column: string, cell: Cell): Cell {
  return column === "Day" && typeof cell === "string" ? cell.slice(0, 10) : cell;
}

const isAlike = (left: Cell, right: Cell): boolean =>
  typeof left === "number" && typeof right === "number" ? Math.abs(left - right) < 1e-9 : left === right;

describe("rows within keys are those rows of the whole", () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))("seed %i", async (seed) => {
    const random = createRandom(seed);
    const { parts, view, asked } = createCase(random);
    const whole = await runBoth(engines, prepareSheet(parts, view));
    const example = whole.length === 0 ? undefined : random.pick(whole);
    // Thirds have more digits than the rows of this test keep.
    const exact = asked.filter((column) => column !== "Third");
    if (example === undefined || exact.length === 0) return;
    const cellOf = (row: readonly Cell[], column: string): Cell => row[view.columns.indexOf(column)] ?? null;
    const within = exact.map((column) => ({ columnId: column, value: inWireForm(column, cellOf(example, column)) }));
    const expected = whole.filter((row) =>
      exact.every((column) => isAlike(cellOf(row, column), cellOf(example, column))),
    );
    const rows = await runBoth(engines, prepareSheet(parts, { ...view, within }));
    const sorted = (some: readonly Cell[][]) => some.map((row) => JSON.stringify(row)).toSorted();
    expect(view.level === "base" ? sorted(rows) : rows).toEqual(view.level === "base" ? sorted(expected) : expected);
    expect(rows.length).toBeGreaterThan(0);
  });

  const nested: SheetParts = {
    columns: { ...columns, Tenths: "[Quantity] * 0 + 0.1 / 1 + 0.2 / 1" },
    groupings: [{ keys: ["Region"] }, { keys: ["Channel"], calculations: measures }],
  };

  test("columns that are not shown, on base rows also such as are no key", async () => {
    const view: SheetView = { level: "base", columns: ["Sales"] };
    const rows = await runBoth(
      engines,
      prepareSheet(nested, {
        ...view,
        within: [
          { columnId: "Region", value: "West" },
          { columnId: "Category", value: "Furniture" },
          { columnId: "Large", value: false },
        ],
      }),
    );
    expect(rows.flat().toSorted()).toEqual([50.25, 80]);
  });

  test("a double of seventeen digits is found", async () => {
    const within: View["within"] = [{ columnId: "Tenths", value: "0.30000000000000004" }];
    const rows = await runBoth(engines, prepareSheet(nested, { level: "base", columns: ["Sales"], within }));
    expect(rows).toHaveLength(12);
  });

  test("the limit counts what is left", async () => {
    const within: View["within"] = [{ columnId: "Region", value: "West" }];
    const view: SheetView = { level: "g2", columns: ["Region", "Channel", "Share"], within };
    const rows = await runBoth(engines, prepareSheet({ ...nested, limit: 2 }, view));
    expect(rows.map((row) => row.slice(0, 2))).toEqual([
      ["West", "Online"],
      ["West", "Store"],
    ]);
  });

  test("rows of a chart, of one mark", async () => {
    const chart: SheetView = { level: "g2", columns: ["Channel", "Share"], chart: { x: "Channel" } };
    const whole = await runBoth(engines, prepareSheet(nested, chart));
    const within: View["within"] = [{ columnId: "Channel", value: null }];
    const rows = await runBoth(engines, prepareSheet(nested, { ...chart, within }));
    expect(rows).toEqual(whole.filter(([channel]) => channel === null));
    expect(rows).toHaveLength(1);
  });
});

describe("ranges", () => {
  const pages = async (parts: SheetParts, view: SheetView, size: number): Promise<Cell[][]> => {
    const prepared = prepareSheet(parts, view);
    const rows: Cell[][] = [];
    for (let offset = 0; ; offset += size) {
      const range = { offset, limit: size };
      const page = await runBoth(engines, {
        ...prepared,
        compile: (dialect) => prepared.compileRange(dialect, range),
      });
      rows.push(...page);
      if (page.length < size) return rows;
    }
  };

  test.each(Array.from({ length: 20 }, (_, seed) => seed + 101))("seed %i: pages are the view", async (seed) => {
    const { parts, view } = createCase(createRandom(seed));
    const whole = await runBoth(engines, prepareSheet(parts, view));
    const listed = await pages(parts, view, 3);
    const sorted = (some: readonly Cell[][]) => some.map((row) => JSON.stringify(row)).toSorted();
    expect(sorted(listed)).toEqual(sorted(whole));
    if (view.level !== "base") expect(listed).toEqual(whole);
  });

  test("rows of one table come as they are stored, others by all columns", async () => {
    const range = { offset: 3, limit: 2 };
    const stored = prepareSheet({ columns }, { level: "base", columns: ["Region", "Sales"] });
    expect(stored.compile("duckdb").rowOrder).toBe("stored");
    expect(stored.compileRange("duckdb", range).sql).not.toContain("ORDER BY");
    const joined = prepareSheet({ columns }, { level: "base", columns: ["Region", "Category"] });
    expect(joined.compile("duckdb").rowOrder).toBe("none");
    expect(joined.compileRange("postgres", range).sql).toMatch(/ORDER BY .*\nLIMIT 2\nOFFSET 3$/);
    const sorted = prepareSheet(
      { columns, sort: [{ columnId: "Region", direction: "ascending" }] },
      { level: "base", columns: ["Region"] },
    );
    expect(sorted.compile("postgres").rowOrder).toBe("sorted");
  });

  test("end where the worksheet's limit ends", async () => {
    const rows = await pages({ columns, limit: 5 }, { level: "base", columns: ["Region", "Sales"] }, 3);
    expect(rows).toEqual(
      await runBoth(engines, prepareSheet({ columns, limit: 5 }, { level: "base", columns: ["Region", "Sales"] })),
    );
  });
});

describe("the number of rows", () => {
  test.each(Array.from({ length: 20 }, (_, seed) => seed + 201))("seed %i", async (seed) => {
    const { parts, view } = createCase(createRandom(seed));
    const prepared = prepareSheet(parts, view);
    const whole = await runBoth(engines, prepared);
    const [[count] = []] = await runBoth(engines, {
      ...prepared,
      compile: prepared.compileCount,
      schema: prepared.schema.slice(0, 1).map((column) => ({ ...column, type: "number" as const })),
    });
    expect(count).toBe(whole.length);
  });

  test("of a summary is one", async () => {
    const prepared = prepareSheet({ columns, summaries: ["Total"] }, { level: "summary", columns: ["Total"] });
    const schema = prepared.schema;
    expect(await runBoth(engines, { ...prepared, schema, compile: prepared.compileCount })).toEqual([[1]]);
  });
});
