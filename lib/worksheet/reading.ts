import type { CheckedColumn, CheckedElement } from "./checked-element.ts";
import { baseLevel, isReadableAt, isSameLevel, type RowLevel } from "./row-level.ts";

/**
 * How a column's value comes to the rows of a level: as one of its keys, as computed there, repeated from a coarser level, or, in
 * charts and pivots, computed again on other keys than those of its grouping. `none`: it has several values there.
 */
export type Reading = "key" | "own" | "broadcast" | "again" | "none";

export function readingOf(column: CheckedColumn, level: RowLevel, element: CheckedElement): Reading {
  if (level.kind === "keys" && level.keys.includes(column.column.id)) return "key";
  const home = homeOf(column, element);
  if (isSameLevel(home, level)) return "own";
  if (isMeasureAt(column, level, element)) return "again";
  if (isReadableAt(home, level)) return "broadcast";
  return element.view !== null && level.kind === "keys" && column.placement.role === "calculation" ? "again" : "none";
}

/** Measures of a chart or pivot are computed on its rows and on every total of them. */
function isMeasureAt({ placement, isOfView }: CheckedColumn, level: RowLevel, { view }: CheckedElement): boolean {
  if (view === null || placement.role !== "calculation" || !isReadableAt(level, view.level)) return false;
  return isOfView || placement.levelName === view.measuresOf;
}

/** The rows that a column has its values on. */
export function homeOf({ placement, isOfView }: CheckedColumn, element: CheckedElement): RowLevel {
  if (placement.role === "key") return baseLevel;
  return isOfView && element.view !== null ? element.view.level : placement.level;
}

/** Whether a column has one value on each row of a level and nothing stands against computing it. */
export function hasValueAt(columnId: string, level: RowLevel, element: CheckedElement): boolean {
  const column = element.column(columnId);
  if (column === undefined || column.expression === null) return false;
  const reading = readingOf(column, level, element);
  return reading !== "none" && (reading !== "again" || element.problemsAt(columnId, level).length === 0);
}
