import type { ChartAxis } from "../chart.ts";
import type { Area } from "./area.ts";
import { numberOf, type ReadField, type ReadReference, timeOf } from "./fields.ts";
import type { Palette } from "./palette.ts";

/** A piece of what the chart library reads. */
export type OptionPart = Readonly<Record<string, unknown>>;

/** What the two axes of a chart share: quiet labels, hairlines across, none along. */
const labels = (palette: Palette) => ({ color: palette.quiet, fontSize: 12, hideOverlap: true });

type ValueAxisParts = {
  readonly field: ReadField | undefined;
  /** All that are drawn on it. */
  readonly fields?: readonly ReadField[];
  readonly axis: ChartAxis;
  readonly palette: Palette;
  readonly isShare?: boolean;
  readonly isLogarithmic?: boolean;
  readonly references?: readonly ReadReference[];
  readonly title?: string;
  readonly isVertical: boolean;
  /** A few ticks are enough. */
  readonly isSmall?: boolean;
};

export function valueAxis(parts: ValueAxisParts): OptionPart {
  const { field, axis, palette, isShare = false, isLogarithmic = false, references = [] } = parts;
  const at = references.map((reference) => reference.at);
  const axisPart = {
    type: isLogarithmic ? "log" : "value",
    axisLabel: {
      ...labels(palette),
      formatter: (value: number) =>
        isShare ? `${Math.round(value * 100)}%` : (field?.showShort(value) ?? String(value)),
    },
    splitLine: { lineStyle: { color: palette.line, width: 1 } },
    axisLine: { show: false },
    axisTick: { show: false },
    splitNumber: parts.isSmall === true ? 2 : 4,
    // Half a question on an axis of questions would be none that there can be.
    ...(!isLogarithmic && !isShare && (parts.fields ?? [field]).every(isOfWholes) ? { minInterval: 1 } : {}),
    ...(at.length > 0 && !isLogarithmic ? { dataMin: Math.min(...at), dataMax: Math.max(...at) } : {}),
    ...(isShare ? { max: 1, interval: parts.isSmall === true ? 0.5 : 0.25 } : {}),
    ...(axis.min === null || (isLogarithmic && axis.min <= 0) ? {} : { min: axis.min }),
    ...(axis.max === null || (isLogarithmic && axis.max <= 0) ? {} : { max: axis.max }),
  };
  return named(axisPart, axis.title ?? parts.title ?? "", palette, parts.isVertical);
}

function isOfWholes(field: ReadField | undefined): boolean {
  return field?.cells.every((cell) => cell === null || Number.isInteger(numberOf(cell))) ?? false;
}

type CategoryParts = {
  readonly names: readonly string[];
  readonly palette: Palette;
  /** Of the panel. */
  readonly area: Area;
  readonly isHorizontal?: boolean;
  /** Some of them tell the others: dates, bins. Those that are shown are whole. */
  readonly isOrdered?: boolean;
};

export function categoryAxis({
  names,
  palette,
  area,
  isHorizontal = false,
  isOrdered = false,
}: CategoryParts): OptionPart {
  const look = isHorizontal
    ? { width: Math.min(200, area.width * 0.35), overflow: "truncate" }
    : isOrdered
      ? {}
      : fitNames(names, area);
  return {
    type: "category",
    data: [...names],
    axisLabel: { ...labels(palette), ...look },
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
  };
}

const letterWidth = 6.6;

/** Every name under its mark where that can be: in one line, in two, slanted; else some of them, cut. */
function fitNames(names: readonly string[], area: Area): OptionPart {
  const slot = (area.width - 56) / Math.max(1, names.length);
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0) * letterWidth;
  if (longest <= slot - 6) return { interval: 0, hideOverlap: false };
  if (slot >= 64)
    return {
      interval: 0,
      hideOverlap: false,
      width: slot - 8,
      height: 30,
      lineHeight: 15,
      overflow: "break",
      lineOverflow: "truncate",
    };
  if (slot >= 18 && area.height >= 100)
    return { interval: 0, hideOverlap: false, rotate: 40, width: Math.min(110, area.height / 3), overflow: "truncate" };
  return { width: Math.max(48, slot - 6), overflow: "truncate" };
}

export function timeAxis(field: ReadField, axis: ChartAxis, palette: Palette, locale: string): OptionPart {
  const isDay = field.column.grain === "day";
  const cellOf = (time: number): string => new Date(time).toISOString().slice(0, isDay ? 10 : 19);
  return {
    type: "time",
    axisLabel: {
      ...labels(palette),
      formatter: (time: number) => (axis.format === null ? showTick(time, locale) : field.showShort(cellOf(time))),
    },
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    splitLine: { show: false },
    ...(axis.min === null ? {} : { min: axis.min }),
    ...(axis.max === null ? {} : { max: axis.max }),
    // A day is the finest that a column of days has.
    ...(isDay ? { minInterval: 86_400_000 } : {}),
    ...spanOf(field),
  };
}

/** One point alone would have no axis. */
function spanOf(field: ReadField): OptionPart {
  const [first] = field.cells;
  return field.cells.length === 1 && first !== undefined && first !== null
    ? { min: timeOf(first) - 86_400_000, max: timeOf(first) + 86_400_000 }
    : {};
}

/** As coarse as the tick: the year where one begins, the month where one begins, else the day or the hour. */
function showTick(time: number, locale: string): string {
  const date = new Date(time);
  const options: Intl.DateTimeFormatOptions =
    date.getUTCHours() + date.getUTCMinutes() > 0
      ? { hour: "numeric", minute: "2-digit" }
      : date.getUTCDate() > 1
        ? { month: "short", day: "numeric" }
        : date.getUTCMonth() > 0
          ? { month: "short" }
          : { year: "numeric" };
  return date.toLocaleString(locale, { ...options, timeZone: "UTC" });
}

export function named(axis: OptionPart, name: string, palette: Palette, isVertical: boolean): OptionPart {
  if (name === "") return axis;
  return {
    ...axis,
    name,
    nameLocation: "middle",
    nameGap: isVertical ? 44 : 28,
    nameTextStyle: { color: palette.quiet, fontSize: 12, width: 240, overflow: "truncate" },
    nameTruncate: { maxWidth: 260 },
  };
}

export function legend(palette: Palette, names: readonly string[], { left, top }: Area): OptionPart {
  return {
    type: "scroll",
    show: names.length > 1,
    data: [...names],
    left: left - 5,
    top: top - 5,
    itemWidth: 10,
    itemHeight: 10,
    itemGap: 14,
    icon: "roundRect",
    textStyle: { color: palette.text, fontSize: 12, width: 160, overflow: "truncate" },
    pageTextStyle: { color: palette.quiet },
    pageIconColor: palette.quiet,
    pageIconInactiveColor: palette.line,
  };
}

export function tooltip(palette: Palette, trigger: "axis" | "item"): OptionPart {
  return {
    trigger,
    confine: true,
    backgroundColor: palette.raised,
    borderColor: palette.line,
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: palette.text, fontSize: 12 },
    extraCssText: "border-radius:6px;box-shadow:var(--shadow);font-variant-numeric:tabular-nums",
    axisPointer: { type: "line", lineStyle: { color: palette.quiet, width: 1, type: "solid" } },
  };
}

/** A legend of shades from the least to the most. */
export function shadeLegend(shade: ReadField, palette: Palette, { left, top }: Area): OptionPart {
  const values = shade.cells.map(numberOf).filter((value) => value !== null);
  const min = values.reduce((a, b) => Math.min(a, b), values[0] ?? 0);
  const max = values.reduce((a, b) => Math.max(a, b), values[0] ?? 1);
  return {
    type: "continuous",
    dimension: 2,
    min,
    max: max === min ? min + 1 : max,
    calculable: false,
    orient: "horizontal",
    left,
    top,
    itemWidth: 10,
    itemHeight: 120,
    text: [shade.showShort(max), `${shade.column.name}  ${shade.showShort(min)}`],
    textGap: 6,
    textStyle: { color: palette.quiet, fontSize: 12 },
    inRange: { color: [...palette.ramp] },
    padding: 0,
  };
}
