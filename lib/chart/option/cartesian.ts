import type { Cell } from "../../worksheet/result.ts";
import type { Chart, SeriesMark } from "../chart.ts";
import { isSmall } from "./area.ts";
import { otherCell } from "./arrange.ts";
import { categoryAxis, named, type OptionPart, timeAxis, tooltip, valueAxis } from "./axes.ts";
import { axisOf } from "./chart-data.ts";
import { type ChartData, numberOf, timeOf } from "./fields.ts";
import { textOn } from "./palette.ts";
import type { Plot, PlotContext } from "./plot.ts";
import { pointOfRow, type Track } from "./point.ts";
import { referenceLines } from "./references.ts";
import { findShade, normalize, pivotSeries, type Series } from "./series.ts";

const mostDots = 40;
/** Of the largest stack. */
const leastLabelled = 0.06;
const dashes = ["solid", "dashed", "dotted"] as const;
const sides = ["left", "right"] as const;
type Side = (typeof sides)[number];

type Drawn = Series & { readonly mark: SeriesMark; readonly side: Side };

/** Bars, lines, areas and combinations of them, on one or two value axes. */
export function cartesianPlot(context: PlotContext): Plot {
  const { chart, data, palette } = context;
  const pivoted = pivotSeries(data, context.shared?.categories?.cells);
  const isShare = chart.stacking === "normalized";
  const series = drawnSeries(chart, data, isShare ? normalize(pivoted.series) : pivoted.series);
  const isHorizontal = chart.orientation === "horizontal" && series.every(({ mark }) => mark === "bar");
  const isTime = data.x?.column.type === "date" && series.every(({ mark }) => mark !== "bar");
  const axes = sides
    .filter((side) => side === "left" || series.some((one) => one.side === side))
    .map((side) => valueAxisOf(side, context, series, isShare, isHorizontal));
  const along = alongAxis(context, pivoted.categories, { isTime, isHorizontal, series });
  const shade = findShade(data);
  const parts = { isTime, isHorizontal, isShare, categories: pivoted.categories, most: mostStacked(series) };
  return {
    xAxis: isHorizontal ? axes.map(({ part }) => part) : [along],
    yAxis: isHorizontal ? [along] : axes.map(({ part }) => part),
    series: series.map((one, position) => ({
      ...seriesOption(one, position, context, parts),
      ...(one.side === "right" ? { [isHorizontal ? "xAxisIndex" : "yAxisIndex"]: 1 } : {}),
      ...referenceLines(data.references, series, position, palette, isHorizontal),
    })),
    tracks: series.map((one) => trackOf(one, data, parts)),
    names: series.map(({ name }) => name),
    tooltip: tooltipOf(context, isTime, series),
    isShaded: shade !== null,
    notes: [...pivoted.notes, ...axes.flatMap(({ note }) => note ?? [])],
  };
}

function drawnSeries(chart: Chart, data: ChartData, series: readonly Series[]): Drawn[] {
  const first = data.y[0]?.column.columnId;
  const plain: SeriesMark = chart.mark === "line" || chart.mark === "area" ? chart.mark : "bar";
  return series.map((one) => {
    const { columnId } = one.field.column;
    const own = chart.series.find((entry) => entry.columnId === columnId)?.mark ?? null;
    const mark = own ?? (chart.mark === "combo" && columnId !== first ? "line" : plain);
    return { ...one, mark, side: axisOf(chart, columnId) };
  });
}

type Axis = { readonly part: OptionPart; readonly note: string | null };

function valueAxisOf(
  side: Side,
  { chart, data, palette, area, shared }: PlotContext,
  all: readonly Drawn[],
  isShare: boolean,
  isHorizontal: boolean,
): Axis {
  const series = all.filter((one) => one.side === side);
  const fields = [...new Set(series.map(({ field }) => field))];
  const axis = chart.axes[side];
  const wants = axis.scale === "logarithmic" && series.length > 0;
  const isLogarithmic = wants && chart.stacking === "none" && series.every(canBeLogarithmic);
  const hasTwo = all.some((one) => one.side === "right");
  const part = valueAxis({
    field: fields[0],
    fields,
    axis,
    palette,
    isShare,
    isLogarithmic,
    references: data.references.filter((reference) => reference.axis === side),
    // With two axes one has to know which is whose.
    title: hasTwo ? fields.map(({ column }) => column.name).join(", ") : "",
    isVertical: !isHorizontal,
    isSmall: isSmall(area),
  });
  const extent = shared?.[side] ?? null;
  return {
    part: {
      ...part,
      ...(all.every(({ mark }) => mark === "line") && !isShare ? { scale: true } : {}),
      ...(side === "right" ? { splitLine: { show: false }, position: isHorizontal ? "top" : "right" } : {}),
      ...(hasTwo && !isLogarithmic ? { alignTicks: true } : {}),
      ...(extent === null || isLogarithmic ? {} : withExtent(part, extent)),
    },
    note: wants && !isLogarithmic ? "A logarithmic axis needs lines of values above zero: this one is linear." : null,
  };
}

function withExtent(part: OptionPart, [least, most]: readonly [number, number]): OptionPart {
  const [dataMin, dataMax] = [Number(part.dataMin ?? least), Number(part.dataMax ?? most)];
  return { dataMin: Math.min(dataMin, least), dataMax: Math.max(dataMax, most) };
}

function canBeLogarithmic({ mark, values }: Drawn): boolean {
  return mark === "line" && values.every((value) => value === null || value > 0);
}

type Along = { readonly isTime: boolean; readonly isHorizontal: boolean; readonly series: readonly Drawn[] };

function alongAxis(
  { chart, data, palette, area }: PlotContext,
  categories: readonly Cell[],
  { isTime, isHorizontal, series }: Along,
): OptionPart {
  const title = chart.axes.x.title ?? "";
  if (isTime && data.x !== null)
    return named(timeAxis(data.x, chart.axes.x, palette, data.locale), title, palette, isHorizontal);
  const names = categories.map((category) => data.x?.show(category) ?? "");
  const hasBars = series.some(({ mark }) => mark === "bar");
  const axis = {
    ...categoryAxis({
      names,
      palette,
      area: besideAxes(area, series),
      isHorizontal,
      isOrdered: data.x?.column.type === "date",
    }),
    ...(isHorizontal ? { inverse: true } : {}),
    ...(hasBars || names.length < 2 ? {} : { boundaryGap: false }),
  };
  return named(axis, title, palette, isHorizontal);
}

/** Labels and titles of a second axis take from the room of the names. Pixels. */
const secondAxisWidth = 96;

function besideAxes(area: PlotContext["area"], series: readonly Drawn[]): PlotContext["area"] {
  const hasTwo = series.some(({ side }) => side === "right");
  return hasTwo ? { ...area, width: Math.max(0, area.width - secondAxisWidth) } : area;
}

type SeriesParts = {
  readonly isTime: boolean;
  readonly isHorizontal: boolean;
  readonly isShare: boolean;
  readonly most: number;
  readonly categories: readonly Cell[];
};

function seriesOption(one: Drawn, position: number, context: PlotContext, parts: SeriesParts): OptionPart {
  const { chart, data } = context;
  const { isShare } = parts;
  const many = context.data.color !== null || data.y.length > 1;
  return {
    name: one.name,
    data: dataOf(one, context, parts),
    ...(chart.stacking === "none" ? {} : { stack: `${one.side} ${one.mark}` }),
    ...labelsOf(one, position, context, parts),
    emphasis: { focus: many ? "series" : "none" },
    tooltip: {
      valueFormatter: (value: unknown, index: number) =>
        `${showValue(measureIn(value, parts.isHorizontal), one.field.show, isShare)}${extras(data, one.rows[index])}`,
    },
    ...(one.mark === "bar" ? barOption(context) : lineOption(one, position, context, parts.categories.length)),
  };
}

function dataOf(
  one: Drawn,
  { data, palette }: PlotContext,
  { isTime, isHorizontal, categories }: SeriesParts,
): readonly unknown[] {
  const shade = findShade(data);
  // What was gathered is no category like the others.
  const quiet = data.color === null && data.y.length === 1 ? palette.quiet : null;
  if (isTime) return one.values.map((value, index) => [timeOf(categories[index] ?? null), value]);
  if (shade === null)
    return one.values.map((value, index) =>
      categories[index] === otherCell && quiet !== null ? { value, itemStyle: { color: quiet, opacity: 0.5 } } : value,
    );
  return one.values.map((value, index) => {
    const row = one.rows[index];
    const tint = row === null || row === undefined ? null : numberOf(shade.cells[row]);
    return isHorizontal ? [value, index, tint] : [index, value, tint];
  });
}

function barOption({ chart, data, palette }: PlotContext): OptionPart {
  const isShaded = findShade(data) !== null;
  return {
    type: "bar",
    barMaxWidth: 44,
    barCategoryGap: "32%",
    itemStyle: {
      borderRadius: chart.stacking === "none" ? 2 : 0,
      ...(isShaded ? { borderColor: palette.quiet, borderWidth: 0.5 } : {}),
    },
  };
}

function lineOption(one: Drawn, position: number, { chart, palette }: PlotContext, count: number): OptionPart {
  return {
    type: "line",
    ...(one.mark === "area" ? { areaStyle: { opacity: chart.stacking === "none" ? 0.14 : 0.72 } } : {}),
    lineStyle: { width: 2, type: dashes[Math.floor(position / palette.data.length) % dashes.length] },
    symbol: "circle",
    symbolSize: 5,
    showSymbol: count <= mostDots,
    sampling: "lttb",
    // Above the bars of a combination.
    z: 3,
  };
}

function labelsOf(
  one: Drawn,
  position: number,
  { chart, palette }: PlotContext,
  { isShare, isHorizontal, most }: SeriesParts,
): OptionPart {
  if (chart.labels === "none") return {};
  const isInside = one.mark === "bar" && chart.stacking !== "none";
  const least = isInside && chart.labels === "auto" ? most * leastLabelled : 0;
  const show = (value: unknown): string => {
    const measure = measureIn(value, isHorizontal);
    return typeof measure === "number" && Math.abs(measure) >= least
      ? showValue(measure, one.field.showShort, isShare)
      : "";
  };
  return {
    label: {
      show: true,
      position: isInside ? "inside" : isHorizontal ? "right" : "top",
      fontSize: 11,
      color: isInside ? textOn(palette.data[position % palette.data.length] ?? palette.surface) : palette.quiet,
      formatter: ({ value }: { readonly value: unknown }) => show(value),
    },
    ...(chart.labels === "auto" ? { labelLayout: { hideOverlap: true } } : {}),
  };
}

/** The largest stack; what is smaller than its share of it has no room for a label. */
function mostStacked(series: readonly Series[]): number {
  return (series[0]?.values ?? []).reduce<number>((most, _, index) => {
    const total = series.reduce((sum, { values }) => sum + Math.abs(values[index] ?? 0), 0);
    return Math.max(most, total);
  }, 0);
}

/** Of a point with a time or a shade the measure alone. */
function measureIn(value: unknown, isHorizontal: boolean): unknown {
  return Array.isArray(value) ? value[isHorizontal ? 0 : 1] : value;
}

export function showValue(value: unknown, show: (cell: number) => string, isShare: boolean): string {
  if (typeof value !== "number") return "–";
  return isShare ? `${(value * 100).toFixed(1)}%` : show(value);
}

/** The tooltip's further columns, behind the value. */
export function extras({ tooltip }: ChartData, row: number | null | undefined): string {
  if (row === null || row === undefined) return "";
  return tooltip.map((field) => ` · ${field.column.name} ${field.show(field.cells[row] ?? null)}`).join("");
}

function trackOf(one: Drawn, data: ChartData, { isShare, isTime, isHorizontal, categories }: SeriesParts): Track {
  return {
    name: one.name,
    length: one.values.length,
    pointAt: (index) => {
      const [value, row] = [one.values[index] ?? null, one.rows[index] ?? null];
      if (row === null || value === null) return null;
      return pointOfRow(data, row, one.field, showValue(value, one.field.show, isShare));
    },
    placeAt: (index) => {
      const value = one.values[index] ?? null;
      if (value === null) return null;
      const along = isTime ? timeOf(categories[index] ?? null) : index;
      return isHorizontal ? [value, along] : [along, value];
    },
    isLine: one.mark !== "bar",
  };
}

function tooltipOf({ data, palette }: PlotContext, isTime: boolean, series: readonly Drawn[]): OptionPart {
  const hasBars = series.some(({ mark }) => mark === "bar");
  const base = tooltip(palette, "axis");
  if (hasBars) return { ...base, axisPointer: { type: "shadow", shadowStyle: { color: palette.line, opacity: 0.35 } } };
  if (!isTime || data.x === null) return base;
  const { x } = data;
  // Found when it is asked for: a long series has many days and few that are looked at.
  const cellAt = (time: number): Cell => x.cells.find((cell) => timeOf(cell) === time) ?? null;
  return {
    ...base,
    // The heading says the date as the table does.
    axisPointer: {
      type: "line",
      lineStyle: { color: palette.quiet, width: 1, type: "solid" },
      label: { formatter: ({ value }: { readonly value: unknown }) => x.show(cellAt(Number(value))) },
    },
  };
}
