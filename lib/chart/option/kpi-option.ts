import type { Area } from "./area.ts";
import type { OptionPart } from "./axes.ts";
import { fontFamily } from "./font.ts";
import type { Kpi } from "./kpi.ts";
import type { Palette } from "./palette.ts";

const blockHeight = 76;
const lineHeight = 30;
const gap = 16;

/** Single numbers for a picture; pages set them in type. */
export function kpiOption(kpis: readonly Kpi[], palette: Palette, area: Area): OptionPart {
  const columns = Math.max(1, Math.min(kpis.length, Math.floor(area.width / 200)));
  const width = area.width / columns;
  const height = Math.max(blockHeight + lineHeight + gap, area.height / Math.ceil(kpis.length / columns));
  const placed = kpis.map((kpi, index) => ({
    kpi,
    left: area.left + (index % columns) * width,
    top: area.top + Math.floor(index / columns) * height,
  }));
  const lines = placed.filter(({ kpi }) => kpi.line !== null);
  return {
    animation: false,
    textStyle: { fontFamily },
    title: placed.map(({ kpi, left, top }) => ({
      text: kpi.text,
      subtext: [kpi.name, ...(kpi.change === null ? [] : [kpi.change.text])].join("\n"),
      left,
      top,
      padding: 0,
      itemGap: 6,
      textStyle: { color: palette.text, fontSize: 28, fontWeight: 600, width: width - 16, overflow: "truncate" },
      subtextStyle: {
        color: palette.quiet,
        fontSize: 13,
        lineHeight: 18,
        width: width - 16,
        overflow: "truncate",
      },
    })),
    grid: lines.map(({ left, top }) => ({ left, top: top + blockHeight, width: width - 24, height: lineHeight })),
    xAxis: lines.map(({ kpi }, gridIndex) => ({
      type: "category",
      gridIndex,
      show: false,
      boundaryGap: false,
      data: (kpi.line ?? []).map((_, index) => String(index)),
    })),
    yAxis: lines.map((_, gridIndex) => ({ type: "value", gridIndex, show: false, scale: true })),
    series: lines.map(({ kpi }, index) => ({
      type: "line",
      xAxisIndex: index,
      yAxisIndex: index,
      showSymbol: false,
      data: [...(kpi.line ?? [])],
      lineStyle: { color: palette.data[0], width: 1.5 },
    })),
  };
}
