import type { Format } from "../../formula/types.ts";
import type { Cell, ResultColumn } from "../../worksheet/result.ts";
import type { ColumnRole, Roles } from "../roles.ts";
import type { FactDraft, FactKind } from "./fact.ts";

/** How a fact's words write values and cells: raw for models, in the reader's format for people. */
export type Show = {
  readonly value: (value: number, format: Format | undefined) => string;
  readonly share: (ratio: number) => string;
  readonly cell: (cell: Cell, column: ResultColumn) => string;
};

/** A row with a value. `labels` as they are stored, `name` as they are shown. */
export type Point = {
  readonly row: number;
  readonly value: number;
  readonly labels: readonly string[];
  readonly name: string;
  /** The first of them: in time, when. */
  readonly when: string;
};

/** The values of one measure, all of them or those of one colour, in the order of the rows or of time. */
export type Series = {
  readonly measure: ResultColumn;
  readonly points: readonly Point[];
  /** "Sales", "Sales of East". */
  readonly name: string;
  /** The colour's label; null: the whole measure. */
  readonly label: string | null;
  /** Key of the column that the label stands in. */
  readonly by: string | null;
  readonly show: Show;
};

export function seriesOf(measure: ColumnRole, roles: Roles, show: Show): Series {
  const { column } = measure;
  return { measure: column, points: findPoints(measure, roles, show), name: column.name, label: null, by: null, show };
}

function findPoints(measure: ColumnRole, roles: Roles, show: Show): Point[] {
  const labels = roles.time === null ? roles.categories : [roles.time, ...roles.categories];
  return measure.cells.flatMap((cell, row) => {
    const value = toNumber(cell);
    if (value === null) return [];
    const shown = labels.map(({ column, cells }) => show.cell(cells[row] ?? null, column));
    const name = shown.length === 0 ? `row ${row + 1}` : shown.join(", ");
    return [
      { row, value, name, when: shown[0] ?? name, labels: labels.map(({ cells }) => labelOf(cells[row] ?? null)) },
    ];
  });
}

/** The parts of a series by a label column, or by several together; in the order of the rows. */
export function splitBy(series: Series, roles: readonly ColumnRole[]): Series[] {
  const by = roles[0]?.column.key ?? null;
  const labels = (row: number): string => roles.map(({ cells }) => labelOf(cells[row] ?? null)).join(", ");
  const groups = Map.groupBy(series.points, ({ row }) => labels(row));
  return [...groups].map(([label, points]) => ({ ...series, points, label, by, name: `${series.name} of ${label}` }));
}

export function inTime(series: Series, time: ColumnRole): Series {
  const points = series.points.toSorted((a, b) => compareCells(time.cells[a.row], time.cells[b.row]));
  return { ...series, points };
}

export function factAt({ measure, label, by }: Series, kind: FactKind, point: Point, text: string): FactDraft {
  const cells = [{ row: point.row, key: measure.key }];
  const { value, labels, row } = point;
  return {
    kind,
    text,
    value,
    format: measure.format,
    column: measure.key,
    labels,
    cells,
    rows: [row],
    series: label,
    by,
    way: null,
  };
}

export function aboutAll(
  { measure, label, by }: Series,
  kind: FactKind,
  value: number,
  text: string,
  format: Format | undefined,
): FactDraft {
  return {
    kind,
    text,
    value,
    format,
    column: measure.key,
    labels: [],
    cells: [],
    rows: [],
    series: label,
    by,
    way: null,
  };
}

export function labelOf(cell: Cell): string {
  return cell === null ? "(empty)" : String(cell).replace(/T00:00:00(\.0+)?$/, "");
}

export function toNumber(cell: Cell): number | null {
  const value = typeof cell === "string" && cell !== "" ? Number(cell) : cell;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function compareCells(a: Cell | undefined, b: Cell | undefined): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "").localeCompare(String(b ?? ""), "en");
}
