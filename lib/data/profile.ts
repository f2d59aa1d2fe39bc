import "server-only";
import { getSource, updateSourceProfile } from "#db/queries/sources";
import type { ColumnProfile, SourceProfile } from "#db/schema/source";
import type { Viewer } from "#lib/permissions";
import { referenceText } from "#lib/worksheet/draft-columns";
import type { Cell } from "#lib/worksheet/result";
import type { SourceColumn } from "#lib/worksheet/worksheet";
import { look, summaryView, valuesView } from "./quick-view.ts";

const columnsPerQuery = 25;
const topValues = 50;
const longestValue = 200;

/** Counts, extremes and most frequent values of every column, computed through the compiler and kept with the source. */
export async function profileSource(viewer: Viewer, sourceId: string, signal: AbortSignal): Promise<SourceProfile> {
  const source = await getSource(viewer, sourceId);
  const visible = source.columns.filter((column) => !column.hidden && column.type !== "variant");
  const columns: ColumnProfile[] = [];
  for (let start = 0; start < visible.length; start += columnsPerQuery) {
    const group = visible.slice(start, start + columnsPerQuery);
    columns.push(...(await profileColumns(viewer, sourceId, group, signal)));
  }
  const profile = { version: source.version ?? null, rowCount: columns[0]?.count ?? 0, columns };
  await updateSourceProfile(viewer, sourceId, profile);
  return profile;
}

async function profileColumns(
  viewer: Viewer,
  sourceId: string,
  columns: readonly SourceColumn[],
  signal: AbortSignal,
): Promise<ColumnProfile[]> {
  const formulas = ["Count()", ...columns.flatMap(aggregatesOf)];
  const { columns: cells } = await look(viewer, summaryView(sourceId, formulas), { signal, rowLimit: 1 });
  const values = cells.map((column) => column[0] ?? null);
  const count = Number(values[0]);
  let position = 1;
  const profiles: ColumnProfile[] = [];
  for (const column of columns) {
    const own = values.slice(position, position + aggregatesOf(column).length);
    position += own.length;
    profiles.push(await profileOf(viewer, sourceId, column, count, own, signal));
  }
  return profiles;
}

function aggregatesOf({ name, type }: SourceColumn): string[] {
  const column = referenceText([name]);
  const counts = [`Count(${column})`, `CountDistinct(${column})`];
  return type === "logical" ? counts : [...counts, `Min(${column})`, `Max(${column})`];
}

async function profileOf(
  viewer: Viewer,
  sourceId: string,
  column: SourceColumn,
  count: number,
  [filled, distinct, min, max]: readonly Cell[],
  signal: AbortSignal,
): Promise<ColumnProfile> {
  const isTelling = Number(distinct) > 0 && (column.type === "text" || Number(distinct) <= count / 2);
  return {
    columnId: column.id,
    count,
    nulls: count - Number(filled),
    distinct: Number(distinct),
    min: extreme(min),
    max: extreme(max),
    topValues: isTelling ? await topValuesOf(viewer, sourceId, column, signal) : [],
  };
}

async function topValuesOf(
  viewer: Viewer,
  sourceId: string,
  column: SourceColumn,
  signal: AbortSignal,
): Promise<ColumnProfile["topValues"]> {
  const asked = valuesView(sourceId, [column.name]);
  const { columns } = await look(viewer, asked, { signal, rowLimit: topValues + 1 });
  const [values = [], counts = []] = columns;
  return values
    .flatMap((value, row) => (value === null ? [] : [{ value: shorten(value), count: Number(counts[row]) }]))
    .slice(0, topValues);
}

function extreme(cell: Cell | undefined): string | number | null {
  return typeof cell === "string" || typeof cell === "number" ? shorten(cell) : null;
}

function shorten<Value extends Exclude<Cell, null>>(value: Value): Value | string {
  return typeof value === "string" && value.length > longestValue ? `${value.slice(0, longestValue)}…` : value;
}
