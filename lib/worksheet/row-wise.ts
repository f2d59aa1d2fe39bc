import type { CheckedExpression } from "../formula/checked.ts";
import type { CheckedElement } from "./checked-element.ts";

/** Whether base rows alone give the value. Asked of checked formulas only, so what they read is checked too. */
export function isRowWise(expression: CheckedExpression | null, element: CheckedElement): boolean {
  if (expression === null) return false;
  if (expression.kind === "literal") return true;
  if (expression.kind === "reference") {
    return expression.binding.kind !== "column" || element.column(expression.binding.columnId)?.isRowWise === true;
  }
  // What Lookup and Rollup read of the other source is none of these rows.
  const isJoin = expression.levelKind === "join";
  const parts = expression.arguments.filter((_part, index) => !isJoin || index % 2 === 1);
  return (isJoin || expression.levelKind === "row") && parts.every((part) => isRowWise(part, element));
}
