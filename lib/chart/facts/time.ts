import { monthNames } from "../../formula/month-names.ts";
import type { ResultColumn } from "../../worksheet/result.ts";
import type { ColumnRole } from "../roles.ts";
import { autocorrelation, fitLine, mannKendall, mean } from "../statistics.ts";
import { type Fact, type FactDraft, percent, twoDecimals, whole } from "./fact.ts";
import { aboutAll, factAt, type Point, type Series } from "./frame.ts";
import { monthOf, periodAt, periodUnit, shareOfPeriod } from "./periods.ts";

/** Last minus first in the order of the points, and the same as a part of the first. */
export function changeFacts(series: Series): FactDraft[] {
  const { show, measure } = series;
  const first = series.points[0];
  const last = series.points.at(-1);
  if (first === undefined || last === undefined || first === last) return [];
  const change = last.value - first.value;
  const cells = [first, last].map(({ row }) => ({ row, key: measure.key }));
  const span = `from ${first.when} to ${last.when}`;
  const rows = [first.row, last.row];
  const base = { ...factAt(series, "change", last, ""), cells, rows, way: wayOf(change) };
  const facts = [
    { ...base, value: change, text: `Change of ${series.name} ${span}: ${show.value(change, measure.format)}` },
  ];
  if (first.value <= 0) return facts;
  const growth = change / first.value;
  const text = `Growth of ${series.name} ${span}: ${show.share(growth)}`;
  return [...facts, { ...base, kind: "growth", value: growth, format: percent, text }];
}

function wayOf(change: number): Fact["way"] {
  return change === 0 ? null : change > 0 ? "up" : "down";
}

export function endFacts(series: Series): FactDraft[] {
  const { show, measure, name, points } = series;
  const told = (kind: "first" | "last", point: Point | undefined): FactDraft[] =>
    point === undefined
      ? []
      : [factAt(series, kind, point, `${name} in ${point.name}: ${show.value(point.value, measure.format)}`)];
  return points.length < 2 ? [] : [...told("first", points[0]), ...told("last", points.at(-1))];
}

/** R² of a straight line, told from 0.5 on; `value` says how strong, the text which way. */
export function trendFacts(series: Series): FactDraft[] {
  const line = series.points.length < 5 ? null : fitLine(series.points.map(({ value }) => value));
  if (line === null || line.strength < 0.5) return [];
  const text = `${series.name} ${line.slope > 0 ? "rises" : "falls"} along a line (R² ${line.strength.toFixed(2)})`;
  return [{ ...aboutAll(series, "trend", line.strength, text, twoDecimals), way: wayOf(line.slope) }];
}

/** Mann-Kendall: whether later values tend to be larger, whatever the shape. Told from eight points on. */
export function directionFacts(series: Series): FactDraft[] {
  const test = series.points.length < 8 ? null : mannKendall(series.points.map(({ value }) => value));
  if (test === null) return [];
  const isClear = test.p < 0.05;
  const way = isClear ? (test.tau > 0 ? "rises" : "falls") : "has no clear direction";
  const text = `${series.name} ${way} over time (Mann-Kendall tau ${test.tau.toFixed(2)}, ${isClear ? "significant" : "not significant"} at 5 %)`;
  return [{ ...aboutAll(series, "direction", test.tau, text, twoDecimals), way: isClear ? wayOf(test.tau) : null }];
}

/** The largest rise and fall from one point to the next. */
export function stepFacts(series: Series): FactDraft[] {
  const { points, measure, name, show } = series;
  if (points.length < 4) return [];
  const steps = points.flatMap((point, index) => {
    const before = points[index - 1];
    return before === undefined ? [] : [{ point, before, change: point.value - before.value }];
  });
  const told = (kind: "rise" | "fall", step: (typeof steps)[number] | undefined): FactDraft[] => {
    if (step === undefined || step.change === 0 || step.change > 0 !== (kind === "rise")) return [];
    const text = `Largest ${kind} of ${name}: from ${step.before.name} to ${step.point.name}, ${show.value(step.change, measure.format)}`;
    const rows = [step.before.row, step.point.row];
    const cells = rows.map((row) => ({ row, key: measure.key }));
    return [{ ...factAt(series, kind, step.point, text), value: Math.abs(step.change), rows, cells }];
  };
  const ordered = steps.toSorted((a, b) => b.change - a.change);
  return [...told("rise", ordered[0]), ...told("fall", ordered.at(-1))];
}

/** Autocorrelation a year apart (trend removed), told from 0.4 on. */
export function seasonFacts(series: Series, time: ResultColumn): FactDraft[] {
  const lag = time.format?.datePattern === "quarter" || /quarter/i.test(time.formula) ? 4 : 12;
  if (!/month|quarter/i.test(`${time.formula} ${time.format?.datePattern ?? ""}`)) return [];
  const strength = autocorrelation(
    series.points.map(({ value }) => value),
    lag,
  );
  if (strength === null || strength < 0.4) return [];
  const text = `${series.name} repeats the same pattern every year (autocorrelation ${strength.toFixed(2)})`;
  return [aboutAll(series, "seasonality", strength, text, twoDecimals)];
}

/** Which month or quarter of the year is highest on average, against the mean of all; beside a seasonality. */
export function seasonPeakFacts(series: Series, { cells, column }: ColumnRole): FactDraft[] {
  if (seasonFacts(series, column).length === 0) return [];
  const unit = periodUnit(column) === "quarter" ? "quarter" : "month";
  const seasons = Map.groupBy(series.points, ({ row }) => seasonOf(String(cells[row] ?? ""), unit));
  const all = mean(series.points.map(({ value }) => value)) ?? 0;
  const means = [...seasons].map(([season, points]) => ({
    season,
    value: mean(points.map(({ value }) => value)) ?? 0,
  }));
  const peak = means.toSorted((a, b) => b.value - a.value)[0];
  if (peak === undefined || peak.season === "" || all <= 0 || seasons.size < 4) return [];
  const above = peak.value / all - 1;
  const text = `${series.name} is highest in ${peak.season} on average, ${series.show.share(above)} above the mean`;
  return [{ ...aboutAll(series, "season", above, text, percent), labels: [peak.season] }];
}

function seasonOf(iso: string, unit: "month" | "quarter"): string {
  const month = monthOf(iso);
  if (month === null) return "";
  return unit === "month" ? (monthNames[month] ?? "") : `Q${Math.floor(month / 3) + 1}`;
}

/** Periods between the first and the last without a row, unless they are more than those that are there. */
export function missingPeriodFacts(series: Series, { cells, column }: ColumnRole): FactDraft[] {
  const unit = periodUnit(column);
  if (unit === null) return [];
  const periods = new Set(series.points.flatMap(({ row }) => periodAt(cells[row] ?? null, unit) ?? []));
  if (periods.size < 3) return [];
  const span = Math.max(...periods) - Math.min(...periods) + 1;
  const missing = span - periods.size;
  if (missing <= 0 || missing > periods.size) return [];
  const text = `${missing} of ${span} ${unit}s between the first and the last have no ${series.name}`;
  return [aboutAll(series, "missingPeriods", missing, text, whole)];
}

/** How much of the last period had passed as of the data's date: its value is not whole yet. */
export function partialFacts(series: Series, { cells, column }: ColumnRole, asOf: string | null): FactDraft[] {
  const last = series.points.at(-1);
  const unit = periodUnit(column);
  if (last === undefined || unit === null || asOf === null) return [];
  const share = shareOfPeriod(cells[last.row] ?? null, unit, asOf);
  if (share === null) return [];
  const text = `${last.name} is not over as of the data's date: ${series.show.share(share)} of the ${unit} has passed`;
  return [{ ...factAt(series, "partial", last, text), value: share, format: { kind: "percent", decimals: 0 } }];
}
