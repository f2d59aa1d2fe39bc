import { type Chart, type ChartMark, isRound } from "../chart.ts";
import { type Area, below } from "./area.ts";
import { legend, type OptionPart, shadeLegend } from "./axes.ts";
import { boxPlot } from "./box.ts";
import { cartesianPlot } from "./cartesian.ts";
import type { ChartData } from "./fields.ts";
import { fontFamily } from "./font.ts";
import { histogramPlot } from "./histogram.ts";
import type { Palette } from "./palette.ts";
import { type Panel, splitPanels } from "./panels.ts";
import type { Plot, PlotContext } from "./plot.ts";
import type { Track } from "./point.ts";
import { namesSlices, roundPlot } from "./round.ts";
import { scatterPlot } from "./scatter.ts";
import { findShade } from "./series.ts";

export type ChartContext = {
  readonly chart: Chart;
  readonly data: ChartData;
  readonly palette: Palette;
  /** Where marks may stand, within a picture or an element. Pixels. */
  readonly area: Area;
  /** Nothing moves. */
  readonly isStill: boolean;
};

export type Drawing = {
  /** For the chart library. */
  readonly option: OptionPart;
  /** One for each series of the option. */
  readonly tracks: readonly Track[];
  /** What is not drawn and why, in sentences. */
  readonly notes: readonly string[];
};

/** Marks that the chart library draws; a single number is set in type instead. */
const plots: Readonly<Record<Exclude<ChartMark, "kpi">, (context: PlotContext) => Plot>> = {
  bar: cartesianPlot,
  line: cartesianPlot,
  area: cartesianPlot,
  combo: cartesianPlot,
  scatter: scatterPlot,
  pie: roundPlot,
  donut: roundPlot,
  histogram: histogramPlot,
  box: boxPlot,
};

const legendHeight = 24;

/** The chart as the chart library reads it, the same in browsers and on the server. Null for a single number. */
export function drawChart({ chart, data, palette, area, isStill }: ChartContext): Drawing | null {
  const { mark } = chart;
  if (mark === "kpi") return null;
  const shade = findShade(data);
  const hasLegend = shade !== null || countNames(chart, data, area) > 1;
  const inner = hasLegend ? below(area, legendHeight) : area;
  const { panels, shared, notes } = splitPanels(chart, data, below(inner, headRoom(chart, data)));
  const drawn = panels.map((panel) => ({
    panel,
    plot: plots[mark]({ chart, data: panel.data, palette, area: panel.area, shared }),
  }));
  const names = [...new Set(drawn.flatMap(({ plot }) => plot.names))];
  const isShaded = shade !== null && drawn.some(({ plot }) => plot.isShaded);
  return {
    option: {
      ...frame(palette, isStill),
      ...compose(drawn, palette),
      ...(isShaded ? { visualMap: shadeLegend(shade, palette, area) } : { legend: legend(palette, names, area) }),
      tooltip: drawn[0]?.plot.tooltip ?? {},
    },
    tracks: drawn.flatMap(({ plot }) => plot.tracks),
    notes: [...new Set([...data.notes, ...notes, ...drawn.flatMap(({ plot }) => plot.notes)])],
  };
}

/** Above the marks: half a label of the axis, or the names of lines that stand upright. */
function headRoom({ orientation }: Chart, data: ChartData): number {
  if (data.trellis !== null) return 4;
  return orientation === "horizontal" && data.references.length > 0 ? 26 : 10;
}

function countNames(chart: Chart, data: ChartData, area: Area): number {
  if (chart.mark === "histogram" || chart.mark === "box") return 0;
  if (isRound(chart.mark)) return namesSlices(data.trellis !== null, area) ? 0 : (data.x?.cells.length ?? 0);
  const colors = data.color === null ? 1 : new Set(data.color.cells).size;
  return chart.mark === "scatter" ? colors : colors * data.y.length;
}

type DrawnPanel = { readonly panel: Panel; readonly plot: Plot };

/** Panels side by side: each has a grid and its own axes, unless its mark needs none. */
function compose(drawn: readonly DrawnPanel[], palette: Palette): OptionPart {
  const grids: OptionPart[] = [];
  const xAxis: OptionPart[] = [];
  const yAxis: OptionPart[] = [];
  const series: OptionPart[] = [];
  for (const { panel, plot } of drawn) {
    const gridIndex = grids.length;
    const hasAxes = plot.xAxis.length > 0;
    if (hasAxes) grids.push(gridOf(panel.area));
    series.push(
      ...plot.series.map((one) => ({
        ...one,
        ...(hasAxes
          ? {
              xAxisIndex: xAxis.length + Number(one.xAxisIndex ?? 0),
              yAxisIndex: yAxis.length + Number(one.yAxisIndex ?? 0),
            }
          : {}),
      })),
    );
    xAxis.push(...plot.xAxis.map((axis) => ({ ...axis, gridIndex })));
    yAxis.push(...plot.yAxis.map((axis) => ({ ...axis, gridIndex })));
  }
  return {
    ...(grids.length === 0 ? {} : { grid: grids, xAxis, yAxis }),
    series,
    title: drawn.flatMap(({ panel }) => (panel.title === null ? [] : [panelTitle(panel.title, panel.area, palette)])),
  };
}

function gridOf({ left, top, width, height }: Area): OptionPart {
  return {
    left: left + 4,
    top,
    width: Math.max(10, width - 16),
    height: Math.max(10, height - 4),
    outerBoundsMode: "same",
  };
}

export function panelTitle(text: string, area: Area, palette: Palette): OptionPart {
  return {
    text,
    left: area.left,
    top: area.top - 20,
    padding: 0,
    textStyle: { color: palette.text, fontSize: 12, fontWeight: 500, width: area.width, overflow: "truncate" },
  };
}

function frame(palette: Palette, isStill: boolean): OptionPart {
  return {
    animation: !isStill,
    animationDuration: 180,
    animationDurationUpdate: 160,
    animationEasing: "cubicOut",
    color: [...palette.data],
    useUTC: true,
    textStyle: { fontFamily, fontSize: 12, color: palette.text },
  };
}
