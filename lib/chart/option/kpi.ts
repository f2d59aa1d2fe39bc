import type { Chart } from "../chart.ts";
import { type ChartData, numberOf, type ReadField } from "./fields.ts";

export type Kpi = {
  readonly columnId: string;
  readonly name: string;
  readonly text: string;
  /** Against the period before or the target; null when there is none or it has no value. */
  readonly change: {
    /** "+12.0 % against Feb 2026". */
    readonly text: string;
    /** Of what is written: a difference may be there and still be less. */
    readonly direction: "up" | "down" | "none";
    /** Null without a direction. */
    readonly isGood: boolean | null;
  } | null;
  /** The values of all periods, in their order. */
  readonly line: readonly (number | null)[] | null;
};

/** The chart's measures as single numbers: of the one row, or of the last period on x. */
export function readKpis(chart: Chart, data: ChartData): Kpi[] {
  const rows = orderRows(data.x, data.rowCount);
  return data.y.map((field) => {
    const last = rows.at(-1) ?? 0;
    return {
      columnId: field.column.columnId,
      name: data.x === null ? field.column.name : `${field.column.name}, ${data.x.show(data.x.cells[last] ?? null)}`,
      text: field.show(field.cells[last] ?? null),
      change: changeOf(chart, data, field, rows),
      line: chart.kpi.sparkline && rows.length > 1 ? rows.map((row) => numberOf(field.cells[row])) : null,
    };
  });
}

function orderRows(x: ReadField | null, rowCount: number): number[] {
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  if (x === null || (x.column.type !== "date" && x.column.type !== "number")) return rows;
  const at = (row: number): string | number => {
    const cell = x.cells[row] ?? null;
    return x.column.type === "number" ? (numberOf(cell) ?? 0) : String(cell ?? "");
  };
  return rows.sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
}

function changeOf(chart: Chart, data: ChartData, field: ReadField, rows: readonly number[]): Kpi["change"] {
  const { comparison, isLowerBetter } = chart.kpi;
  if (comparison === "none") return null;
  const last = rows.at(-1) ?? 0;
  const before = rows.at(-2);
  const isTarget = comparison === "target";
  if (!isTarget && before === undefined) return null;
  const base = isTarget ? numberOf(data.target?.cells[last]) : numberOf(field.cells[before ?? 0]);
  const value = numberOf(field.cells[last]);
  if (base === null || value === null) return null;
  const against = isTarget
    ? `${data.target?.column.name ?? "the target"} ${data.target?.show(base) ?? ""}`
    : (data.x?.show(data.x.cells[before ?? 0] ?? null) ?? "the row before");
  const { written, direction } = showChange(value - base, base, field, data.locale);
  const isGood = direction === "none" ? null : (direction === "up") !== isLowerBetter;
  return { text: `${written} against ${against.trim()}`, direction, isGood };
}

type ShownChange = { readonly written: string; readonly direction: "up" | "down" | "none" };

/** In percent where the base is above zero, else as the difference. */
function showChange(difference: number, base: number, field: ReadField, locale: string): ShownChange {
  if (field.column.format?.kind === "percent") {
    const points = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
    return { written: `${points.format(difference * 100)} points`, direction: directionOf(points, difference * 100) };
  }
  if (base > 0) {
    const percent = new Intl.NumberFormat(locale, {
      style: "percent",
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
      signDisplay: "exceptZero",
    });
    return { written: percent.format(difference / base), direction: directionOf(percent, difference / base) };
  }
  const written = field.show(difference);
  if ([0, -0].some((zero) => field.show(zero) === written)) return { written: field.show(0), direction: "none" };
  return difference > 0 ? { written: `+${written}`, direction: "up" } : { written, direction: "down" };
}

/** By the sign that the format writes, which is none before a zero. */
function directionOf(format: Intl.NumberFormat, value: number): ShownChange["direction"] {
  const signs = format.formatToParts(value).map(({ type }) => type);
  return signs.includes("plusSign") ? "up" : signs.includes("minusSign") ? "down" : "none";
}
