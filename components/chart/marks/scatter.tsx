import { type ChartData, numberOf, type ReadField } from "../chart-data.tsx";
import type { OptionContext } from "../chart-option.tsx";
import { grid, legend, named, tooltip, valueAxis } from "./axes.tsx";

const largeFrom = 2000;

type Point = { readonly value: readonly [number, number]; readonly name: string };

export function scatterOption({ data, palette }: OptionContext) {
  const groups = groupPoints(data);
  const names = [...groups.keys()];
  const y = data.y[0];
  const show = (field: ReadField | null | undefined, value: unknown): string => field?.show(Number(value)) ?? "";
  return {
    grid: grid(names.length > 1, { left: 28, bottom: 26 }),
    legend: legend(palette, names),
    tooltip: {
      ...tooltip(palette, "item"),
      valueFormatter: (value: unknown) =>
        Array.isArray(value) ? `${show(data.x, value[0])} · ${show(y, value[1])}` : String(value),
    },
    xAxis: {
      ...named(valueAxis(data.x ?? undefined, palette), data.x?.column.name ?? "", palette, false),
      scale: true,
    },
    yAxis: { ...named(valueAxis(y, palette), y?.column.name ?? "", palette, true), scale: true },
    series: [...groups].map(([name, points]) => ({
      type: "scatter",
      name,
      data: points,
      symbolSize: data.rowCount > 500 ? 5 : 7,
      large: points.length > largeFrom,
      itemStyle: { opacity: 0.7 },
      emphasis: { focus: names.length > 1 ? "series" : "none" },
    })),
  };
}

/** Points by colour; rows without both numbers have no place. */
function groupPoints({ x, y: [y], color, rowCount }: ChartData): Map<string, Point[]> {
  const groups = new Map<string, Point[]>();
  for (let row = 0; row < rowCount; row += 1) {
    const at = numberOf(x?.cells[row]);
    const value = numberOf(y?.cells[row]);
    if (at === null || value === null) continue;
    const name = color === null ? (y?.column.name ?? "") : color.show(color.cells[row] ?? null);
    const group = groups.get(name) ?? [];
    group.push({ value: [at, value], name });
    groups.set(name, group);
  }
  return groups;
}
