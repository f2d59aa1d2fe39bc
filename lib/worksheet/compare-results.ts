import type { Cell, ResultColumn, ResultRows } from "./result.ts";

/** How a row of one time differs from the row of the other: a row that came or went has no cells on one side. */
export type RowChange = {
  readonly kind: "changed" | "added" | "removed";
  /** The cells that name the row: its keys, or all of them when it has none. */
  readonly labels: readonly { readonly column: ResultColumn; readonly cell: Cell }[];
  /** Of a changed row: what is another. */
  readonly cells: readonly { readonly column: ResultColumn; readonly before: Cell; readonly after: Cell }[];
};

export type Comparison = {
  /** Rows of either time that the other does not have as they are; a changed row counts once. */
  readonly differenceCount: number;
  /** The first of them, at most `mostChanges`. */
  readonly changes: readonly RowChange[];
};

/**
 * The rows of two times, whatever their order: an engine may list them otherwise without a sort. Rows of which only aggregates differ
 * are one changed row; numbers are the same to twelve digits, since sums in floating point depend on the order of addition.
 */
export function compareResults(
  schema: readonly ResultColumn[],
  before: readonly ResultRows[],
  after: readonly ResultRows[],
  mostChanges: number,
): Comparison {
  const isKeyed = schema.some(({ isAggregate }) => isAggregate === true);
  const keys = schema.flatMap((column, index) => (isKeyed && column.isAggregate === true ? [] : [{ column, index }]));
  const measures = schema.flatMap((column, index) =>
    isKeyed && column.isAggregate === true ? [{ column, index }] : [],
  );
  const [gone, come] = without(readRows(before), readRows(after));
  const keyOf = (row: Row): string => textOf(keys.map(({ index }) => row[index] ?? null));
  const comeByKey = Map.groupBy(come, keyOf);
  const changes: RowChange[] = [];
  for (const row of gone) {
    const labels = keys.map(({ column, index }) => ({ column, cell: row[index] ?? null }));
    const other = measures.length === 0 ? undefined : comeByKey.get(keyOf(row))?.shift();
    const cells = measures.flatMap(({ column, index }) => {
      const [then, now] = [row[index] ?? null, other?.[index] ?? null];
      return comparable(then) === comparable(now) ? [] : [{ column, before: then, after: now }];
    });
    changes.push(other === undefined ? { kind: "removed", labels, cells: [] } : { kind: "changed", labels, cells });
  }
  for (const row of [...comeByKey.values()].flat()) {
    const labels = keys.map(({ column, index }) => ({ column, cell: row[index] ?? null }));
    changes.push({ kind: "added", labels, cells: [] });
  }
  return { differenceCount: changes.length, changes: changes.slice(0, mostChanges) };
}

type Row = readonly Cell[];

function readRows(chunks: readonly ResultRows[]): Row[] {
  return chunks.flatMap(({ rowCount, columns }) =>
    Array.from({ length: rowCount }, (_, row) => columns.map((cells) => cells[row] ?? null)),
  );
}

/** Each bag of rows without what the other has as well. */
function without(left: readonly Row[], right: readonly Row[]): readonly [Row[], Row[]] {
  const counts = new Map<string, number>();
  for (const row of right) counts.set(textOf(row), (counts.get(textOf(row)) ?? 0) + 1);
  const take = (row: Row): boolean => {
    const count = counts.get(textOf(row)) ?? 0;
    if (count > 0) counts.set(textOf(row), count - 1);
    return count > 0;
  };
  const gone = left.filter((row) => !take(row));
  const come = right.filter((row) => {
    const count = counts.get(textOf(row)) ?? 0;
    if (count > 0) counts.set(textOf(row), count - 1);
    return count > 0;
  });
  return [gone, come];
}

function textOf(row: Row): string {
  return JSON.stringify(row.map(comparable));
}

function comparable(cell: Cell): Cell {
  return typeof cell === "number" && !Number.isInteger(cell) ? Number(cell.toPrecision(12)) : cell;
}
