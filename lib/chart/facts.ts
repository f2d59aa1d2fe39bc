import type { Format } from "../formula/types.ts";
import type { Cell, ResultColumn, ResultRows } from "../worksheet/result.ts";
import { type ColumnRole, findRoles, isAdditive, type Roles } from "./roles.ts";
import { autocorrelation, findOutliers, fitLine, mean, sum } from "./statistics.ts";

export type FactKind =
  | "total"
  | "average"
  | "highest"
  | "lowest"
  | "lead"
  | "share"
  | "concentration"
  | "change"
  | "growth"
  | "trend"
  | "seasonality"
  | "outlier"
  | "missing";

/** Something true of a result, computed by code. `value` is what `{{f1}}` in prose stands for, shown in `format`. */
export type Fact = {
  readonly id: string;
  readonly kind: FactKind;
  /** Plain words with the value in them, for a model to read. */
  readonly text: string;
  readonly value: number;
  readonly format?: Format | undefined;
  /** Key of the measure or, for missing data, of the column. */
  readonly column: string;
  /** The labels of the row the fact is about; empty when it is about all rows. */
  readonly labels: readonly string[];
  /** The cells it follows from, when they are few. `row` counts from 0. */
  readonly cells: readonly { readonly row: number; readonly key: string }[];
};

type Draft = Omit<Fact, "id">;
type Point = { readonly row: number; readonly value: number; readonly labels: readonly string[] };
type Series = { readonly measure: ResultColumn; readonly points: readonly Point[]; readonly name: string };

const percent: Format = { kind: "percent", decimals: 1 };
const maxSeries = 4;

/**
 * Facts of a result, the most telling first; over the rows given, so a truncated result needs that said beside them.
 * - total: sum of an additive measure (Sum, Count) over all rows · average: plain mean of the rows' values, for other measures
 * - highest, lowest: largest and smallest value with its row; of equal ones the first
 * - lead: highest / second highest − 1 · share: highest / total (additive, nothing negative)
 * - concentration: share of the three largest rows of six or more
 * - change: last − first in time order, growth: the same / first (when first > 0); per series, at most four
 * - trend: R² of a straight line through five or more points in time order, told from 0.5 on
 * - seasonality: autocorrelation a year apart (12 months or 4 quarters, trend removed), told from 0.4 on
 * - outlier: modified z-score above 3.5 among eight or more rows, at most two
 * - missing: number of empty cells of a column
 */
export function computeFacts(schema: readonly ResultColumn[], rows: ResultRows): Fact[] {
  const roles = findRoles(schema, rows);
  const measured = roles.measures.flatMap((measure) => factsOfMeasure(measure, roles));
  return [...measured, ...missingFacts(schema, rows)].map((fact, index) => ({ id: `f${index + 1}`, ...fact }));
}

function factsOfMeasure(measure: ColumnRole, roles: Roles): Draft[] {
  const whole: Series = { measure: measure.column, points: findPoints(measure, roles), name: measure.column.name };
  if (whole.points.length < 2) return [];
  return [...totalFacts(whole), ...extremeFacts(whole), ...timeFacts(whole, roles), ...outlierFacts(whole)];
}

function findPoints(measure: ColumnRole, roles: Roles): Point[] {
  const labels = roles.time === null ? roles.categories : [roles.time, ...roles.categories];
  return measure.cells.flatMap((cell, row) => {
    const value = toNumber(cell);
    return value === null ? [] : [{ row, value, labels: labels.map(({ cells }) => labelOf(cells[row] ?? null)) }];
  });
}

function totalFacts({ measure, points, name }: Series): Draft[] {
  const values = points.map(({ value }) => value);
  const average = mean(values);
  const all = { column: measure.key, labels: [], cells: [], format: measure.format };
  if (isAdditive(measure)) {
    const total = sum(values);
    return [{ ...all, kind: "total", value: total, text: `Total ${name}: ${plain(total)}` }];
  }
  if (average === null) return [];
  return [{ ...all, kind: "average", value: average, text: `Average of ${name} over the rows: ${plain(average)}` }];
}

function extremeFacts(series: Series): Draft[] {
  const { measure, points, name } = series;
  const [highest, second] = points.toSorted((a, b) => b.value - a.value || a.row - b.row);
  const lowest = points.toSorted((a, b) => a.value - b.value || a.row - b.row)[0];
  if (highest === undefined || second === undefined || lowest === undefined) return [];
  if (highest.value === lowest.value) return [];
  const facts = [
    factAt(series, "highest", highest, `Highest ${name}: ${nameOf(highest)}, ${plain(highest.value)}`),
    factAt(series, "lowest", lowest, `Lowest ${name}: ${nameOf(lowest)}, ${plain(lowest.value)}`),
  ];
  const lead = second.value > 0 ? highest.value / second.value - 1 : 0;
  if (lead > 0) {
    const text = `${nameOf(highest)} is ${inPercent(lead)} above ${nameOf(second)}, the next, in ${name}`;
    facts.push({ ...factAt(series, "lead", highest, text), value: lead, format: percent });
  }
  return [...facts, ...(isAdditive(measure) ? shareFacts(series, highest) : [])];
}

function shareFacts(series: Series, highest: Point): Draft[] {
  const values = series.points.map(({ value }) => value);
  const total = sum(values);
  if (total <= 0 || values.some((value) => value < 0)) return [];
  const share = highest.value / total;
  const text = `${nameOf(highest)} has ${inPercent(share)} of all ${series.name}`;
  const facts = [{ ...factAt(series, "share", highest, text), value: share, format: percent }];
  if (values.length < 6) return facts;
  const top = sum(values.toSorted((a, b) => b - a).slice(0, 3)) / total;
  const topText = `The three largest rows have ${inPercent(top)} of all ${series.name}`;
  return [
    ...facts,
    { ...factAt(series, "concentration", highest, topText), labels: [], cells: [], value: top, format: percent },
  ];
}

function timeFacts(whole: Series, roles: Roles): Draft[] {
  const { time } = roles;
  if (time === null) return [];
  const series = splitSeries(whole, roles);
  return series.slice(0, maxSeries).flatMap((one) => {
    const points = one.points.toSorted((a, b) => compareCells(time.cells[a.row], time.cells[b.row]));
    const ordered = { ...one, points };
    return [...changeFacts(ordered), ...trendFacts(ordered), ...seasonFacts(ordered, time.column)];
  });
}

function splitSeries(whole: Series, roles: Roles): Series[] {
  if (roles.categories.length === 0) return [whole];
  const groups = Map.groupBy(whole.points, (point) => point.labels.slice(1).join(", "));
  return [...groups].map(([label, points]) => ({ ...whole, points, name: `${whole.name} of ${label}` }));
}

function changeFacts(series: Series): Draft[] {
  const first = series.points[0];
  const last = series.points.at(-1);
  if (first === undefined || last === undefined || first === last) return [];
  const change = last.value - first.value;
  const cells = [first, last].map(({ row }) => ({ row, key: series.measure.key }));
  const span = `from ${nameOf(first)} to ${nameOf(last)}`;
  const base = { ...factAt(series, "change", last, ""), cells };
  const facts = [{ ...base, value: change, text: `Change of ${series.name} ${span}: ${plain(change)}` }];
  if (first.value <= 0) return facts;
  const growth = change / first.value;
  const text = `Growth of ${series.name} ${span}: ${inPercent(growth)}`;
  return [...facts, { ...base, kind: "growth", value: growth, format: percent, text }];
}

function trendFacts(series: Series): Draft[] {
  const line = series.points.length < 5 ? null : fitLine(series.points.map(({ value }) => value));
  if (line === null || line.strength < 0.5) return [];
  const text = `${series.name} ${line.slope > 0 ? "rises" : "falls"} along a line (R² ${line.strength.toFixed(2)})`;
  return [aboutAll(series, "trend", line.strength, text, { kind: "number", decimals: 2 })];
}

function seasonFacts(series: Series, time: ResultColumn): Draft[] {
  const lag = time.format?.datePattern === "quarter" || /quarter/i.test(time.formula) ? 4 : 12;
  if (!/month|quarter/i.test(`${time.formula} ${time.format?.datePattern ?? ""}`)) return [];
  const strength = autocorrelation(
    series.points.map(({ value }) => value),
    lag,
  );
  if (strength === null || strength < 0.4) return [];
  const text = `${series.name} repeats the same pattern every year (autocorrelation ${strength.toFixed(2)})`;
  return [aboutAll(series, "seasonality", strength, text, { kind: "number", decimals: 2 })];
}

function outlierFacts(series: Series): Draft[] {
  const positions = findOutliers(series.points.map(({ value }) => value));
  const points = positions.flatMap((position) => series.points[position] ?? []);
  return points
    .slice(0, 2)
    .map((point) =>
      factAt(series, "outlier", point, `${nameOf(point)} stands apart in ${series.name}: ${plain(point.value)}`),
    );
}

function missingFacts(schema: readonly ResultColumn[], rows: ResultRows): Draft[] {
  return schema.flatMap((column, position) => {
    const missing = (rows.columns[position] ?? []).filter((cell) => cell === null).length;
    if (missing === 0) return [];
    const text = `${missing} of ${rows.rowCount} rows have no ${column.name}`;
    return [{ kind: "missing", text, value: missing, column: column.key, labels: [], cells: [] }];
  });
}

function factAt({ measure }: Series, kind: FactKind, point: Point, text: string): Draft {
  const cells = [{ row: point.row, key: measure.key }];
  return { kind, text, value: point.value, format: measure.format, column: measure.key, labels: point.labels, cells };
}

function aboutAll({ measure }: Series, kind: FactKind, value: number, text: string, format: Format): Draft {
  return { kind, text, value, format, column: measure.key, labels: [], cells: [] };
}

function nameOf({ labels, row }: Point): string {
  return labels.length === 0 ? `row ${row + 1}` : labels.join(", ");
}

function labelOf(cell: Cell): string {
  return cell === null ? "(empty)" : String(cell).replace(/T00:00:00(\.0+)?$/, "");
}

function toNumber(cell: Cell): number | null {
  const value = typeof cell === "string" && cell !== "" ? Number(cell) : cell;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function compareCells(a: Cell | undefined, b: Cell | undefined): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "").localeCompare(String(b ?? ""), "en");
}

function plain(value: number): string {
  return String(Number(value.toPrecision(12)));
}

function inPercent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`;
}
