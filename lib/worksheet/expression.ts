import type { Binding, CheckedExpression, LevelKind } from "../formula/checked.ts";
import type { DateGrain, FormulaType } from "../formula/types.ts";

/** Making, walking and changing checked expressions. */

const nowhere = { from: 0, to: 0 };

export function literal(value: string | number | boolean | null): CheckedExpression {
  if (value === null) return { kind: "literal", value, type: "null", span: nowhere };
  if (typeof value === "number") return { kind: "literal", value: numberText(value), type: "number", span: nowhere };
  return { kind: "literal", value, type: typeof value === "boolean" ? "logical" : "text", span: nowhere };
}

export function call(
  name: string,
  type: FormulaType,
  parts: readonly CheckedExpression[],
  levelKind: LevelKind = "row",
): CheckedExpression {
  return { kind: "call", name, levelKind, arguments: parts, type, span: nowhere };
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

/** Digits without an exponent where they are short enough to be exact. */
function numberText(value: number): string {
  return String(value);
}
