import type { Chart } from "../chart.ts";
import type { Area } from "./area.ts";
import type { OptionPart } from "./axes.ts";
import type { ChartData } from "./fields.ts";
import type { Palette } from "./palette.ts";
import type { Track } from "./point.ts";

export type PlotContext = {
  readonly chart: Chart;
  readonly data: ChartData;
  readonly palette: Palette;
  /** Where it is drawn. */
  readonly area: Area;
  /** Of a small multiple: what all of them share, so that they can be compared. */
  readonly shared: SharedScale | null;
};

export type SharedScale = {
  readonly categories: ChartData["x"];
  /** Least and most on the value axes. */
  readonly left: readonly [number, number] | null;
  readonly right: readonly [number, number] | null;
};

/** What a mark draws in one panel. Without axes it places itself. */
export type Plot = {
  readonly xAxis: readonly OptionPart[];
  readonly yAxis: readonly OptionPart[];
  readonly series: readonly OptionPart[];
  /** One for each series, in the same order. */
  readonly tracks: readonly Track[];
  /** Of the legend. */
  readonly names: readonly string[];
  readonly tooltip: OptionPart;
  /** The third number of each datum is its shade. */
  readonly isShaded: boolean;
  readonly notes: readonly string[];
};
