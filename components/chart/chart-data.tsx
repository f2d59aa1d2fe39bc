import type { Chart } from "#lib/chart/chart";
import { formatCell } from "#lib/worksheet/format-cell";
import type { Cell, ResultColumn, ResultRows } from "#lib/worksheet/result";

export type ReadField = {
  readonly column: ResultColumn;
  readonly cells: readonly Cell[];
  /** In the reader's words. */
  readonly show: (cell: Cell) => string;
  /** Short, for an axis. */
  readonly showShort: (cell: Cell) => string;
};

export type ChartData = {
  readonly x: ReadField | null;
  readonly y: readonly ReadField[];
  readonly color: ReadField | null;
  readonly size: ReadField | null;
  readonly rowCount: number;
};

export type ChartLocale = { readonly locale: string; readonly currency?: string };

/** Finds the chart's columns in the result. A column that the result does not have is left out. */
export function readChartData(
  chart: Chart,
  schema: readonly ResultColumn[],
  rows: ResultRows,
  where: ChartLocale,
): ChartData {
  const field = (columnId: string | null): ReadField | null => {
    const position = schema.findIndex((column) => column.columnId === columnId);
    const column = schema[position];
    return column === undefined ? null : readField(column, rows.columns[position] ?? [], where);
  };
  const y = chart.y.map(field).filter((found) => found !== null);
  return {
    x: field(chart.x),
    y,
    color: field(chart.color),
    size: field(chart.size),
    rowCount: rows.columns[0]?.length ?? 0,
  };
}

function readField(column: ResultColumn, cells: readonly Cell[], { locale, currency }: ChartLocale): ReadField {
  const options = currency === undefined ? {} : { currency };
  return {
    column,
    cells,
    show: (cell) => (cell === null ? "(empty)" : formatCell(cell, column, locale, options)),
    showShort: (cell) => (cell === null ? "(empty)" : formatCell(cell, column, locale, { ...options, compact: true })),
  };
}

/** A number of the chart; null where there is none. */
export function numberOf(cell: Cell | undefined): number | null {
  if (cell === null || cell === undefined || cell === "" || typeof cell === "boolean") return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** Milliseconds since 1970; wire dates have no zone and are read as UTC. */
export function timeOf(cell: Cell): number {
  const text = String(cell);
  return Date.parse(text.includes("T") ? `${text}Z` : `${text}T00:00:00Z`);
}

export type Series = { readonly name: string; readonly field: ReadField; readonly values: readonly (number | null)[] };

/** Distinct x values, in the result's order or by time, and one series for each colour or each measure. */
export function pivotSeries(data: ChartData): {
  readonly categories: readonly Cell[];
  readonly series: readonly Series[];
} {
  const categories = findCategories(data.x);
  const slot = new Map(categories.map((category, index) => [category, index]));
  const { color } = data;
  const measure = data.y[0];
  if (color === null || measure === undefined)
    return { categories, series: data.y.map((field) => ({ name: field.column.name, field, values: place(field) })) };
  const names = [...new Set(color.cells)];
  return {
    categories,
    series: names.map((name) => ({
      name: color.show(name),
      field: measure,
      values: place(measure, (row) => color.cells[row] === name),
    })),
  };

  function place(field: ReadField, isWanted: (row: number) => boolean = () => true): (number | null)[] {
    const values: (number | null)[] = categories.map(() => null);
    for (const [row, cell] of field.cells.entries()) {
      const index = data.x === null ? 0 : slot.get(data.x.cells[row] ?? null);
      if (index !== undefined && isWanted(row)) values[index] = numberOf(cell);
    }
    return values;
  }
}

function findCategories(x: ReadField | null): readonly Cell[] {
  if (x === null) return [null];
  const distinct = [...new Set(x.cells)];
  return x.column.type === "date" ? distinct.toSorted((a, b) => String(a).localeCompare(String(b))) : distinct;
}
