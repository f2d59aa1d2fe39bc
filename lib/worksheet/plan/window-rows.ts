import type { CheckedExpression } from "../../formula/checked.ts";
import type { CheckedElement } from "../checked-element.ts";
import { fingerprint } from "../expression.ts";
import { isReadableAt, isSameLevel, orderedKeys, parentLevel, type RowLevel, rowLevelOf } from "../row-level.ts";
import type { Sort } from "../worksheet.ts";
import type { OrderTerm } from "./relation.ts";
import type { Values } from "./values.ts";

/** Windows run within each group of the parent grouping. */
export function windowPartition(
  level: RowLevel,
  element: CheckedElement,
  values: Values,
): readonly CheckedExpression[] {
  const parent = parentLevel(element.worksheet, level);
  return orderedKeys(element.worksheet, parent).map((key) => values.column(key, level));
}

/** The element's sort as far as it can be known before windows, then the keys or visible columns, so that no two rows tie. */
export function windowOrder(
  level: RowLevel,
  element: CheckedElement,
  values: Values,
  visibleColumnIds: readonly string[],
): readonly OrderTerm[] {
  const { worksheet } = element;
  const grouping = worksheet.groupings.find((candidate) => {
    const own = rowLevelOf(worksheet, candidate.id);
    return own !== undefined && isSameLevel(own, level);
  });
  const sorts = [...worksheet.sort, ...(grouping?.sort ?? [])].filter((sort) =>
    canOrder(sort.columnId, level, element),
  );
  const ties = tieBreakers(level, element, visibleColumnIds).map(
    (columnId): Sort => ({ columnId, direction: "ascending" }),
  );
  const seen = new Set<string>();
  return [...sorts, ...ties].flatMap(({ columnId, direction }) => {
    const expression = values.column(columnId, level);
    const id = fingerprint(expression);
    if (seen.has(id)) return [];
    seen.add(id);
    return [{ expression, direction }];
  });
}

function tieBreakers(level: RowLevel, element: CheckedElement, visibleColumnIds: readonly string[]): readonly string[] {
  const { worksheet } = element;
  if (level.kind === "base") {
    const visible = visibleColumnIds.filter((columnId) => isOwnRow(columnId, element));
    const all = worksheet.columns.map((column) => column.id).filter((columnId) => isOwnRow(columnId, element));
    return visible.length > 0 ? visible : all;
  }
  const outer = orderedKeys(worksheet, parentLevel(worksheet, level));
  return orderedKeys(worksheet, level).filter((key) => !outer.includes(key));
}

function isOwnRow(columnId: string, element: CheckedElement): boolean {
  const column = element.column(columnId);
  return column !== undefined && column.expression !== null && column.isRowWise && column.placement.role === "base";
}

function canOrder(columnId: string, level: RowLevel, element: CheckedElement): boolean {
  const column = element.column(columnId);
  if (column === undefined || column.expression === null) return false;
  return isReadableAt(column.placement.level, level) && !readsWindow(column.expression, element);
}

function readsWindow(expression: CheckedExpression, element: CheckedElement): boolean {
  if (expression.kind === "literal") return false;
  if (expression.kind === "call") {
    return expression.levelKind === "window" || expression.arguments.some((part) => readsWindow(part, element));
  }
  if (expression.binding.kind !== "column") return false;
  const inner = element.column(expression.binding.columnId)?.expression;
  return inner != null && readsWindow(inner, element);
}
