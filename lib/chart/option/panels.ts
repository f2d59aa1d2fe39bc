import type { Cell } from "../../worksheet/result.ts";
import type { Chart } from "../chart.ts";
import type { Area } from "./area.ts";
import { axisOf } from "./chart-data.ts";
import { type ChartData, numberOf, pickRows, type ReadField } from "./fields.ts";
import type { SharedScale } from "./plot.ts";
import { pivotSeries } from "./series.ts";

export type Panel = { readonly title: string | null; readonly data: ChartData; readonly area: Area };
export type Panels = {
  readonly panels: readonly Panel[];
  readonly shared: SharedScale | null;
  readonly notes: readonly string[];
};

const mostPanels = 24;
const titleHeight = 20;
const gap = 12;
/** Width by height that a small chart looks best at. */
const bestShape = 1.7;
const emptyWeight = 1.2;

/** One panel, or one for each value of the trellis. */
export function splitPanels(chart: Chart, data: ChartData, area: Area): Panels {
  const { trellis } = data;
  if (trellis === null) return { panels: [{ title: null, data, area }], shared: null, notes: [] };
  const rows = new Map<Cell, number[]>();
  trellis.cells.forEach((cell, row) => {
    const group = rows.get(cell) ?? [];
    rows.set(cell, group);
    group.push(row);
  });
  const drawn = [...rows].slice(0, mostPanels);
  const areas = placePanels(drawn.length, area);
  const panels = drawn.map(([cell, own], index) => ({
    title: trellis.show(cell),
    data: pickRows(data, own),
    area: areas[index] ?? area,
  }));
  return {
    panels,
    shared: shareScale(
      chart,
      data,
      panels.map((panel) => panel.data),
    ),
    notes:
      rows.size > drawn.length ? [`${drawn.length} of ${rows.size} values of ${trellis.column.name} are drawn.`] : [],
  };
}

/** Rows of panels with the shape nearest to the best, each below its title. */
function placePanels(count: number, area: Area): Area[] {
  const shapes = Array.from({ length: count }, (_, index) => index + 1).map((columns) => {
    const size = sizeOf(columns, Math.ceil(count / columns), area);
    const empty = 1 - count / (columns * Math.ceil(count / columns));
    const distance = Math.abs(Math.log(size.width / Math.max(1, size.height) / bestShape));
    return { columns, size, distance: distance + emptyWeight * empty };
  });
  const best = shapes.reduce((a, b) => (b.distance < a.distance ? b : a));
  return Array.from({ length: count }, (_, index) => ({
    left: area.left + (index % best.columns) * (best.size.width + gap),
    top: area.top + Math.floor(index / best.columns) * (best.size.height + titleHeight + gap) + titleHeight,
    ...best.size,
  }));
}

function sizeOf(columns: number, rows: number, area: Area): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(1, (area.width - gap * (columns - 1)) / columns),
    height: Math.max(1, (area.height - gap * (rows - 1)) / rows - titleHeight),
  };
}

function shareScale(chart: Chart, whole: ChartData, parts: readonly ChartData[]): SharedScale {
  const isContinuous = chart.mark === "scatter";
  const categories = whole.x === null || isContinuous ? null : { ...whole.x, cells: [...new Set(whole.x.cells)] };
  const extent = (side: "left" | "right") =>
    unite(parts.flatMap((part) => extentOf(chart, part, side, isContinuous || chart.mark === "box") ?? []));
  return { categories, left: extent("left"), right: extent("right") };
}

function unite(values: readonly number[]): readonly [number, number] | null {
  const [first] = values;
  return first === undefined
    ? null
    : [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

function extentOf(chart: Chart, data: ChartData, side: "left" | "right", isOfRows: boolean): number[] | null {
  const fields = data.y.filter(({ column }) => axisOf(chart, column.columnId) === side);
  if (fields.length === 0 || chart.stacking === "normalized") return null;
  if (isOfRows) return [...(unite(fields.slice(0, 1).flatMap(numbersOf)) ?? [])];
  const { series } = pivotSeries({ ...data, y: fields });
  const values = series.map((one) => one.values);
  if (chart.stacking === "none") return [...(unite(values.flat().filter((value) => value !== null)) ?? [])];
  const sums = (values[0] ?? []).flatMap((_, index) => {
    const stack = values.map((one) => one[index] ?? 0);
    return [sum(stack.filter((value) => value > 0)), sum(stack.filter((value) => value < 0))];
  });
  return [...(unite(sums) ?? [])];
}

function numbersOf({ cells }: ReadField): number[] {
  return cells.map(numberOf).filter((value) => value !== null);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
