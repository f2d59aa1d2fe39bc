import type { Cell } from "../../worksheet/result.ts";
import { isSmall } from "./area.ts";
import { categoryAxis, named, tooltip, valueAxis } from "./axes.ts";
import { numberOf } from "./fields.ts";
import type { Plot, PlotContext } from "./plot.ts";
import { pointOfRow } from "./point.ts";
import { referenceLines } from "./references.ts";

const mostOutliers = 500;

type Box = {
  readonly cell: Cell;
  readonly row: number;
  /** Lower whisker, first quartile, median, third quartile, upper whisker. */
  readonly five: readonly [number, number, number, number, number];
  readonly outliers: readonly number[];
};

/** How a measure of single rows is spread in each category: quartiles, whiskers of 1.5 times their distance, and what lies outside. */
export function boxPlot({ chart, data, palette, area, shared }: PlotContext): Plot {
  const measure = data.y[0];
  const categories = shared?.categories?.cells ?? (data.x === null ? [null] : [...new Set(data.x.cells)]);
  const boxes = findBoxes(data, categories);
  const names = categories.map((cell) => data.x?.show(cell) ?? measure?.column.name ?? "");
  const outliers = boxes.flatMap((box, index) => box?.outliers.map((value) => [index, value]) ?? []);
  const show = (value: unknown): string => measure?.show(Number(value)) ?? String(value);
  const along = categoryAxis({ names, palette, area });
  return {
    xAxis: [named(along, chart.axes.x.title ?? "", palette, false)],
    yAxis: [
      {
        ...valueAxis({
          field: measure,
          axis: chart.axes.left,
          palette,
          title: measure?.column.name ?? "",
          isVertical: true,
          references: data.references,
          isSmall: isSmall(area),
        }),
        scale: true,
        ...(shared?.left == null ? {} : { dataMin: shared.left[0], dataMax: shared.left[1] }),
      },
    ],
    series: [
      {
        type: "boxplot",
        name: measure?.column.name ?? "",
        data: boxes.map((box) => (box === null ? ["-"] : [...box.five])),
        itemStyle: { color: "transparent", borderColor: palette.data[0], borderWidth: 1.5 },
        boxWidth: [8, 44],
        tooltip: { valueFormatter: show },
        ...(measure === undefined
          ? {}
          : referenceLines(data.references, [{ side: "left", field: measure }], 0, palette, false)),
      },
      {
        type: "scatter",
        name: "Outliers",
        data: outliers.slice(0, mostOutliers),
        symbolSize: 4,
        itemStyle: { color: palette.data[0], opacity: 0.6 },
        tooltip: { valueFormatter: (value: unknown) => show(Array.isArray(value) ? value[1] : value) },
      },
    ],
    tracks: [
      {
        name: measure?.column.name ?? "",
        length: boxes.length,
        pointAt: (index) => {
          const box = boxes[index] ?? null;
          if (box === null) return null;
          const [low, first, median, third, high] = box.five.map(show);
          const text = `median ${median}, half of the rows from ${first} to ${third}, whiskers from ${low} to ${high}`;
          return pointOfRow(data, box.row, measure ?? null, text);
        },
        placeAt: (index) => [index, boxes[index]?.five[2] ?? 0],
        isLine: false,
      },
      { name: "Outliers", length: 0, pointAt: () => null, placeAt: () => null, isLine: false },
    ],
    names: [],
    tooltip: tooltip(palette, "item"),
    isShaded: false,
    notes: outliers.length > mostOutliers ? [`${mostOutliers} of ${outliers.length} outliers are drawn.`] : [],
  };
}

function findBoxes(data: PlotContext["data"], categories: readonly Cell[]): (Box | null)[] {
  const groups = new Map<Cell, { values: number[]; row: number }>();
  for (let row = 0; row < data.rowCount; row += 1) {
    const value = numberOf(data.y[0]?.cells[row]);
    if (value === null) continue;
    const cell = data.x?.cells[row] ?? null;
    const group = groups.get(cell) ?? { values: [], row };
    groups.set(cell, group);
    group.values.push(value);
  }
  return categories.map((cell) => {
    const group = groups.get(cell);
    return group === undefined
      ? null
      : boxOf(
          cell,
          group.row,
          group.values.sort((a, b) => a - b),
        );
  });
}

function boxOf(cell: Cell, row: number, sorted: readonly number[]): Box {
  const [first, median, third] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const reach = 1.5 * (third - first);
  const inside = sorted.filter((value) => value >= first - reach && value <= third + reach);
  const outliers = sorted.filter((value) => value < first - reach || value > third + reach);
  return { cell, row, five: [inside[0] ?? first, first, median, third, inside.at(-1) ?? third], outliers };
}

/** Between two values in proportion. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return below + (above - below) * (at - Math.floor(at));
}
