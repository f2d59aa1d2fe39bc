import type { Chart, ChartMark } from "./chart.ts";
import { type ChartData, numberOf, type ReadField } from "./option/fields.ts";
import { readKpis } from "./option/kpi.ts";

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

/** The chart in sentences, for those who do not see it: what it shows, its extent, its extremes and its lines. */
export function describeChart(chart: Chart, data: ChartData): string {
  if (chart.mark === "kpi") return describeNumbers(chart, data);
  const measures = data.y.map((field) => field.column.name).join(", ");
  const by = [data.x, data.color, data.trellis].flatMap((field) => (field === null ? [] : [field.column.name]));
  const head = `${markNames[chart.mark]} chart of ${measures || data.x?.column.name}${by.length === 0 || measures === "" ? "" : ` by ${joinNames(by)}`}.`;
  const points = data.rowCount === 1 ? "1 point." : `${data.rowCount} points.`;
  const lines = data.references.map(
    ({ label, at }) => `A line${label === "" ? "" : ` for ${label}`} at ${data.y[0]?.show(at) ?? at}.`,
  );
  return [head, points, ...data.y.slice(0, 3).map((field) => extremes(field, data.x)), ...lines].join(" ");
}

function describeNumbers(chart: Chart, data: ChartData): string {
  const numbers = readKpis(chart, data).map(({ name, text, change }) =>
    change === null ? `${name} is ${text}.` : `${name} is ${text}, ${change.text}.`,
  );
  return [`Number of ${data.y.map((field) => field.column.name).join(", ")}.`, ...numbers].join(" ");
}

function joinNames(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
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
