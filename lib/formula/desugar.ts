import type { DialectName } from "../sql/dialect.ts";
import { makeCall } from "./call.ts";
import type { CheckedCall, CheckedExpression } from "./checked.ts";
import { textLiteral } from "./functions/sql.ts";
import { getFunction } from "./functions/table.ts";

/**
 * Rewrites calls that one stage of this dialect cannot say into nested calls that it can: GrandTotal and PercentOfTotal become
 * Subtotal, FillDown without IGNORE NULLS becomes two windows. Afterwards the level kind of a call is all that a stager needs.
 */
export function desugar(expression: CheckedExpression, dialect: DialectName): CheckedExpression {
  if (expression.kind !== "call") return expression;
  const call = { ...expression, arguments: expression.arguments.map((argument) => desugar(argument, dialect)) };
  return rewrites[dialect][call.name]?.(call) ?? call;
}

type Rewrite = (call: CheckedCall) => CheckedExpression;

const totals: Readonly<Record<string, Rewrite>> = {
  GrandTotal: (call) => subtotal(call, textLiteral("grand_total")),
  PercentOfTotal: (call) => {
    const [aggregate, mode = textLiteral("grand_total"), ...levels] = call.arguments;
    if (aggregate === undefined) return call;
    return makeCall(getFunction("/"), [aggregate, subtotal(call, mode, levels)], call.span);
  },
};

const rewrites: Readonly<Record<DialectName, Readonly<Record<string, Rewrite>>>> = {
  duckdb: totals,
  postgres: { ...totals, FillDown: fillDown },
};

function subtotal(
  call: CheckedCall,
  mode: CheckedExpression,
  levels: readonly CheckedExpression[] = [],
): CheckedExpression {
  const [aggregate] = call.arguments;
  return aggregate === undefined ? call : makeCall(getFunction("Subtotal"), [aggregate, mode, ...levels], call.span);
}

/** Rows up to the next value share a count of values so far; the one value among them fills them all. */
function fillDown(call: CheckedCall): CheckedExpression {
  const [value] = call.arguments;
  if (value === undefined) return call;
  const group = makeCall(getFunction("CumulativeCount"), [value], call.span);
  return makeCall(getFunction("ValueInGroup"), [value, group], call.span);
}
