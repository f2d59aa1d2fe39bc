import type { CheckedCall, CheckedExpression } from "../../formula/checked.ts";
import { rankTypeOf } from "../../formula/functions/window/visibility-limit.ts";
import type { CheckedElement } from "../checked-element.ts";
import { edgeFunctions } from "../either-level.ts";
import { fingerprint, some } from "../expression.ts";
import { levelSorts, rowKeys, windowKeys } from "../level-order.ts";
import { lookbackKey } from "../lookback.ts";
import { readingOf } from "../reading.ts";
import { orderedKeys, type RowLevel } from "../row-level.ts";
import type { Sort } from "../worksheet.ts";
import type { OrderTerm } from "./relation.ts";
import type { Values } from "./values.ts";

/** Windows run within each group of the parent grouping, in a chart within each colour; a lookback within all keys but its date. */
export function windowPartition(
  node: CheckedCall,
  level: RowLevel,
  element: CheckedElement,
  values: Values,
): readonly CheckedExpression[] {
  const date = node.name === "DateLookback" ? lookbackKey(node, level, element) : undefined;
  const keys =
    date === undefined
      ? windowKeys(level, element)
      : orderedKeys(element.worksheet, level).filter((key) => key !== date);
  return keys.map((key) => values.column(key, level));
}

/** The element's sort as far as it can be known before windows, then the keys or visible columns, so that no two rows tie. */
export function windowOrder(
  node: CheckedCall,
  level: RowLevel,
  element: CheckedElement,
  values: Values,
  visibleColumnIds: readonly string[],
): readonly OrderTerm[] {
  const sorts = levelSorts(level, element).filter((sort) => !readsWindow(sort.columnId, element));
  if (node.name === "VisibilityLimit" && sorts.length > 0 && rankTypeOf(node.arguments) !== "row_number") {
    return sorts.map(({ columnId, direction }) => ({ expression: values.column(columnId, level), direction }));
  }
  const ties = tieBreakers(level, element, visibleColumnIds).map(
    (columnId): Sort => ({ columnId, direction: "ascending" }),
  );
  const terms = [...sorts, ...ties].map(
    ({ columnId, direction }): OrderTerm => ({ expression: values.column(columnId, level), direction }),
  );
  return withoutRepeats([...terms, ...ownTerms(node, level)]);
}

/** Base rows may be alike in every column that is shown: what the function reads tells them apart as far as its result goes. */
function ownTerms(node: CheckedCall, level: RowLevel): readonly OrderTerm[] {
  if (level.kind !== "base") return [];
  return node.arguments
    .filter(({ kind, type }) => kind !== "literal" && type !== "variant")
    .map((expression) => ({ expression, direction: "ascending" }));
}

export function withoutRepeats(terms: readonly OrderTerm[]): readonly OrderTerm[] {
  const seen = new Set<string>();
  return terms.filter(({ expression }) => {
    const id = fingerprint(expression);
    return !seen.has(id) && seen.add(id);
  });
}

const ordered: ReadonlySet<string> = new Set([...edgeFunctions, "ListAgg", "ArrayAgg"]);

/** The element's sort of the rows below, then the value itself; undefined: the aggregate or the rows have no order. */
export function aggregateOrder(
  node: CheckedCall,
  expression: CheckedExpression,
  input: RowLevel,
  element: CheckedElement,
  values: Values,
): readonly OrderTerm[] | undefined {
  const [value] = expression.kind === "call" ? expression.arguments : [];
  if (!ordered.has(node.name) || value === undefined) return undefined;
  const sorts = levelSorts(input, element).filter(({ columnId }) => isOfRows(columnId, input, element));
  if (sorts.length === 0) return undefined;
  return [
    ...sorts.map(({ columnId, direction }): OrderTerm => ({ expression: values.column(columnId, input), direction })),
    { expression: value, direction: "ascending" },
  ];
}

/** Nothing in the column comes from coarser groups, which may be sorted by the very aggregate. */
function isOfRows(columnId: string, level: RowLevel, element: CheckedElement): boolean {
  const column = element.column(columnId);
  if (column?.expression == null) return false;
  const reading = readingOf(column, level, element);
  if (reading === "key") return true;
  if (reading === "broadcast") return false;
  return !some(
    column.expression,
    (node) =>
      node.kind === "reference" && node.binding.kind === "column" && !isOfRows(node.binding.columnId, level, element),
  );
}

function tieBreakers(level: RowLevel, element: CheckedElement, visibleColumnIds: readonly string[]): readonly string[] {
  if (level.kind === "base") {
    const visible = visibleColumnIds.filter((columnId) => isOwnRow(columnId, element));
    const all = element.worksheet.columns.map((column) => column.id).filter((columnId) => isOwnRow(columnId, element));
    return visible.length > 0 ? visible : all;
  }
  return rowKeys(level, element);
}

function isOwnRow(columnId: string, element: CheckedElement): boolean {
  const column = element.column(columnId);
  return column !== undefined && column.expression !== null && column.isRowWise && column.placement.role === "base";
}

export function readsWindow(columnId: string, element: CheckedElement): boolean {
  const expression = element.column(columnId)?.expression;
  return expression != null && holdsWindow(expression, element);
}

function holdsWindow(expression: CheckedExpression, element: CheckedElement): boolean {
  if (expression.kind === "literal") return false;
  if (expression.kind === "call") {
    return expression.levelKind === "window" || expression.arguments.some((part) => holdsWindow(part, element));
  }
  return expression.binding.kind === "column" && readsWindow(expression.binding.columnId, element);
}
