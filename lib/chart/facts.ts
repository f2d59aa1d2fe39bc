import type { ResultColumn, ResultRows } from "../worksheet/result.ts";
import { extremeFacts, outlierFacts, totalFacts } from "./facts/amounts.ts";
import type { Fact, FactDraft } from "./facts/fact.ts";
import { inTime, type Series, type Show, seriesOf, splitBy } from "./facts/frame.ts";
import { changeFacts, seasonFacts, trendFacts } from "./facts/time.ts";
import { type ColumnRole, findRoles, type Roles } from "./roles.ts";

export type { Fact, FactKind } from "./facts/fact.ts";

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
 * `computeChartFacts` tells more, of what a chart draws.
 */
export function computeFacts(schema: readonly ResultColumn[], rows: ResultRows): Fact[] {
  const roles = findRoles(schema, rows);
  const measured = roles.measures.flatMap((measure) => factsOfMeasure(measure, roles));
  return numbered([...measured, ...missingFacts(schema, rows)]);
}

export function numbered(facts: readonly FactDraft[]): Fact[] {
  return facts.map((fact, index) => ({ id: `f${index + 1}`, ...fact }));
}

function factsOfMeasure(measure: ColumnRole, roles: Roles): FactDraft[] {
  const all = seriesOf(measure, roles, raw);
  if (all.points.length < 2) return [];
  return [...totalFacts(all), ...extremeFacts(all), ...timeFacts(all, roles), ...outlierFacts(all)];
}

function timeFacts(all: Series, { time, categories }: Roles): FactDraft[] {
  if (time === null) return [];
  const series = categories.length === 0 ? [all] : splitBy(all, categories);
  return series.slice(0, maxSeries).flatMap((one) => {
    const ordered = inTime(one, time);
    return [...changeFacts(ordered), ...trendFacts(ordered), ...seasonFacts(ordered, time.column)];
  });
}

export function missingFacts(schema: readonly ResultColumn[], rows: ResultRows): FactDraft[] {
  return schema.flatMap((column, position) => {
    const missing = (rows.columns[position] ?? []).filter((cell) => cell === null).length;
    if (missing === 0) return [];
    const text = `${missing} of ${rows.rowCount} rows have no ${column.name}`;
    const about = { column: column.key, labels: [], cells: [], rows: [], series: null, by: null, way: null };
    return [{ kind: "missing" as const, text, value: missing, ...about }];
  });
}

/** As stored: exact for a model, which has no reader's locale to write in. */
export const raw: Show = {
  value: (value) => String(Number(value.toPrecision(12))),
  share: (ratio) => `${(ratio * 100).toFixed(1)} %`,
  cell: (cell) => (cell === null ? "(empty)" : String(cell).replace(/T00:00:00(\.0+)?$/, "")),
};
