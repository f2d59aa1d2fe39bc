import type { ResultColumn, ResultRows } from "../worksheet/result.ts";
import type { View } from "../worksheet/worksheet.ts";
import { type Chart, type ChartMark, type ChartSeries, chartMarks, createChart } from "./chart.ts";
import { type ColumnRole, findRoles, isAdditive, isPartOfWhole, type Roles } from "./roles.ts";

const maxBars = 60;
const maxColors = 12;
const maxSlices = 7;
const maxBoxes = 30;
const maxMeasures = 4;
/** Where one measure is so many times another, the smaller is flat on a common axis. */
const farApart = 50;

/** The chart that shows this result best, or null when its table does. */
export function chooseChart(view: View, schema: readonly ResultColumn[], rows: ResultRows): Chart | null {
  const roles = findRoles(schema, rows);
  const mark = chooseMark(roles, rows);
  return mark === null ? null : chartOf(view, mark, roles);
}

/** The same result under a mark that the person chose. Null when the mark cannot show it. */
export function redrawChart(
  view: View,
  mark: ChartMark,
  schema: readonly ResultColumn[],
  rows: ResultRows,
): Chart | null {
  return allowedMarks(schema, rows).includes(mark) ? chartOf(view, mark, findRoles(schema, rows)) : null;
}

/** Marks that can show a result of this shape, in the order in which they are offered. */
export function allowedMarks(schema: readonly ResultColumn[], rows: ResultRows): ChartMark[] {
  const roles = findRoles(schema, rows);
  return chartMarks.filter((mark) => canDraw[mark](roles, rows.rowCount));
}

const canDraw: Readonly<Record<ChartMark, (roles: Roles, rowCount: number) => boolean>> = {
  bar: hasLabelAndMeasure,
  line: (roles, rowCount) => hasLabelAndMeasure(roles) && rowCount > 1,
  area: (roles, rowCount) => hasLabelAndMeasure(roles) && rowCount > 1,
  combo: (roles) => hasLabelAndMeasure(roles) && roles.measures.length >= 2,
  scatter: (roles) => roles.measures.length >= 2,
  pie: isPartition,
  donut: isPartition,
  histogram: (roles) => roles.isListing && roles.measures.length === 1,
  box: (roles, rowCount) => roles.isListing && roles.measures.length >= 1 && rowCount >= 5,
  kpi: (roles, rowCount) => rowCount === 1 && roles.measures.length >= 1,
};

function chooseMark(roles: Roles, rows: ResultRows): ChartMark | null {
  const labels = labelsOf(roles);
  if (rows.rowCount === 1) return labels.length === 0 && roles.measures.length === 1 ? "kpi" : null;
  if (roles.isListing || rows.rowCount === 0) return null;
  if (roles.measures.length === 0 || roles.measures.length > maxMeasures || labels.length === 0) return null;
  if (labels.length > 2 || (labels.length === 2 && !hasColor(roles))) return null;
  if (roles.time !== null && rows.rowCount > 2) return "line";
  if (countDistinct(labels[0]) > maxBars) return null;
  return roles.measures.some((measure) => needsOwnAxis(measure, roles.measures)) ? "combo" : "bar";
}

function chartOf(view: View, mark: ChartMark, roles: Roles): Chart {
  const [x, color] = mark === "kpi" ? [] : axes(roles, mark);
  const measures = roles.measures.slice(0, mostMeasures[mark]);
  const [first, second] = measures;
  const isScatter = mark === "scatter" && first !== undefined && second !== undefined;
  return createChart({
    view,
    mark,
    x: (isScatter ? first : x)?.column.columnId ?? null,
    y: (isScatter ? [second] : measures).map(({ column }) => column.columnId),
    color: (isScatter ? roles.categories[0] : color)?.column.columnId ?? null,
    size: null,
    trellis: null,
    stacking: color !== undefined && measures.every(({ column }) => isAdditive(column)) ? stackingOf[mark] : "none",
    orientation: mark === "bar" && hasLongLabels(x) ? "horizontal" : "vertical",
    series: seriesOf(mark, measures),
  });
}

const mostMeasures: Readonly<Record<ChartMark, number>> = {
  bar: maxMeasures,
  line: maxMeasures,
  area: maxMeasures,
  combo: maxMeasures,
  scatter: 2,
  pie: 1,
  donut: 1,
  histogram: 1,
  box: 1,
  kpi: maxMeasures,
};

const stackingOf: Readonly<Record<ChartMark, Chart["stacking"]>> = {
  bar: "stacked",
  area: "stacked",
  line: "none",
  combo: "none",
  scatter: "none",
  pie: "none",
  donut: "none",
  histogram: "none",
  box: "none",
  kpi: "none",
};

/** What is measured otherwise than the first measure has the right axis; of a combination all but the first are lines. */
function seriesOf(mark: ChartMark, measures: readonly ColumnRole[]): ChartSeries[] {
  if (mark !== "line" && mark !== "combo") return [];
  return measures.flatMap((measure, position): ChartSeries[] => {
    const axis = needsOwnAxis(measure, measures) ? "right" : "left";
    const drawn = mark === "line" ? null : position === 0 ? "bar" : "line";
    return axis === "left" && drawn === null ? [] : [{ columnId: measure.column.columnId, axis, mark: drawn }];
  });
}

/** Of another kind than the first measure, or of quite another size. */
function needsOwnAxis(measure: ColumnRole, [first]: readonly ColumnRole[]): boolean {
  if (first === undefined || first === measure) return false;
  const kinds = [first, measure].map(({ column }) => column.format?.kind ?? "number");
  if (kinds[0] !== kinds[1]) return true;
  const [one, other] = [largest(first), largest(measure)];
  return one > 0 && other > 0 && Math.max(one / other, other / one) > farApart;
}

function largest({ cells }: ColumnRole): number {
  return cells.reduce<number>((most, cell) => Math.max(most, Math.abs(Number(cell ?? 0)) || 0), 0);
}

/** Time goes to x; of two categories the one with more values goes to x, the other to colour. */
function axes(roles: Roles, mark: ChartMark): ColumnRole[] {
  if (mark === "histogram") return roles.measures.slice(0, 1);
  if (mark === "box") return roles.categories.filter((label) => countDistinct(label) <= maxBoxes).slice(0, 1);
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

/** Parts of one whole: few slices, one measure that adds up, nothing negative. */
function isPartition(roles: Roles, rowCount: number): boolean {
  const [measure] = roles.measures;
  if (measure === undefined || labelsOf(roles).length !== 1 || rowCount < 2 || rowCount > maxSlices) return false;
  return isPartOfWhole(measure.column) && measure.cells.every((cell) => cell === null || Number(cell) >= 0);
}

function hasLongLabels(label: ColumnRole | undefined): boolean {
  if (label === undefined || label.column.type !== "text") return false;
  const lengths = label.cells.map((cell) => String(cell ?? "").length);
  return lengths.length > 6 && Math.max(...lengths) > 12;
}

function countDistinct(label: ColumnRole | undefined): number {
  return label === undefined ? 0 : new Set(label.cells).size;
}
