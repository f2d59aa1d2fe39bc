import { isSmall } from "./area.ts";
import { tooltip, valueAxis } from "./axes.ts";
import { extras } from "./cartesian.ts";
import { type ChartData, numberOf } from "./fields.ts";
import type { Plot, PlotContext } from "./plot.ts";
import { pointOfRow, type Track } from "./point.ts";
import { referenceLines } from "./references.ts";
import { findShade } from "./series.ts";

const largeFrom = 2000;
const mostGroups = 40;

type Point = { readonly row: number; readonly x: number; readonly y: number };
type Group = { readonly name: string; readonly points: readonly Point[] };

/** Two measures against each other; rows without both have no place. */
export function scatterPlot({ chart, data, palette, area, shared }: PlotContext): Plot {
  const y = data.y[0] ?? null;
  const shade = findShade(data);
  const all = groupPoints(data);
  const groups = all.slice(0, mostGroups);
  const sizeOf = pointSizes(data);
  const isLogarithmic = { x: wantsLogarithm("x"), left: wantsLogarithm("left") };
  return {
    xAxis: [
      {
        ...valueAxis({
          field: data.x ?? undefined,
          axis: chart.axes.x,
          palette,
          title: data.x?.column.name ?? "",
          isVertical: false,
          isSmall: isSmall(area),
          isLogarithmic: isLogarithmic.x,
        }),
        scale: true,
      },
    ],
    yAxis: [
      {
        ...valueAxis({
          field: y ?? undefined,
          axis: chart.axes.left,
          palette,
          title: y?.column.name ?? "",
          isVertical: true,
          isSmall: isSmall(area),
          isLogarithmic: isLogarithmic.left,
          references: data.references,
        }),
        scale: true,
        ...(shared?.left == null || isLogarithmic.left ? {} : { dataMin: shared.left[0], dataMax: shared.left[1] }),
      },
    ],
    series: groups.map(({ name, points }, position) => ({
      type: "scatter",
      name,
      data: points.map((point) => [point.x, point.y, ...(shade === null ? [] : [numberOf(shade.cells[point.row])])]),
      symbolSize:
        sizeOf === null
          ? data.rowCount > 500
            ? 5
            : 7
          : (_: unknown, { dataIndex }: { dataIndex: number }) => sizeOf(points[dataIndex]?.row),
      large: points.length > largeFrom && sizeOf === null && shade === null,
      itemStyle: shade === null ? { opacity: 0.7 } : { borderColor: palette.quiet, borderWidth: 0.5 },
      emphasis: { focus: groups.length > 1 ? "series" : "none" },
      ...(chart.labels === "none" || y === null
        ? {}
        : {
            label: {
              show: true,
              position: "top",
              fontSize: 11,
              color: palette.quiet,
              formatter: ({ dataIndex }: { readonly dataIndex: number }) => y.showShort(points[dataIndex]?.y ?? null),
            },
            ...(chart.labels === "auto" ? { labelLayout: { hideOverlap: true } } : {}),
          }),
      tooltip: {
        valueFormatter: (value: unknown, index: number) => `${showPair(value)}${extras(data, points[index]?.row)}`,
      },
      ...(y === null
        ? {}
        : referenceLines(
            data.references,
            groups.map(() => ({ side: "left" as const, field: y })),
            position,
            palette,
            false,
          )),
    })),
    tracks: groups.map((group) => trackOf(group, data, showPair)),
    names: groups.map(({ name }) => name),
    tooltip: tooltip(palette, "item"),
    isShaded: shade !== null,
    notes: [
      ...(all.length > mostGroups
        ? [`${mostGroups} of ${all.length} values of ${data.color?.column.name} are drawn.`]
        : []),
      ...(["x", "left"] as const).flatMap((side) =>
        chart.axes[side].scale === "logarithmic" && !isLogarithmic[side]
          ? ["A logarithmic axis needs values above zero: this one is linear."]
          : [],
      ),
    ],
  };

  function wantsLogarithm(side: "x" | "left"): boolean {
    if (chart.axes[side].scale !== "logarithmic") return false;
    return all.every(({ points }) => points.every((point) => (side === "x" ? point.x : point.y) > 0));
  }

  function showPair(value: unknown): string {
    if (!Array.isArray(value)) return String(value);
    return `${data.x?.show(Number(value[0])) ?? ""} · ${y?.show(Number(value[1])) ?? ""}`;
  }
}

/** Points by colour. */
function groupPoints(data: ChartData): Group[] {
  const {
    x,
    y: [y],
    color,
    rowCount,
  } = data;
  const isShaded = findShade(data) !== null;
  const groups = new Map<string, Point[]>();
  for (let row = 0; row < rowCount; row += 1) {
    const [at, value] = [numberOf(x?.cells[row]), numberOf(y?.cells[row])];
    if (at === null || value === null) continue;
    const name = color === null || isShaded ? (y?.column.name ?? "") : color.show(color.cells[row] ?? null);
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push({ row, x: at, y: value });
  }
  return [...groups].map(([name, points]) => ({ name, points }));
}

/** Areas, not diameters, stand for the values. */
function pointSizes({ size }: ChartData): ((row: number | undefined) => number) | null {
  if (size === null) return null;
  const most = size.cells.reduce<number>((largest, cell) => Math.max(largest, numberOf(cell) ?? 0), 0);
  return (row) => {
    const value = row === undefined ? 0 : Math.max(0, numberOf(size.cells[row]) ?? 0);
    return most === 0 ? 5 : 4 + 26 * Math.sqrt(value / most);
  };
}

function trackOf({ name, points }: Group, data: ChartData, showPair: (value: unknown) => string): Track {
  return {
    name,
    length: points.length,
    pointAt: (index) => {
      const point = points[index];
      if (point === undefined) return null;
      return pointOfRow(data, point.row, data.y[0] ?? null, showPair([point.x, point.y]));
    },
    placeAt: (index) => {
      const point = points[index];
      return point === undefined ? null : [point.x, point.y];
    },
    isLine: false,
  };
}
