import { makeCall } from "../formula/call.ts";
import type { Binding, CheckedExpression } from "../formula/checked.ts";
import { getFunction } from "../formula/functions/table.ts";
import type { DateGrain, FormulaType } from "../formula/types.ts";

/** Making, walking and changing checked expressions. */

const nowhere = { from: 0, to: 0 };

export function literal(value: string | number | boolean | null): CheckedExpression {
  if (value === null) return { kind: "literal", value, type: "null", span: nowhere };
  if (typeof value === "number") return numberLiteral(String(value));
  return { kind: "literal", value, type: typeof value === "boolean" ? "logical" : "text", span: nowhere };
}

/** As exact as its digits. */
export function numberLiteral(digits: string): CheckedExpression {
  const [, whole = "", decimals = ""] = /^-?(\d+)(?:\.(\d+))?$/.exec(digits) ?? [];
  const count = whole.length + decimals.length;
  const precision =
    whole === "" || count > 38
      ? ({ kind: "double" } as const)
      : { kind: decimals === "" ? ("integer" as const) : ("decimal" as const), digits: count, scale: decimals.length };
  return { kind: "literal", value: digits, type: "number", precision, span: nowhere };
}

/** ISO, with or without a time of day. */
export function dateLiteral(iso: string): CheckedExpression {
  return { kind: "literal", value: iso.replace("T", " "), type: "date", span: nowhere };
}

export function call(name: string, ...parts: readonly CheckedExpression[]): CheckedExpression {
  return makeCall(getFunction(name), parts, nowhere);
}

export function reference(binding: Binding, type: FormulaType, grain?: DateGrain): CheckedExpression {
  return { kind: "reference", binding, type, ...(grain === undefined ? {} : { grain }), span: nowhere };
}

export function walk(expression: CheckedExpression, visit: (node: CheckedExpression) => void): void {
  visit(expression);
  if (expression.kind === "call") for (const part of expression.arguments) walk(part, visit);
}

export function some(expression: CheckedExpression, test: (node: CheckedExpression) => boolean): boolean {
  if (test(expression)) return true;
  return expression.kind === "call" && expression.arguments.some((part) => some(part, test));
}

export function withArguments(
  expression: Extract<CheckedExpression, { kind: "call" }>,
  parts: readonly CheckedExpression[],
): CheckedExpression {
  return { ...expression, arguments: parts };
}

/** Replaces references, top down; `undefined` keeps one. */
export function mapReferences(
  expression: CheckedExpression,
  change: (node: Extract<CheckedExpression, { kind: "reference" }>) => CheckedExpression | undefined,
): CheckedExpression {
  if (expression.kind === "literal") return expression;
  if (expression.kind === "reference") return change(expression) ?? expression;
  return withArguments(
    expression,
    expression.arguments.map((part) => mapReferences(part, change)),
  );
}

/** The same text for expressions that mean the same, wherever they stand. */
export function fingerprint(expression: CheckedExpression): string {
  return JSON.stringify(expression, (key, value) => (key === "span" ? undefined : value));
}
