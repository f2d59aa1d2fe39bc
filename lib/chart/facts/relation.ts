import type { ResultColumn } from "../../worksheet/result.ts";
import type { Chart } from "../chart.ts";
import type { ColumnRole } from "../roles.ts";
import { correlation, median, quantile } from "../statistics.ts";
import { type FactDraft, percent, twoDecimals } from "./fact.ts";
import { aboutAll, factAt, type Series, toNumber } from "./frame.ts";

/** Whether two measures go together: Pearson's correlation, told from eight pairs on. */
export function correlationFacts(x: ColumnRole, y: Series): FactDraft[] {
  const pairs = y.points.flatMap(({ row, value }) => {
    const other = toNumber(x.cells[row] ?? null);
    return other === null ? [] : [[other, value] as const];
  });
  const strength = pairs.length < 8 ? null : correlation(pairs);
  if (strength === null) return [];
  const text = `${x.column.name} and ${y.name} go together with a correlation of ${strength.toFixed(2)} (Pearson)`;
  return [aboutAll(y, "correlation", strength, text, twoDecimals)];
}

/** The middle of a list of values, and where its middle half lies. */
export function distributionFacts(series: Series): FactDraft[] {
  const values = series.points.map(({ value }) => value);
  const { name, measure, show } = series;
  const middle = median(values);
  if (middle === null || values.length < 4) return [];
  const facts = [
    aboutAll(series, "median", middle, `Median of ${name}: ${show.value(middle, measure.format)}`, measure.format),
  ];
  for (const [part, word] of [
    [0.25, "A quarter of the values lie at or below"],
    [0.75, "A quarter of the values lie at or above"],
  ] as const) {
    const value = quantile(values, part);
    if (value === null) continue;
    const text = `${word} ${show.value(value, measure.format)} in ${name}`;
    facts.push(aboutAll(series, "quartiles", value, text, measure.format));
  }
  return facts;
}

/** One number: what it is, and against the period before it or its target. `points` in the order of time. */
export function singleFacts(series: Series, kpi: Chart["kpi"] | null, target: ColumnRole | null): FactDraft[] {
  const last = series.points.at(-1);
  if (last === undefined) return [];
  const { measure, name, show } = series;
  const text = `${name}: ${show.value(last.value, measure.format)}`;
  const facts = [factAt(series, "current", last, text)];
  if (target !== null && kpi?.comparison === "target")
    return [...facts, ...targetFacts(series, target.column, toNumber(target.cells[last.row] ?? null))];
  return [...facts, ...previousFacts(series)];
}

function previousFacts(series: Series): FactDraft[] {
  const { points, measure, name, show } = series;
  const last = points.at(-1);
  const before = points.at(-2);
  if (last === undefined || before === undefined) return [];
  const change = last.value - before.value;
  const rows = [before.row, last.row];
  const cells = rows.map((row) => ({ row, key: measure.key }));
  const span = `from ${before.when} to ${last.when}`;
  const facts = [
    factAt(series, "previous", before, `${name} before: ${show.value(before.value, measure.format)} in ${before.when}`),
    {
      ...factAt(series, "change", last, `Change of ${name} ${span}: ${show.value(change, measure.format)}`),
      value: change,
      rows,
      cells,
    },
  ];
  if (before.value <= 0) return facts;
  const growth = change / before.value;
  const text = `Growth of ${name} ${span}: ${show.share(growth)}`;
  return [...facts, { ...factAt(series, "growth", last, text), value: growth, format: percent, rows, cells }];
}

function targetFacts(series: Series, column: ResultColumn, target: number | null): FactDraft[] {
  const last = series.points.at(-1);
  if (target === null || last === undefined) return [];
  const { show, name } = series;
  const text = `${column.name}: ${show.value(target, column.format)}`;
  const fact: FactDraft = {
    ...factAt(series, "target", last, text),
    value: target,
    format: column.format,
    column: column.key,
    cells: [{ row: last.row, key: column.key }],
  };
  if (target <= 0) return [fact];
  const reached = last.value / target;
  const reachedText = `${name} is ${show.share(reached)} of ${column.name}`;
  return [fact, { ...factAt(series, "reached", last, reachedText), value: reached, format: percent }];
}
