import type { EChartsCoreOption } from "echarts/core";
import type { Chart, ChartMark } from "#lib/chart/chart";
import type { ChartData } from "./chart-data.tsx";
import { barOption } from "./marks/bar.tsx";
import { histogramOption } from "./marks/histogram.tsx";
import { lineOption } from "./marks/line.tsx";
import { pieOption } from "./marks/pie.tsx";
import { scatterOption } from "./marks/scatter.tsx";
import type { Palette } from "./palette.tsx";

export type OptionContext = {
  readonly chart: Chart;
  readonly data: ChartData;
  readonly palette: Palette;
  /** The room in pixels. */
  readonly width: number;
};

/** Marks that are drawn by the chart library; a single number is set in type instead. */
const options: Readonly<Record<Exclude<ChartMark, "kpi">, (context: OptionContext) => EChartsCoreOption>> = {
  bar: barOption,
  line: lineOption,
  area: lineOption,
  combo: barOption,
  scatter: scatterOption,
  pie: pieOption,
  donut: pieOption,
  histogram: histogramOption,
  box: histogramOption,
};

/** Null for a single number. */
export function createOption(context: OptionContext): EChartsCoreOption | null {
  const { mark } = context.chart;
  return mark === "kpi" ? null : { ...frame(context.palette), ...options[mark](context) };
}

function frame(palette: Palette): EChartsCoreOption {
  const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: !isStill,
    animationDuration: 180,
    animationDurationUpdate: 160,
    animationEasing: "cubicOut",
    color: [...palette.data],
    useUTC: true,
    textStyle: { fontFamily: "Inter Variable, system-ui, sans-serif", fontSize: 12, color: palette.text },
  };
}
