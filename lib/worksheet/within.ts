import type { CheckedExpression } from "../formula/checked.ts";
import type { CheckedColumn, CheckedElement } from "./checked-element.ts";
import { call, literal, numberLiteral } from "./expression.ts";
import { typedLiteral } from "./filter-values.ts";
import type { RowLevel } from "./row-level.ts";
import type { View } from "./worksheet.ts";

/** Which rows of a view are asked for, by the values of columns that tell its rows apart: a group that is opened, the data behind a mark. */
export type Within = NonNullable<View["within"]>[number];

/** What stands against asking for rows by this column and value; null: nothing. In words for the person who looks. */
export function withinProblem({ columnId, value }: Within, level: RowLevel, element: CheckedElement): string | null {
  const column = element.column(columnId);
  if (column === undefined) return "The rows are asked for by a column that does not exist.";
  const { name } = column.column;
  if (!tellsRowsApart(column, level)) return `The rows of this level cannot be asked for by [${name}].`;
  if (column.expression !== null && wireValue(value, column) === undefined)
    return `${JSON.stringify(value)} is no value of [${name}].`;
  return null;
}

/** True for the rows that are asked for. `read` is the column on the rows of the view's level. */
export function withinCondition({ value }: Within, column: CheckedColumn, read: CheckedExpression): CheckedExpression {
  const wanted = value === null ? undefined : wireValue(value, column);
  return wanted === undefined ? call("IsNull", read) : call("=", read, wanted);
}

function tellsRowsApart({ column, placement, isRowWise }: CheckedColumn, level: RowLevel): boolean {
  if (level.kind === "keys") return level.keys.includes(column.id);
  return placement.role === "key" || (placement.role === "base" && isRowWise);
}

/** A cell in wire form as the column holds it. */
function wireValue(value: Within["value"], { type, precision }: CheckedColumn): CheckedExpression | undefined {
  if (value === null) return literal(null);
  if (type !== "number") return typedLiteral(value, type);
  const digits = typeof value === "boolean" ? "" : String(value);
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(digits)) return undefined;
  const exact = numberLiteral(digits);
  // All digits of a double are the double itself: as an exact number they would be rounded on the way.
  return precision?.kind === "double" && exact.kind === "literal" ? { ...exact, precision: { kind: "double" } } : exact;
}
