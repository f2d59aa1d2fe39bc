import type { Cell, ResultColumn } from "../../worksheet/result.ts";
import type { ChartReference } from "../chart.ts";
import { isAggregate, isQuantity } from "../roles.ts";

export type ReadField = {
  readonly column: ResultColumn;
  readonly cells: readonly Cell[];
  /** In the reader's words. */
  readonly show: (cell: Cell) => string;
  /** Short, for an axis. */
  readonly showShort: (cell: Cell) => string;
};

export type ReadReference = ChartReference & { readonly at: number };

/** The chart's columns as found in the rows, in the order in which they are drawn. */
export type ChartData = {
  readonly x: ReadField | null;
  readonly y: readonly ReadField[];
  readonly color: ReadField | null;
  readonly size: ReadField | null;
  readonly trellis: ReadField | null;
  readonly tooltip: readonly ReadField[];
  /** What a row is about: the keys of its group. */
  readonly keys: readonly ReadField[];
  readonly target: ReadField | null;
  readonly references: readonly ReadReference[];
  /** Rows of the source themselves, not groups of them. */
  readonly isListing: boolean;
  readonly rowCount: number;
  readonly locale: string;
  /** What is not drawn and why, in sentences. */
  readonly notes: readonly string[];
};

/** Whether it says how much; other columns say of what. */
export function isMeasured({ isListing }: ChartData, { column }: ReadField): boolean {
  return isListing ? isQuantity(column) : column.type === "number" && isAggregate(column);
}

/** Some of the rows, in this order. */
export function pickRows(data: ChartData, rows: readonly number[]): ChartData {
  const pick = (field: ReadField): ReadField => ({ ...field, cells: rows.map((row) => field.cells[row] ?? null) });
  const pickOne = (field: ReadField | null) => (field === null ? null : pick(field));
  return {
    ...data,
    x: pickOne(data.x),
    y: data.y.map(pick),
    color: pickOne(data.color),
    size: pickOne(data.size),
    trellis: pickOne(data.trellis),
    tooltip: data.tooltip.map(pick),
    keys: data.keys.map(pick),
    target: pickOne(data.target),
    rowCount: rows.length,
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
