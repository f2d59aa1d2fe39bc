import type { Worksheet } from "../../worksheet/worksheet.ts";
import type { TableElement } from "../workbook.ts";

/** Changes of what a table shows of its worksheet, and where. */

export function hideColumn(element: TableElement, columnId: string): TableElement {
  const place = element.columns.indexOf(columnId);
  if (place < 0) return element;
  const frozen = place < element.frozen ? element.frozen - 1 : element.frozen;
  return { ...element, frozen, columns: element.columns.filter((id) => id !== columnId) };
}

/** A column that is hidden comes last. */
export function showColumn(element: TableElement, columnId: string): TableElement {
  return element.columns.includes(columnId) ? element : { ...element, columns: [...element.columns, columnId] };
}

/** Also a column that is not shown yet. `to`: its place among all of them. */
export function moveColumn(element: TableElement, columnId: string, to: number): TableElement {
  const others = element.columns.filter((id) => id !== columnId);
  return { ...element, columns: others.toSpliced(Math.max(0, Math.min(others.length, to)), 0, columnId) };
}

export function placeBeside(
  element: TableElement,
  columnId: string,
  besideId: string,
  side: "before" | "after",
): TableElement {
  const others = element.columns.filter((id) => id !== columnId);
  const place = others.indexOf(besideId);
  return place < 0
    ? showColumn(element, columnId)
    : moveColumn(element, columnId, side === "before" ? place : place + 1);
}

/** The key of a new innermost grouping stands after the columns of those around it: rows open from left to right. */
export function placeKey(element: TableElement, columnId: string, outer: Worksheet["groupings"]): TableElement {
  const around = new Set(outer.flatMap(({ keys, calculations }) => [...keys, ...calculations]));
  const others = element.columns.filter((id) => id !== columnId);
  return moveColumn(element, columnId, others.findLastIndex((id) => around.has(id)) + 1);
}

/** Freezes the columns up to this one; when it is the last of them, none. */
export function freezeUpTo(element: TableElement, columnId: string): TableElement {
  const count = element.columns.indexOf(columnId) + 1;
  return { ...element, frozen: element.frozen === count ? 0 : Math.min(20, count) };
}

export function setWidth(element: TableElement, columnId: string, width: number): TableElement {
  return { ...element, widths: { ...element.widths, [columnId]: Math.round(Math.max(40, Math.min(2000, width))) } };
}

/** Whether the rows of a grouping show further levels before anybody opens one. */
export function setCollapsed(element: TableElement, groupingId: string, isCollapsed: boolean): TableElement {
  const others = element.collapsed.filter((id) => id !== groupingId);
  return { ...element, collapsed: isCollapsed ? [...others, groupingId] : others };
}
