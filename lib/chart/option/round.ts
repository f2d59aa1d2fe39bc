import type { Area } from "./area.ts";
import { otherCell } from "./arrange.ts";
import { tooltip } from "./axes.ts";
import { extras } from "./cartesian.ts";
import { numberOf } from "./fields.ts";
import type { Plot, PlotContext } from "./plot.ts";
import { pointOfRow } from "./point.ts";

type Slice = { readonly name: string; readonly value: number; readonly row: number; readonly isOther: boolean };

/** The line between a slice and its name, and what a name has at least. Pixels. */
const [besideLabel, leastLabel] = [24, 80];

/** Names stand beside their slices where there is room, else in the legend. */
export function namesSlices(isPanel: boolean, { width }: Area): boolean {
  return !isPanel && width >= 360;
}

/** Pies and donuts: parts of one whole. What was gathered is quiet, and says how many it holds. */
export function roundPlot({ chart, data, palette, area, shared }: PlotContext): Plot {
  const measure = data.y[0] ?? null;
  const slices = readSlices({ data });
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  const share = (value: unknown): string => `${total === 0 ? 0 : ((Number(value) / total) * 100).toFixed(1)}%`;
  const isNamed = namesSlices(shared !== null, area);
  const radius = outerRadius(area, isNamed);
  const labelWidth = Math.max(40, Math.min(160, area.width / 2 - radius - besideLabel));
  const inLabel = (value: unknown): string =>
    chart.labels === "none" || labelWidth < 100
      ? share(value)
      : `${measure?.showShort(Number(value)) ?? value} · ${share(value)}`;
  return {
    xAxis: [],
    yAxis: [],
    series: [
      {
        type: "pie",
        name: measure?.column.name ?? "",
        radius: chart.mark === "donut" ? [radius * 0.65, radius] : [0, radius],
        center: [area.left + area.width / 2, area.top + area.height / 2],
        data: slices.map(({ name, value, isOther }) => ({
          name,
          value,
          ...(isOther ? { itemStyle: { color: palette.quiet, opacity: 0.5 } } : {}),
        })),
        itemStyle: { borderColor: palette.surface, borderWidth: 2 },
        label: {
          show: isNamed,
          color: palette.text,
          fontSize: 12,
          width: labelWidth,
          overflow: "truncate",
          lineHeight: 16,
          rich: { share: { color: palette.quiet, fontSize: 12, lineHeight: 16 } },
          formatter: ({ name, value }: { readonly name: string; readonly value: unknown }) =>
            `${name}\n{share|${inLabel(value)}}`,
        },
        labelLine: { length: 10, length2: 8, lineStyle: { color: palette.line } },
        emphasis: { scaleSize: 4 },
        tooltip: {
          valueFormatter: (value: unknown, index: number) =>
            `${measure?.show(Number(value)) ?? value} · ${share(value)}${extras(data, slices[index]?.row)}`,
        },
      },
    ],
    tracks: [
      {
        name: measure?.column.name ?? "",
        length: slices.length,
        pointAt: (index) => {
          const slice = slices[index];
          if (slice === undefined) return null;
          return pointOfRow(
            data,
            slice.row,
            measure,
            `${measure?.show(slice.value) ?? slice.value}, ${share(slice.value)}`,
          );
        },
        placeAt: () => null,
        isLine: false,
      },
    ],
    names: isNamed ? [] : slices.map(({ name }) => name),
    tooltip: tooltip(palette, "item"),
    isShaded: false,
    notes: slices.some(({ row }) => (numberOf(measure?.cells[row]) ?? 0) < 0)
      ? ["Negative values have no share of a whole and are left out."]
      : [],
  };
}

/** Slices leave room for a name of two words at either side. Pixels. */
function outerRadius({ width, height }: Area, isNamed: boolean): number {
  const inscribed = Math.min(width, height) / 2;
  return isNamed ? Math.min(inscribed * 0.74, width / 2 - besideLabel - leastLabel) : inscribed * 0.92;
}

/** One for each category; rows of the same one are added. */
function readSlices({ data }: Pick<PlotContext, "data">): Slice[] {
  const measure = data.y[0];
  const slices = new Map<unknown, Slice>();
  for (let row = 0; row < data.rowCount; row += 1) {
    const cell = data.x?.cells[row] ?? null;
    const value = Math.max(0, numberOf(measure?.cells[row]) ?? 0);
    const before = slices.get(cell);
    if (before === undefined)
      slices.set(cell, { name: data.x?.show(cell) ?? "", value, row, isOther: cell === otherCell });
    else slices.set(cell, { ...before, value: before.value + value });
  }
  return [...slices.values()];
}
