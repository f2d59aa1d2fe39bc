import { numberOf } from "../chart-data.tsx";
import type { OptionContext } from "../chart-option.tsx";
import { categoryAxis, grid, named, tooltip, valueAxis } from "./axes.tsx";

export function histogramOption({ data, palette, width }: OptionContext) {
  const field = data.x ?? data.y[0];
  const values = (field?.cells ?? []).map(numberOf).filter((value) => value !== null);
  const bins = countBins(values);
  const names = bins.map(({ from, to }) => `${field?.showShort(from) ?? from} – ${field?.showShort(to) ?? to}`);
  return {
    grid: grid(false, { left: 28, bottom: 26 }),
    tooltip: tooltip(palette, "axis"),
    xAxis: named(
      categoryAxis(names, palette, width / Math.max(4, bins.length)),
      field?.column.name ?? "",
      palette,
      false,
    ),
    yAxis: named(valueAxis(undefined, palette), "Count", palette, true),
    series: [{ type: "bar", name: "Count", data: bins.map(({ count }) => count), barCategoryGap: "2%" }],
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
