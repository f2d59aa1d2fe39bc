import type { Format } from "../../formula/types.ts";
import { formatCell } from "../../worksheet/format-cell.ts";
import type { Cell, ResultColumn, ResultRows } from "../../worksheet/result.ts";
import { type Chart, isRound } from "../chart.ts";
import { findRoles } from "../roles.ts";
import { arrange } from "./arrange.ts";
import { type ChartData, numberOf, type ReadField, type ReadReference } from "./fields.ts";

/** More than this is not drawn: nobody can see it, and a browser that tries stands still. */
export const mostPoints = 25_000;

export type ChartLocale = { readonly locale: string; readonly currency?: string };

/** Finds the chart's columns in the result. A column that the result does not have is left out. */
export function readChartData(
  chart: Chart,
  schema: readonly ResultColumn[],
  allRows: ResultRows,
  where: ChartLocale,
): ChartData {
  const rows = firstRows(allRows);
  const field = (columnId: string | null, format: Format | null = null): ReadField | null => {
    const position = schema.findIndex((column) => column.columnId === columnId);
    const column = schema[position];
    if (column === undefined) return null;
    return readField(format === null ? column : { ...column, format }, rows.columns[position] ?? [], where);
  };
  const [x, color] = isRound(chart.mark) && chart.x === null ? [chart.color, null] : [chart.x, chart.color];
  const roles = findRoles(schema, rows);
  const labels = roles.isListing ? [] : [...(roles.time === null ? [] : [roles.time]), ...roles.categories];
  return arrange(chart, {
    x: field(x, chart.axes.x.format),
    y: chart.y.flatMap((id) => field(id, chart.axes[axisOf(chart, id)].format) ?? []),
    color: field(color),
    size: field(chart.size),
    trellis: field(chart.trellis),
    tooltip: chart.tooltip.flatMap((id) => field(id) ?? []),
    keys: labels.flatMap(({ column }) => field(column.columnId) ?? []),
    target: field(chart.kpi.targetColumnId),
    ...readReferences(chart, field),
    isListing: roles.isListing,
    rowCount: rows.columns[0]?.length ?? 0,
    locale: where.locale,
  });
}

export function axisOf(chart: Chart, columnId: string): "left" | "right" {
  return chart.series.find((series) => series.columnId === columnId)?.axis ?? "left";
}

function firstRows(rows: ResultRows): ResultRows {
  const count = rows.columns[0]?.length ?? 0;
  if (count <= mostPoints) return rows;
  return { ...rows, rowCount: mostPoints, columns: rows.columns.map((column) => column.slice(0, mostPoints)) };
}

function readField(column: ResultColumn, cells: readonly Cell[], { locale, currency }: ChartLocale): ReadField {
  const options = currency === undefined ? {} : { currency };
  return {
    column,
    cells,
    show: (cell) => (cell === null ? "(empty)" : formatCell(cell, column, locale, options)),
    showShort: (cell) => (cell === null ? "(empty)" : formatCell(cell, column, locale, { ...options, compact: true })),
  };
}

/** A column's value for a line is its first: a summary repeats on every row. */
function readReferences(
  chart: Chart,
  field: (columnId: string | null) => ReadField | null,
): Pick<ChartData, "references" | "notes"> {
  const references: ReadReference[] = [];
  const notes: string[] = [];
  for (const reference of chart.references) {
    const cells = reference.columnId === null ? [reference.value] : (field(reference.columnId)?.cells ?? []);
    const at = cells.map(numberOf).find((value) => value !== null);
    if (at === undefined) notes.push(`The line ${reference.label || "across the chart"} has no value.`);
    else references.push({ ...reference, at });
  }
  return { references, notes };
}
