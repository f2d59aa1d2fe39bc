import { numberOf, type ReadField } from "../chart-data.tsx";
import type { Palette } from "../palette.tsx";

/** What the two axes of a chart share: quiet labels, hairlines across, none along. */
const labels = (palette: Palette) => ({ color: palette.quiet, fontSize: 12, hideOverlap: true });

export function valueAxis(field: ReadField | undefined, palette: Palette, showsShare = false) {
  return {
    type: "value" as const,
    axisLabel: {
      ...labels(palette),
      formatter: (value: number) =>
        showsShare ? `${Math.round(value * 100)}%` : (field?.showShort(value) ?? String(value)),
    },
    splitLine: { lineStyle: { color: palette.line, width: 1 } },
    axisLine: { show: false },
    axisTick: { show: false },
    splitNumber: 4,
    // Half a question on an axis of questions would be none that there can be.
    ...(isOfWholes(field) ? { minInterval: 1 } : {}),
    ...(showsShare ? { max: 1 } : {}),
  };
}

function isOfWholes(field: ReadField | undefined): boolean {
  return field?.cells.every((cell) => cell === null || Number.isInteger(numberOf(cell))) ?? false;
}

export function categoryAxis(names: readonly string[], palette: Palette, room: number) {
  return {
    type: "category" as const,
    data: [...names],
    axisLabel: { ...labels(palette), width: room, overflow: "truncate" as const },
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
  };
}

export function timeAxis(palette: Palette) {
  return {
    type: "time" as const,
    axisLabel: labels(palette),
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    splitLine: { show: false },
  };
}

export function named<Axis extends object>(axis: Axis, name: string, palette: Palette, isVertical: boolean) {
  return {
    ...axis,
    name,
    nameLocation: "middle" as const,
    nameGap: isVertical ? 44 : 28,
    nameTextStyle: { color: palette.quiet, fontSize: 12 },
  };
}

export function grid(hasLegend: boolean, room: { readonly left?: number; readonly bottom?: number } = {}) {
  return {
    left: room.left ?? 4,
    right: 12,
    top: hasLegend ? 36 : 14,
    bottom: room.bottom ?? 4,
    outerBoundsMode: "same" as const,
  };
}

export function legend(palette: Palette, names: readonly string[]) {
  return {
    type: "scroll" as const,
    show: names.length > 1,
    data: [...names],
    left: 0,
    top: 0,
    itemWidth: 10,
    itemHeight: 10,
    itemGap: 14,
    icon: "roundRect",
    textStyle: { color: palette.text, fontSize: 12, width: 160, overflow: "truncate" as const },
    pageTextStyle: { color: palette.quiet },
    pageIconColor: palette.quiet,
    pageIconInactiveColor: palette.line,
  };
}

export function tooltip(palette: Palette, trigger: "axis" | "item") {
  return {
    trigger,
    confine: true,
    backgroundColor: palette.raised,
    borderColor: palette.line,
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: palette.text, fontSize: 12 },
    extraCssText: "border-radius:6px;box-shadow:var(--shadow);font-variant-numeric:tabular-nums",
    axisPointer: { type: "line" as const, lineStyle: { color: palette.quiet, width: 1, type: "solid" as const } },
  };
}
