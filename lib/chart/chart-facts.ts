import { z } from "zod";
import type { ResultColumn, ResultRows } from "../worksheet/result.ts";
import { viewSchema } from "../worksheet/worksheet.ts";
import { type Chart, type ChartMark, chartSchema } from "./chart.ts";
import { extremeFacts, outlierFacts, spreadFacts, totalFacts } from "./facts/amounts.ts";
import type { FactDraft } from "./facts/fact.ts";
import { inTime, type Series, type Show, seriesOf, splitBy } from "./facts/frame.ts";
import { type PeriodUnit, periodUnit } from "./facts/periods.ts";
import { correlationFacts, distributionFacts, singleFacts } from "./facts/relation.ts";
import { leaderFacts, moverFacts } from "./facts/series.ts";
import {
  changeFacts,
  directionFacts,
  endFacts,
  missingPeriodFacts,
  partialFacts,
  seasonFacts,
  seasonPeakFacts,
  stepFacts,
  trendFacts,
} from "./facts/time.ts";
import { type Fact, missingFacts, numbered } from "./facts.ts";
import { type ColumnRole, findRoles, isAdditive, type Roles } from "./roles.ts";

/** A chart, or a table or pivot as its view says. */
export const drawnSchema = z.union([z.object({ mark: z.literal("table"), view: viewSchema }), chartSchema]);
export type Drawn = z.infer<typeof drawnSchema>;

/** What a chart is about, as far as its facts and its prose care. Keys are those of the result. */
export const chartShapes = ["single", "amounts", "time", "series", "relation", "distribution", "list"] as const;
export const labelStyles = ["plain", "code", "phrase"] as const;
export type ChartShape = {
  readonly kind: (typeof chartShapes)[number];
  readonly x: ShapeColumn | null;
  readonly series: ShapeColumn | null;
  readonly isTime: boolean;
  /** What the time axis counts in; null for moments. */
  readonly period: PeriodUnit | null;
  /** Labels that need a word before them, or quotation marks around them, to be read as names. */
  readonly labelStyle: (typeof labelStyles)[number];
  readonly isLowerBetter: boolean;
  readonly labels: readonly string[];
  readonly measures: readonly (ShapeColumn & { readonly isAdditive: boolean })[];
};
export type ShapeColumn = { readonly key: string; readonly name: string };

export type ChartFacts = { readonly shape: ChartShape; readonly facts: readonly Fact[] };

type FactOptions = {
  /** How the words of the facts write values and labels. */
  readonly show: Show;
  /** The data's date, ISO: what has not ended by then is said to be unfinished. */
  readonly asOf: string | null;
};

const mostMeasures = 4;

/**
 * Facts of what a chart, KPI, table or pivot shows, over the rows given, in the order in which a reader wants them. Beside those of
 * `computeFacts`: ties, the second, the mean and how many are above it, the largest steps, direction (Mann-Kendall), the season's peak,
 * an unfinished last period, missing periods; of several series who leads and who moved; of points how they go together; of a list of
 * values where its middle is; of one number the one before or its target.
 */
export function computeChartFacts(
  drawn: Drawn,
  schema: readonly ResultColumn[],
  rows: ResultRows,
  options: FactOptions,
): ChartFacts {
  const parts = readParts(drawn, schema, rows);
  const kind = kindOf(drawn, parts, rows);
  const measures = parts.roles.measures.slice(0, mostMeasures);
  const facts = measures.flatMap((measure) =>
    factsOf[kind](seriesOf(measure, parts.roles, options.show), parts, options),
  );
  return {
    shape: {
      kind,
      x: named(parts.x),
      series: named(parts.series),
      isTime: parts.roles.time !== null,
      period: parts.roles.time === null ? null : periodOf(parts.roles.time),
      labelStyle: styleOf(parts.x),
      isLowerBetter: "kpi" in drawn && drawn.kpi.isLowerBetter,
      labels: labelRoles(parts.roles).map(({ column }) => column.key),
      measures: measures.map(({ column }) => ({ key: column.key, name: column.name, isAdditive: isAdditive(column) })),
    },
    facts: numbered([...facts, ...missingFacts(schema, rows)]),
  };
}

type Parts = {
  readonly roles: Roles;
  readonly x: ColumnRole | null;
  readonly series: ColumnRole | null;
  readonly target: ColumnRole | null;
  readonly kpi: Chart["kpi"] | null;
};

function named(role: ColumnRole | null): ShapeColumn | null {
  return role === null ? null : { key: role.column.key, name: role.column.name };
}

function periodOf({ column, cells }: ColumnRole): PeriodUnit | null {
  return cells.every((cell) => /^\d{4}$/.test(String(cell))) ? "year" : periodUnit(column);
}

function styleOf(x: ColumnRole | null): ChartShape["labelStyle"] {
  const texts = (x?.cells ?? []).flatMap((cell) => (typeof cell === "string" ? [cell] : []));
  if (x?.column.type === "number" || (texts.length > 0 && texts.every((text) => /^(?:\d+|.{1,2})$/u.test(text))))
    return "code";
  return texts.some((text) => /,| and | & /.test(text)) ? "phrase" : "plain";
}

function labelRoles({ time, categories }: Roles): readonly ColumnRole[] {
  return time === null ? categories : [time, ...categories];
}

function readParts(drawn: Drawn, schema: readonly ResultColumn[], rows: ResultRows): Parts {
  return drawn.mark === "table" ? partsOfTable(schema, rows) : partsOfChart(drawn, schema, rows);
}

/** A pivot names its keys by their places; of a table the roles are found. */
function partsOfTable(schema: readonly ResultColumn[], rows: ResultRows): Parts {
  const roles = findRoles(schema, rows);
  const across = schema.find(({ role }) => role === "column");
  const labels = labelRoles(roles);
  const series =
    labels.find(({ column }) => column === across) ?? (labels.length === 2 ? labels[1] : undefined) ?? null;
  const x = labels.find((label) => label !== series) ?? null;
  return { roles, x, series, target: null, kpi: null };
}

function partsOfChart(chart: Chart, schema: readonly ResultColumn[], rows: ResultRows): Parts {
  const all = schema.map((column, position) => ({ column, position, cells: rows.columns[position] ?? [] }));
  const byId = (id: string | null): ColumnRole | null => all.find(({ column }) => column.columnId === id) ?? null;
  const found = findRoles(schema, rows);
  const y = chart.y.flatMap((id) => byId(id) ?? []).filter(({ column }) => column.type === "number");
  const x = byId(chart.x);
  const measures = chart.mark === "histogram" && x?.column.type === "number" ? [x] : y;
  const keys = [x, byId(chart.color), byId(chart.trellis)].filter(
    (role) => role !== null && !measures.includes(role) && !isMeasureOf(chart.mark, role, x),
  );
  const labels = keys.filter((role) => role !== null);
  const isOrdered = orderedMarks.includes(chart.mark);
  const time = labels.find((role) => role === x && (isSame(role, found.time) || (isOrdered && isDated(role)))) ?? null;
  const categories = labels.filter((role) => role !== time);
  return {
    roles: { time, categories, measures, isListing: found.isListing },
    x: chart.mark === "scatter" ? x : (labels.find((role) => role === x) ?? null),
    series: labels.find((role) => role !== x) ?? null,
    target: byId(chart.kpi.targetColumnId),
    kpi: chart.kpi,
  };
}

const orderedMarks: readonly ChartMark[] = ["line", "area", "combo", "kpi"];

function isMeasureOf(mark: ChartMark, role: ColumnRole, x: ColumnRole | null): boolean {
  return mark === "scatter" && role === x;
}

function isSame(role: ColumnRole, other: ColumnRole | null): boolean {
  return other !== null && role.position === other.position;
}

/** Dates or years that came as text, or numbers along a line. */
function isDated({ column, cells }: ColumnRole): boolean {
  if (column.type === "date") return true;
  return cells.length > 0 && cells.every((cell) => /^\d{4}(?:-\d{2}(?:-\d{2}.*)?)?$/.test(String(cell)));
}

const kindOfMark: Partial<Record<Drawn["mark"], ChartShape["kind"]>> = {
  kpi: "single",
  scatter: "relation",
  histogram: "distribution",
  box: "distribution",
};

function kindOf({ mark }: Drawn, { roles, series }: Parts, { rowCount }: ResultRows): ChartShape["kind"] {
  if (roles.measures.length === 0) return "list";
  const kind = kindOfMark[mark] ?? (rowCount === 1 ? "single" : null);
  if (kind !== null) return kind;
  if (labelRoles(roles).length === 0) return "distribution";
  if (series !== null) return "series";
  return roles.time === null ? "amounts" : "time";
}

type FactMaker = (series: Series, parts: Parts, options: FactOptions) => FactDraft[];

const factsOf: Readonly<Record<ChartShape["kind"], FactMaker>> = {
  single: (all, { roles, kpi, target }) =>
    singleFacts(roles.time === null ? firstOf(all) : inTime(all, roles.time), kpi, target),
  amounts: (all) => [...totalFacts(all), ...extremeFacts(all), ...spreadFacts(all), ...outlierFacts(all)],
  time: (all, { roles }, { asOf }) => (roles.time === null ? [] : factsInTime(all, roles.time, asOf)),
  series: (all, parts, options) => factsOfSeries(all, parts, options),
  relation: (all, parts) => relationFacts(all, parts),
  distribution: (all) => [
    ...totalFacts(all),
    ...spreadFacts(all),
    ...distributionFacts(all),
    ...extremeFacts(all),
    ...outlierFacts(all),
  ],
  list: () => [],
};

/** Without a time axis the first row is the one that is drawn, and none comes before it. */
function firstOf(all: Series): Series {
  return { ...all, points: all.points.slice(0, 1) };
}

function factsInTime(all: Series, time: ColumnRole, asOf: string | null): FactDraft[] {
  const ordered = inTime(all, time);
  const partial = partialFacts(ordered, time, asOf);
  // A period that is not over yet is no end to compare with.
  const ended = partial.length === 0 ? ordered : { ...ordered, points: ordered.points.slice(0, -1) };
  return [
    ...totalFacts(ordered),
    ...endFacts(ended),
    ...changeFacts(ended),
    ...trendFacts(ended),
    ...directionFacts(ended),
    ...extremeFacts(ordered),
    ...spreadFacts(ordered).filter(({ kind }) => kind !== "second" && kind !== "ratio"),
    ...stepFacts(ended),
    ...seasonFacts(ended, time.column),
    ...seasonPeakFacts(ended, time),
    ...outlierFacts(ordered),
    ...missingPeriodFacts(ordered, time),
    ...partial,
  ];
}

function factsOfSeries(all: Series, { roles, x, series }: Parts, { asOf }: FactOptions): FactDraft[] {
  if (series === null) return [];
  const parts = splitBy(all, [series]);
  const common = [...totalFacts(all), ...leaderFacts(parts)];
  const { time } = roles;
  if (time === null) {
    const groups = x === null ? [] : leaderFacts(splitBy(all, [x]));
    return [...common, ...groups, ...extremeFacts(all), ...outlierFacts(all)];
  }
  const ended = parts.map((part) => {
    const ordered = inTime(part, time);
    return partialFacts(ordered, time, asOf).length === 0
      ? ordered
      : { ...ordered, points: ordered.points.slice(0, -1) };
  });
  return [
    ...common,
    ...moverFacts(ended),
    ...extremeFacts(all),
    ...partialFacts(inTime(all, time), time, asOf),
    ...missingPeriodFacts(all, time),
  ];
}

function relationFacts(all: Series, { x }: Parts): FactDraft[] {
  return [...(x === null ? [] : correlationFacts(x, all)), ...extremeFacts(all), ...spreadFacts(all)];
}
