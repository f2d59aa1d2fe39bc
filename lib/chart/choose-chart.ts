import type { ResultColumn, ResultRows } from "../worksheet/result.ts";
import type { View } from "../worksheet/worksheet.ts";
import type { Chart, ChartMark } from "./chart.ts";
import { type ColumnRole, findRoles, isAdditive, type Roles } from "./roles.ts";

const maxBars = 60;
const maxColors = 12;
const maxSlices = 30;
const maxMeasures = 4;

/** The chart that shows this result best, or null when its table does. */
export function chooseChart(view: View, schema: readonly ResultColumn[], rows: ResultRows): Chart | null {
  const roles = findRoles(schema, rows);
  const mark = chooseMark(roles, rows);
  return mark === null ? null : createChart(view, mark, roles);
}

/** The same result under a mark that the person chose. Null when the mark cannot show it. */
export function redrawChart(
  view: View,
  mark: ChartMark,
  schema: readonly ResultColumn[],
  rows: ResultRows,
): Chart | null {
  return allowedMarks(schema, rows).includes(mark) ? createChart(view, mark, findRoles(schema, rows)) : null;
}

/** Marks that can show a result of this shape, in the order in which they are offered. */
export function allowedMarks(schema: readonly ResultColumn[], rows: ResultRows): ChartMark[] {
  const roles = findRoles(schema, rows);
  return marks.filter((mark) => canDraw[mark](roles, rows.rowCount));
}

const marks: readonly ChartMark[] = ["bar", "line", "area", "scatter", "pie", "donut", "histogram", "kpi"];

const canDraw: Readonly<Record<ChartMark, (roles: Roles, rowCount: number) => boolean>> = {
  bar: hasLabelAndMeasure,
  line: (roles, rowCount) => hasLabelAndMeasure(roles) && rowCount > 1,
  area: (roles, rowCount) => hasLabelAndMeasure(roles) && rowCount > 1,
  scatter: (roles) => roles.measures.length >= 2,
  pie: isPartition,
  donut: isPartition,
  histogram: (roles) => roles.isListing && roles.measures.length === 1,
  kpi: (roles, rowCount) => rowCount === 1 && roles.measures.length >= 1,
};

function chooseMark(roles: Roles, rows: ResultRows): ChartMark | null {
  const labels = labelsOf(roles);
  if (rows.rowCount === 1) return labels.length === 0 && roles.measures.length === 1 ? "kpi" : null;
  if (roles.isListing || rows.rowCount === 0) return null;
  if (roles.measures.length === 0 || roles.measures.length > maxMeasures || labels.length === 0) return null;
  if (labels.length > 2 || (labels.length === 2 && !hasColor(roles))) return null;
  if (roles.time !== null && rows.rowCount > 2) return "line";
  return countDistinct(labels[0]) > maxBars ? null : "bar";
}

function createChart(view: View, mark: ChartMark, roles: Roles): Chart {
  const [x, color] = mark === "kpi" ? [] : axes(roles, mark);
  const measures = roles.measures.slice(0, mark === "pie" || mark === "donut" ? 1 : maxMeasures);
  const [first, second] = measures;
  const isScatter = mark === "scatter" && first !== undefined && second !== undefined;
  return {
    view,
    mark,
    x: (isScatter ? first : x)?.column.columnId ?? null,
    y: (isScatter ? [second] : measures).map(({ column }) => column.columnId),
    color: (isScatter ? roles.categories[0] : color)?.column.columnId ?? null,
    size: null,
    trellis: null,
    stacking: color !== undefined && measures.every(({ column }) => isAdditive(column)) ? stackingOf[mark] : "none",
    orientation: mark === "bar" && hasLongLabels(x) ? "horizontal" : "vertical",
  };
}

const stackingOf: Readonly<Record<ChartMark, Chart["stacking"]>> = {
  bar: "stacked",
  area: "stacked",
  line: "none",
  scatter: "none",
  pie: "none",
  donut: "none",
  histogram: "none",
  kpi: "none",
};

/** Time goes to x; of two categories the one with more values goes to x, the other to colour. */
function axes(roles: Roles, mark: ChartMark): ColumnRole[] {
  if (mark === "histogram") return roles.measures.slice(0, 1);
  if (roles.time !== null) return labelsOf(roles).slice(0, 2);
  return roles.categories.slice(0, 2).toSorted((a, b) => countDistinct(b) - countDistinct(a));
}

function labelsOf(roles: Roles): ColumnRole[] {
  return roles.time === null ? [...roles.categories] : [roles.time, ...roles.categories];
}

function hasLabelAndMeasure(roles: Roles): boolean {
  return roles.measures.length > 0 && labelsOf(roles).length > 0;
}

function hasColor(roles: Roles): boolean {
  return roles.measures.length === 1 && Math.min(...roles.categories.map(countDistinct)) <= maxColors;
}

/** Parts of one whole: few slices, one additive measure, nothing negative. */
function isPartition(roles: Roles, rowCount: number): boolean {
  const [measure] = roles.measures;
  if (measure === undefined || labelsOf(roles).length !== 1 || rowCount < 2 || rowCount > maxSlices) return false;
  return measure.cells.every((cell) => cell === null || Number(cell) >= 0);
}

function hasLongLabels(label: ColumnRole | undefined): boolean {
  if (label === undefined || label.column.type !== "text") return false;
  const lengths = label.cells.map((cell) => String(cell ?? "").length);
  return lengths.length > 6 && Math.max(...lengths) > 12;
}

function countDistinct(label: ColumnRole | undefined): number {
  return label === undefined ? 0 : new Set(label.cells).size;
}
