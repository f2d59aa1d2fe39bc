import { expect, test } from "vitest";
import type { Cell } from "#lib/worksheet/result";
import { createRandom, type Random } from "#tests/support/random";
import { runBoth } from "#tests/support/run-worksheet";
import { prepareSheet, type SheetParts, type SheetView } from "#tests/support/sheets";
import { shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

/** Random pivots and charts of keys from any groupings, against plain loops over the shop's rows. */
const engines = useTwoEngines(shopTables);

type Row = readonly Cell[];
const lines: readonly Row[] = shopTables[0]?.rows ?? [];

/** Formula and plain meaning of each key. */
const keys: Readonly<Record<string, { readonly formula: string; readonly of: (row: Row) => Cell }>> = {
  Year: { formula: 'DateTrunc("year", [Order Date])', of: (row) => `${String(row[1]).slice(0, 4)}-01-01 00:00:00` },
  Region: { formula: "[Region]", of: (row) => row[2] ?? null },
  Customer: { formula: "[Customer ID]", of: (row) => row[3] ?? null },
  Channel: { formula: "[Channel]", of: (row) => row[5] ?? null },
  Large: { formula: "[Quantity] > 2", of: (row) => Number(row[6]) > 2 },
};
const names = Object.keys(keys);

const cellOf = (row: Row, key: string): Cell => keys[key]?.of(row) ?? null;

function rowsLike(row: Row, by: readonly string[]): readonly Row[] {
  return lines.filter((other) => by.every((key) => cellOf(other, key) === cellOf(row, key)));
}

function total(rows: readonly Row[]): Cell {
  const sales = rows.flatMap((row) => (typeof row[7] === "number" ? [row[7]] : []));
  return sales.length === 0 ? null : sales.reduce((sum, value) => sum + value, 0);
}

const customers = (rows: readonly Row[]): Cell => new Set(rows.flatMap((row) => row[3] ?? [])).size;

/** A measure over the keys that it goes by. */
type Measure = {
  readonly formula: string;
  readonly by: readonly string[];
  readonly of: (rows: readonly Row[]) => Cell;
};

function createCase(random: Random) {
  const shuffled = random.sample(names, names.length);
  const placed = shuffled.slice(0, random.integer(1, 4));
  const split = random.integer(0, placed.length);
  const [rows, columns] = [placed.slice(0, split), placed.slice(split)];
  const up = random.integer(1, 3);
  const [x, color] = placed;
  const isChart = random.integer(0, 2) === 0;
  const levels = up === 1 ? "" : `, ${up}`;
  const ofPivot: readonly Measure[] = [
    { formula: 'Subtotal([Total], "row")', by: rows, of: total },
    { formula: 'Subtotal(CountDistinct([Customer ID]), "column")', by: columns, of: customers },
    {
      formula: `Subtotal([Total], "row_parent"${levels})`,
      by: [...rows.slice(0, Math.max(0, split - up)), ...columns],
      of: total,
    },
    {
      formula: `Subtotal([Total], "column_parent"${levels})`,
      by: [...rows, ...columns.slice(0, Math.max(0, columns.length - up))],
      of: total,
    },
  ];
  const ofChart: readonly Measure[] = [
    ...(x === undefined ? [] : [{ formula: 'Subtotal([Total], "x_axis")', by: [x], of: total }]),
    ...(color === undefined
      ? []
      : [{ formula: 'Subtotal(CountDistinct([Customer ID]), "color")', by: [color], of: customers }]),
  ];
  const shown = isChart ? placed.slice(0, 3) : placed;
  const measures: readonly Measure[] = [
    { formula: "Sum([Sales])", by: shown, of: total },
    { formula: "GrandTotal(Sum([Sales]))", by: [], of: total },
    ...(isChart ? ofChart : ofPivot),
  ];
  const named = measures.map((measure, index) => [index === 0 ? "Total" : `M${index}`, measure] as const);
  // The worksheet's own groupings are others than the view's keys.
  const grouped = random.sample(names, random.integer(1, 3));
  const parts: SheetParts = {
    columns: {
      ...Object.fromEntries(names.map((name) => [name, keys[name]?.formula ?? ""])),
      ...Object.fromEntries(named.map(([name, { formula }]) => [name, formula])),
    },
    groupings: grouped.map((key, index) => ({
      keys: [key],
      calculations: index === grouped.length - 1 ? named.map(([name]) => name) : [],
    })),
  };
  const trellis = placed[2];
  const roles: Pick<SheetView, "chart" | "pivot"> = isChart
    ? {
        chart: {
          ...(x === undefined ? {} : { x }),
          ...(color === undefined ? {} : { color }),
          ...(trellis === undefined ? {} : { trellis }),
        },
      }
    : { pivot: { rows: [...rows], columns: [...columns] } };
  const view: SheetView = {
    level: `g${grouped.length}`,
    columns: [...shown, ...named.map(([name]) => name)],
    ...roles,
  };
  return { parts, view, shown, measures };
}

function expectedRows(shown: readonly string[], measures: readonly Measure[]): readonly Row[] {
  const cells = new Map(lines.map((row) => [JSON.stringify(shown.map((key) => cellOf(row, key))), row]));
  return [...cells.values()].map((row) => [
    ...shown.map((key) => cellOf(row, key)),
    ...measures.map(({ by, of }) => of(rowsLike(row, by))),
  ]);
}

const sorted = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).toSorted();

test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))("seed %i", async (seed) => {
  const { parts, view, shown, measures } = createCase(createRandom(seed));
  const rows = await runBoth(engines, prepareSheet(parts, view));
  expect(sorted(rows)).toEqual(sorted(expectedRows(shown, measures)));
});
