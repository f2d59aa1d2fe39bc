import { numberOf } from "../chart-data.tsx";
import type { OptionContext } from "../chart-option.tsx";
import { tooltip } from "./axes.tsx";

const mostSlices = 8;

type Slice = { readonly name: string; readonly value: number };

/** What does not get a hue of its own is gathered into one quiet slice, which says how many it holds. */
export function pieOption({ chart, data, palette, width }: OptionContext) {
  const measure = data.y[0];
  const slices = (measure?.cells ?? []).map((cell, row) => ({
    name: data.x?.show(data.x.cells[row] ?? null) ?? "",
    value: Math.max(0, numberOf(cell) ?? 0),
  }));
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  const share = (value: unknown): string => `${total === 0 ? 0 : ((Number(value) / total) * 100).toFixed(1)}%`;
  return {
    tooltip: {
      ...tooltip(palette, "item"),
      valueFormatter: (value: unknown) => `${measure?.show(Number(value)) ?? value} · ${share(value)}`,
    },
    series: [
      {
        type: "pie",
        radius: chart.mark === "donut" ? ["48%", "74%"] : ["0%", "74%"],
        center: ["50%", "52%"],
        data: gather(slices, palette.quiet),
        itemStyle: { borderColor: palette.surface, borderWidth: 2 },
        label: {
          color: palette.text,
          fontSize: 12,
          width: Math.min(140, width / 4),
          overflow: "truncate",
          formatter: ({ name, value }: { name: string; value: unknown }) => `${name}  ${share(value)}`,
        },
        labelLine: { length: 10, length2: 8, lineStyle: { color: palette.line } },
        emphasis: { scaleSize: 4 },
      },
    ],
  };
}

function gather(slices: readonly Slice[], quiet: string) {
  if (slices.length <= mostSlices) return slices;
  const ordered = slices.toSorted((a, b) => b.value - a.value);
  const rest = ordered.slice(mostSlices - 1);
  const value = rest.reduce((sum, slice) => sum + slice.value, 0);
  return [
    ...ordered.slice(0, mostSlices - 1),
    { name: `${rest.length} others`, value, itemStyle: { color: quiet, opacity: 0.5 } },
  ];
}
