import type { CheckedExpression } from "../checked.ts";
import type { Diagnostic, Span } from "../diagnostic.ts";
import type { FunctionDefinition } from "../functions/definition.ts";
import { error } from "./messages.ts";

/** Levels as far as one formula shows them: aggregates do not stand in aggregates, totals need one. */
export function checkNesting(
  definition: FunctionDefinition,
  operands: readonly CheckedExpression[],
  nameSpan: Span,
): readonly Diagnostic[] {
  if (definition.levelKind === "aggregate") return checkAggregate(definition, operands);
  const [first] = operands;
  if (definition.levelKind !== "total" || first === undefined || hasAggregate(first)) return [];
  if (first.type === "null" || first.type === "unknown" || first.kind === "reference") return [];
  const message = `${definition.name} needs an aggregate, for example ${definition.example}.`;
  return [error("aggregate_missing", message, nameSpan)];
}

function checkAggregate({ name }: FunctionDefinition, operands: readonly CheckedExpression[]): readonly Diagnostic[] {
  return operands.flatMap((operand) => {
    const inner = findAggregate(operand);
    if (inner === undefined) return [];
    const message = `${name} cannot contain another aggregate (${inner}). Give the inner one a column of its own in a grouping and refer to that column.`;
    return [error("nested_aggregate", message, operand.span)];
  });
}

function hasAggregate(expression: CheckedExpression): boolean {
  return findAggregate(expression) !== undefined;
}

function findAggregate(expression: CheckedExpression): string | undefined {
  if (expression.kind !== "call" || expression.levelKind === "join") return undefined;
  if (expression.levelKind === "aggregate") return expression.name;
  for (const argument of expression.arguments) {
    const found = findAggregate(argument);
    if (found !== undefined) return found;
  }
  return undefined;
}
