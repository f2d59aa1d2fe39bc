import type { CheckedExpression } from "../formula/checked.ts";
import type { CheckedElement } from "./checked-element.ts";
import { withArguments } from "./expression.ts";
import { readingOf } from "./reading.ts";
import { baseLevel, type Placement, type RowLevel } from "./row-level.ts";
import { keySaidAgain } from "./same-as-key.ts";

export const edgeFunctions: ReadonlySet<string> = new Set(["First", "Last", "FirstNonNull", "LastNonNull"]);

/**
 * First, Last and their siblings are window functions of what has a value on the rows where they stand, and aggregates of what has
 * several: of a column of a finer level.
 */
export function settleEdges(
  expression: CheckedExpression,
  placement: Placement,
  element: CheckedElement,
): CheckedExpression {
  const level = placement.role === "key" ? baseLevel : placement.level;
  const settle = (node: CheckedExpression): CheckedExpression => {
    if (node.kind !== "call") return node;
    const isEdge = edgeFunctions.has(node.name);
    if (!isEdge && (node.levelKind === "aggregate" || node.levelKind === "join")) return node;
    const settled = withArguments(node, node.arguments.map(settle));
    if (!isEdge || settled.kind !== "call") return settled;
    const isWindow = settled.arguments.every((part) => hasOneValue(part, level, element));
    return { ...settled, levelKind: isWindow ? "window" : "aggregate" };
  };
  return settle(expression);
}

function hasOneValue(node: CheckedExpression, level: RowLevel, element: CheckedElement): boolean {
  if (level.kind === "base" || node.kind === "literal" || keySaidAgain(node, level, element) !== undefined) return true;
  if (node.kind === "call") {
    if (node.levelKind === "aggregate" || node.levelKind === "total") return true;
    const parts = node.levelKind === "join" ? node.arguments.filter((_, index) => index % 2 === 1) : node.arguments;
    return parts.every((part) => hasOneValue(part, level, element));
  }
  if (node.binding.kind === "control") return true;
  const column = node.binding.kind === "column" ? element.column(node.binding.columnId) : undefined;
  return column !== undefined && readingOf(column, level, element) !== "none";
}
