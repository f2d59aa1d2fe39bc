import { isSmall } from "./area.ts";
import { categoryAxis, named, tooltip, valueAxis } from "./axes.ts";
import { numberOf } from "./fields.ts";
import type { Plot, PlotContext } from "./plot.ts";

/** How many rows have a value of which size. */
export function histogramPlot({ chart, data, palette, area }: PlotContext): Plot {
  const field = data.x ?? data.y[0];
  const values = (field?.cells ?? []).map(numberOf).filter((value) => value !== null);
  const bins = countBins(values);
  const names = bins.map(({ from, to }) => `${field?.showShort(from) ?? from} – ${field?.showShort(to) ?? to}`);
  const columnId = field?.column.columnId ?? "";
  const along = categoryAxis({ names, palette, area, isOrdered: true });
  return {
    xAxis: [named(along, chart.axes.x.title ?? field?.column.name ?? "", palette, false)],
    yAxis: [
      {
        ...valueAxis({
          field: undefined,
          axis: chart.axes.left,
          palette,
          title: "Count",
          isVertical: true,
          isSmall: isSmall(area),
        }),
        minInterval: 1,
      },
    ],
    series: [
      {
        type: "bar",
        name: "Count",
        data: bins.map(({ count }) => count),
        barCategoryGap: "2%",
        ...(chart.labels === "none"
          ? {}
          : {
              label: { show: true, position: "top", fontSize: 11, color: palette.quiet },
              ...(chart.labels === "auto" ? { labelLayout: { hideOverlap: true } } : {}),
            }),
      },
    ],
    tracks: [
      {
        name: "Count",
        length: bins.length,
        pointAt: (index) => {
          const bin = bins[index];
          if (bin === undefined) return null;
          const range = { columnId, from: bin.from, to: bin.to };
          return { text: `${names[index]}: ${bin.count}`, selection: { keys: [], seriesColumnId: columnId, range } };
        },
        placeAt: (index) => [index, bins[index]?.count ?? 0],
        isLine: false,
      },
    ],
    names: [],
    tooltip: tooltip(palette, "axis"),
    isShaded: false,
    notes: [],
  };
}

export type Bin = { readonly from: number; readonly to: number; readonly count: number };

const mostBins = 30;

/** Bins of one round width, about the square root of the count many. */
export function countBins(values: readonly number[]): Bin[] {
  if (values.length === 0) return [];
  const lowest = values.reduce((a, b) => Math.min(a, b));
  const highest = values.reduce((a, b) => Math.max(a, b));
  if (lowest === highest) return [{ from: lowest, to: highest, count: values.length }];
  const width = roundWidth((highest - lowest) / Math.min(mostBins, Math.ceil(Math.sqrt(values.length))));
  const first = Math.floor(lowest / width);
  const counts = Array.from({ length: Math.floor(highest / width) - first + 1 }, () => 0);
  for (const value of values) {
    const bin = Math.floor(value / width) - first;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, index) => ({ from: (first + index) * width, to: (first + index + 1) * width, count }));
}

/** 1, 2, 2.5 or 5 times a power of ten, not less than asked. */
function roundWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const step = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= width) ?? 10;
  return step * power;
}
