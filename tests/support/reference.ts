import type { DraftFilter, WorksheetDraft } from "#lib/worksheet/draft";
import type { Cell } from "#lib/worksheet/result";
import { draft, groupBy } from "./drafts.ts";
import type { Random } from "./random.ts";
import { shopTables } from "./shop.ts";

/**
 * A slow and obviously right way to compute a worksheet, which shares nothing with the compiler: each formula stands beside what
 * it means in plain loops over the shop's rows.
 */
type Row = Readonly<Record<string, Cell>>;
type Meaning<Subject> = { readonly formula: string; readonly of: (subject: Subject) => Cell };

const lines = rowsOf("order_lines");
const products = rowsOf("products");

function rowsOf(name: string): readonly Row[] {
  const table = shopTables.find((candidate) => candidate.name === name);
  const columns = Object.keys(table?.columns ?? {});
  return (table?.rows ?? []).map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])),
  );
}

const categoryOf = (row: Row): Cell =>
  products.find((product) => product["product_id"] === row["product_id"])?.["category"] ?? null;
const numbers = (rows: readonly Row[], column: string): number[] =>
  rows.flatMap((row) => (typeof row[column] === "number" ? [row[column]] : []));
const sum = (values: readonly number[]): Cell =>
  values.length === 0 ? null : values.reduce((all, value) => all + value, 0);
const over = (left: Cell, right: Cell): Cell =>
  left === null || right === null || right === 0 ? null : Number(left) / Number(right);
const mean = (values: readonly number[]): Cell => over(sum(values), values.length);

const keys: readonly Meaning<Row>[] = [
  { formula: "[Region]", of: (row) => row["region"] ?? null },
  { formula: "[Channel]", of: (row) => row["channel"] ?? null },
  { formula: "[Returned]", of: (row) => row["returned"] ?? null },
  { formula: "[Order ID]", of: (row) => row["order_id"] ?? null },
  { formula: "[Products/Category]", of: categoryOf },
  { formula: 'DateTrunc("month", [Order Date])', of: (row) => `${String(row["order_date"]).slice(0, 7)}-01 00:00:00` },
  { formula: "[Quantity] > 2", of: (row) => Number(row["quantity"]) > 2 },
];

const measures: readonly Meaning<readonly Row[]>[] = [
  { formula: "Sum([Sales])", of: (rows) => sum(numbers(rows, "sales")) },
  { formula: "Avg([Quantity])", of: (rows) => mean(numbers(rows, "quantity")) },
  { formula: "Count()", of: (rows) => rows.length },
  { formula: "Count([Profit])", of: (rows) => numbers(rows, "profit").length },
  { formula: "CountDistinct([Customer ID])", of: (rows) => new Set(numbers(rows, "customer_id")).size },
  { formula: "CountIf([Sales] > 60)", of: (rows) => numbers(rows, "sales").filter((sales) => sales > 60).length },
  { formula: "Max([Sales]) - Min([Sales])", of: (rows) => spread(numbers(rows, "sales")) },
  { formula: "[Profit Ratio]", of: (rows) => over(sum(numbers(rows, "profit")), sum(numbers(rows, "sales"))) },
];

function spread(values: readonly number[]): Cell {
  return values.length === 0 ? null : Math.max(...values) - Math.min(...values);
}

type KnownFilter = { readonly draft: DraftFilter; readonly keeps: (row: Row) => boolean };
const filters: readonly KnownFilter[] = [
  {
    draft: { kind: "list", column: "Region", values: ["East", "West", null], exclude: false },
    keeps: (row) => ["East", "West", null].some((region) => region === row["region"]),
  },
  {
    draft: { kind: "list", column: "Channel", values: ["Online"], exclude: true },
    keeps: (row) => row["channel"] !== "Online",
  },
  {
    draft: { kind: "range", column: "Sales", min: 20, max: 300, exclude: false },
    keeps: (row) => row["sales"] !== null && Number(row["sales"]) >= 20 && Number(row["sales"]) <= 300,
  },
  {
    draft: { kind: "between-dates", column: "Order Date", start: "2024-01-20", end: "2025-03-05", exclude: false },
    keeps: (row) => String(row["order_date"]) >= "2024-01-20" && String(row["order_date"]) <= "2025-03-05",
  },
];

type Group = { readonly key: readonly Cell[]; readonly rows: readonly Row[] };

function group(rows: readonly Row[], by: readonly Meaning<Row>[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const key = by.map(({ of }) => of(row));
    const known = groups.get(JSON.stringify(key)) ?? { key, rows: [] };
    groups.set(JSON.stringify(key), { key, rows: [...known.rows, row] });
  }
  return [...groups.values()].toSorted((left, right) => compareKeys(left.key, right.key));
}

function compareKeys(left: readonly Cell[], right: readonly Cell[]): number {
  for (const [index, value] of left.entries()) {
    const order = compareCells(value, right[index] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** By code point, nulls last. */
function compareCells(left: Cell, right: Cell): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return left < right ? -1 : 1;
}

/** A random worksheet with what it has to say: keys, then columns that use the measure at several levels. */
export function createReferenceCase(random: Random): {
  readonly draft: WorksheetDraft;
  readonly rows: readonly (readonly Cell[])[];
} {
  const chosen = random.sample(keys, random.integer(1, 3));
  const split = random.integer(1, chosen.length);
  const measure = random.pick(measures);
  const chosenFilters = random.sample(filters, random.integer(0, 2));
  const top = random.integer(0, 2) === 0 ? random.integer(1, 3) : null;
  const names = chosen.map((_, index) => `K${index + 1}`);
  const onTop = ["M", "Share", "Part", "Place", "Outer"];
  const hasInner = split < chosen.length;
  const groupings = hasInner
    ? [groupBy(names.slice(0, split), ["Outer"]), groupBy(names.slice(split), onTop.slice(0, 4))]
    : [groupBy(names, onTop)];
  const formulas: Readonly<Record<string, string>> = {
    M: measure.formula,
    Share: "[M] / GrandTotal([M])",
    Part: `PercentOfTotal(${measure.formula}, "parent_grouping")`,
    Place: 'Rank([M], "desc")',
    Outer: measure.formula,
  };
  const rankFilter: DraftFilter[] =
    top === null ? [] : [{ kind: "top", column: "M", n: top, direction: "top", per: "parent" }];
  return {
    draft: draft({
      columns: [
        ...chosen.map(({ formula }, index) => ({ name: names[index] ?? "", formula, format: null })),
        ...onTop.map((name) => ({ name, formula: formulas[name] ?? "", format: null })),
      ],
      groupings,
      filters: [...chosenFilters.map((filter) => filter.draft), ...rankFilter],
      show: [...names, ...onTop],
    }),
    rows: expectedRows(chosen, hasInner ? split : 0, hasInner ? split : chosen.length, measure, chosenFilters, top),
  };
}

/** `parents`: how many of the keys are the parent grouping's; `outer`: how many are those of the column Outer. */
function expectedRows(
  by: readonly Meaning<Row>[],
  parents: number,
  outer: number,
  measure: Meaning<readonly Row[]>,
  chosenFilters: readonly KnownFilter[],
  top: number | null,
): readonly (readonly Cell[])[] {
  const rows = lines.filter((row) => chosenFilters.every((filter) => filter.keeps(row)));
  const groups = group(rows, by);
  const isWithin =
    (count: number, { key }: Group) =>
    (row: Row) =>
      by.slice(0, count).every(({ of }, index) => of(row) === key[index]);
  return groups.flatMap((own) => {
    const value = measure.of(own.rows);
    const siblings = groups.filter((other) =>
      own.key.slice(0, parents).every((cell, index) => cell === other.key[index]),
    );
    const better = siblings.filter((other) => isBetter(measure.of(other.rows), value)).length;
    if (top !== null && (value === null || better + 1 > top)) return [];
    const share = over(value, measure.of(rows));
    const part = over(value, measure.of(rows.filter(isWithin(parents, own))));
    return [[...own.key, value, share, part, better + 1, measure.of(rows.filter(isWithin(outer, own)))]];
  });
}

/** Descending, nulls last: anything is better than null. Ratios that differ by rounding only are the same. */
function isBetter(other: Cell, own: Cell): boolean {
  if (other === null) return false;
  return own === null || Number(other) - Number(own) > 1e-12;
}
