import type { CheckedExpression } from "../checked.ts";
import type { Diagnostic, Fix, Span } from "../diagnostic.ts";
import type { FunctionDefinition } from "../functions/definition.ts";
import { error, wrapFix } from "./messages.ts";

/** Levels as far as one formula shows them: aggregates do not stand in aggregates, totals need one. */
export function checkNesting(
  definition: FunctionDefinition,
  operands: readonly CheckedExpression[],
  place: { readonly span: Span; readonly nameSpan: Span },
): readonly Diagnostic[] {
  if (definition.levelKind === "aggregate") return checkAggregate(definition, operands, place.span);
  const [first] = operands;
  if (definition.levelKind !== "total" || first === undefined || hasAggregate(first)) return [];
  if (first.type === "null" || first.type === "unknown" || first.kind === "reference") return [];
  const message = `${definition.name} needs an aggregate, for example ${definition.example}.`;
  const aggregate = first.type === "number" ? "Sum" : first.type === "variant" ? "Count" : "Max";
  const fix = wrapFix(`Use ${aggregate}(…)`, first.span, aggregate);
  return [error("aggregate_missing", message, place.nameSpan, fix)];
}

function checkAggregate(
  { name }: FunctionDefinition,
  operands: readonly CheckedExpression[],
  span: Span,
): readonly Diagnostic[] {
  return operands.flatMap((operand) => {
    const inner = findAggregate(operand);
    if (inner === undefined) return [];
    const message = `${name} cannot contain another aggregate (${inner}). Give the inner one a column of its own in a grouping and refer to that column.`;
    const fix = operands.length === 1 ? unwrapFix(`Remove ${name}`, span, operand.span) : undefined;
    return [error("nested_aggregate", message, operand.span, fix)];
  });
}

/** Keeps the operand of a call that has no other; brackets hold it together. */
function unwrapFix(title: string, call: Span, operand: Span): Fix {
  return {
    title,
    edits: [
      { span: { from: call.from, to: operand.from }, insert: "(" },
      { span: { from: operand.to, to: call.to }, insert: ")" },
    ],
  };
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
