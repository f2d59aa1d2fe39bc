import { parseFormula } from "../formula/parse.ts";
import { referenceText } from "../worksheet/draft-columns.ts";
import { nameKey } from "../worksheet/names.ts";
import type { Filter, Sort, Worksheet, WorksheetColumn } from "../worksheet/worksheet.ts";
import { type Chart, isRound } from "./chart.ts";
import type { ChartSelection } from "./option/point.ts";

export const grains = ["year", "quarter", "month", "day", "hour"] as const;
export type Grain = (typeof grains)[number];

/** Where to go from a mark: to the same date more finely, or to another label of its rows. */
export type DrillStep =
  | { readonly kind: "grain"; readonly grain: Grain }
  | { readonly kind: "dimension"; readonly name: string; readonly formula: string; readonly isDate: boolean };

export type Drilled = { readonly worksheet: Worksheet; readonly chart: Chart };

type CreateId = () => string;

/** The key that a step replaces: what stands on x, or what a pie without one has as its slices. */
export function drilledKey(chart: Chart): string | null {
  return chart.x ?? chart.color;
}

/** Finer grains of the date on x; none when it is no date. `hasTime`: the date has a time of day. */
export function finerGrains(worksheet: Worksheet, chart: Chart, hasTime: boolean): Grain[] {
  const key = worksheet.columns.find(({ id }) => id === drilledKey(chart));
  const truncated = key === undefined ? null : readTruncation(key.formula);
  if (truncated === null) return [];
  const finest = hasTime ? grains.length : grains.length - 1;
  const from = truncated.grain === "week" ? grains.indexOf("day") : grains.indexOf(truncated.grain) + 1;
  return grains.slice(from, finest);
}

/**
 * The chart of what one mark stands for: a filter on each of its keys, and the key on x replaced by the step's. What was filtered and
 * cut by the size of groups is dropped, since it was said of the groups before. Null when the chart has no such key or the step
 * does not go on from it.
 */
export function drillDown(
  { worksheet, chart }: Drilled,
  selection: ChartSelection,
  step: DrillStep,
  createId: CreateId,
): Drilled | null {
  const key = worksheet.columns.find(({ id }) => id === drilledKey(chart));
  const next = key === undefined ? null : nextColumn(worksheet, key, step, createId);
  if (key === undefined || next === null) return null;
  const isKept = isOfRows(worksheet);
  const filters = [...worksheet.filters.filter(isKept), ...filtersOf(worksheet, selection, createId)];
  const groupings = worksheet.groupings.map((grouping) => ({
    ...grouping,
    keys: grouping.keys.map((id) => (id === key.id ? next.id : id)),
    sort: replaceSort(grouping.sort, key.id, next.id),
  }));
  return {
    worksheet: {
      ...worksheet,
      columns: [...worksheet.columns, next],
      groupings,
      filters,
      sort: replaceSort(worksheet.sort, key.id, next.id),
      limit: null,
    },
    chart: drilledChart(chart, key.id, next.id, step),
  };
}

function nextColumn(
  worksheet: Worksheet,
  key: WorksheetColumn,
  step: DrillStep,
  createId: CreateId,
): WorksheetColumn | null {
  if (step.kind === "dimension") return { id: createId(), name: freeName(worksheet, step.name), formula: step.formula };
  const truncated = readTruncation(key.formula);
  if (truncated === null) return null;
  const name = `${step.grain.charAt(0).toUpperCase()}${step.grain.slice(1)} of ${truncated.name}`;
  return {
    id: createId(),
    name: freeName(worksheet, name),
    formula: truncate(step.grain, truncated.inner),
    format: { kind: "date", datePattern: step.grain },
  };
}

export function truncate(grain: Grain, date: string): string {
  return `DateTrunc("${grain}", ${date})`;
}

type Truncation = { readonly grain: Grain | "week"; readonly inner: string; readonly name: string };

/** `DateTrunc("month", [Order Date])` and its parts. */
export function readTruncation(formula: string): Truncation | null {
  const { expression, state } = parseFormula(formula);
  if (state !== "whole" || expression.kind !== "call" || expression.name.toLowerCase() !== "datetrunc") return null;
  const [precision, date] = expression.arguments;
  if (precision?.kind !== "text" || date === undefined) return null;
  const wanted = precision.value.toLowerCase();
  const grain = wanted.startsWith("week") ? "week" : grains.find((candidate) => candidate === wanted);
  if (grain === undefined) return null;
  const name = date.kind === "reference" ? date.path.at(-1) : undefined;
  return { grain, inner: formula.slice(date.span.from, date.span.to), name: name ?? "the date" };
}

/** Rows are chosen one by one by it, not by the sizes of their groups. */
export function isOfRows({ groupings, summaries }: Worksheet): (filter: Filter) => boolean {
  const groups = new Set<string>(["summary"]);
  for (const { id, calculations } of groupings) for (const one of [id, ...calculations]) groups.add(one);
  for (const id of summaries) groups.add(id);
  return (filter) => filter.kind !== "topN" && !groups.has(filter.columnId);
}

function filtersOf(worksheet: Worksheet, { keys, range }: ChartSelection, createId: CreateId): Filter[] {
  const known = new Set(worksheet.columns.map(({ id }) => id));
  const lists = keys
    .filter(({ columnId }) => known.has(columnId))
    .map(
      ({ columnId, value }): Filter => ({
        id: createId(),
        columnId,
        kind: "list",
        values: [value],
        exclude: false,
        nulls: value === null ? "keep" : "drop",
      }),
    );
  const of = worksheet.columns.find(({ id }) => id === range?.columnId);
  if (range === null || of === undefined) return lists;
  const formula = rangeFormula(of, String(range.from), String(range.to));
  return [...lists, { id: createId(), columnId: of.id, kind: "formula", formula, exclude: false, nulls: "drop" }];
}

function rangeFormula({ name }: WorksheetColumn, from: string, to: string): string {
  const column = referenceText([name]);
  return `${column} >= ${from} And ${column} < ${to}`;
}

/** Whether a filter is that of one bar of a histogram. */
export function isRangeOf({ columns }: Worksheet, filter: Filter): boolean {
  const of = columns.find(({ id }) => id === filter.columnId);
  if (filter.kind !== "formula" || of === undefined) return false;
  const [, from = "", to = ""] = / >= (-?[\d.e+-]+) And .* < (-?[\d.e+-]+)$/.exec(filter.formula) ?? [];
  return (
    [from, to].every((end) => end !== "" && Number.isFinite(Number(end))) &&
    filter.formula === rangeFormula(of, from, to)
  );
}

function replaceSort(sort: readonly Sort[], from: string, to: string): Sort[] {
  return sort.map((one) => (one.columnId === from ? { ...one, columnId: to } : one));
}

/** Time is drawn as a line and what is no time as bars, as the rule for charts has it. */
function drilledChart(chart: Chart, from: string, to: string, step: DrillStep): Chart {
  const { view } = chart;
  const replace = (id: string | null): string | null => (id === from ? to : id);
  const isDate = step.kind === "grain" || step.isDate;
  const isLine = chart.mark === "line" || chart.mark === "area";
  const mark =
    isDate && (isRound(chart.mark) || chart.mark === "bar") ? "line" : !isDate && isLine ? "bar" : chart.mark;
  return {
    ...chart,
    mark,
    x: replace(chart.x),
    color: replace(chart.color),
    orientation: isDate ? "vertical" : chart.orientation,
    stacking: mark === "line" ? "none" : chart.stacking,
    limit: null,
    sort: { by: "view", columnId: null, direction: "descending" },
    view: {
      ...view,
      columns: view.columns.map((id) => (id === from ? to : id)),
      ...(view.chart === undefined
        ? {}
        : { chart: { ...view.chart, x: replace(view.chart.x), color: replace(view.chart.color) } }),
    },
  };
}

function freeName({ columns }: Worksheet, name: string): string {
  const taken = new Set(columns.map((column) => nameKey([column.name])));
  let free = name;
  for (let count = 2; taken.has(nameKey([free])); count += 1) free = `${name} (${count})`;
  return free;
}
