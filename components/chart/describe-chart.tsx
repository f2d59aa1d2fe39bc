import type { Chart, ChartMark } from "#lib/chart/chart";
import { type ChartData, numberOf, type ReadField } from "./chart-data.tsx";

export const markNames: Readonly<Record<ChartMark, string>> = {
  bar: "Bar",
  line: "Line",
  area: "Area",
  combo: "Combo",
  scatter: "Scatter",
  pie: "Pie",
  donut: "Donut",
  histogram: "Histogram",
  box: "Box",
  kpi: "Number",
};

/** The chart in sentences, for those who do not see it: what it shows, its extent and its extremes. */
export function describeChart(chart: Chart, data: ChartData): string {
  const measures = data.y.map((field) => field.column.name).join(", ");
  const by = [data.x, data.color].flatMap((field) => (field === null ? [] : [field.column.name])).join(" and ");
  const kind = chart.mark === "kpi" ? "Number" : `${markNames[chart.mark]} chart`;
  const head = `${kind} of ${measures || data.x?.column.name}${by === "" || measures === "" ? "" : ` by ${by}`}.`;
  const points = data.rowCount === 1 ? "1 point." : `${data.rowCount} points.`;
  return [head, chart.mark === "kpi" ? "" : points, ...data.y.slice(0, 3).map((field) => extremes(field, data.x))]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function extremes(field: ReadField, x: ReadField | null): string {
  const known = field.cells.flatMap((cell, row) => {
    const value = numberOf(cell);
    return value === null ? [] : [{ value, cell, at: x?.cells[row] }];
  });
  if (known.length === 0) return `${field.column.name} has no values.`;
  const lowest = known.reduce((a, b) => (b.value < a.value ? b : a));
  const highest = known.reduce((a, b) => (b.value > a.value ? b : a));
  if (known.length === 1) return `${field.column.name} is ${field.show(lowest.cell)}.`;
  const where = (at: typeof lowest.at): string => (x === null || at === undefined ? "" : ` at ${x.show(at)}`);
  return `${field.column.name} is lowest${where(lowest.at)} with ${field.show(lowest.cell)} and highest${where(highest.at)} with ${field.show(highest.cell)}.`;
}
