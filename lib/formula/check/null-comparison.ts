import type { CheckedExpression } from "../checked.ts";
import type { Diagnostic, Fix, Span } from "../diagnostic.ts";
import type { FunctionDefinition } from "../functions/definition.ts";

const comparisons: ReadonlySet<string> = new Set(["=", "!=", "<", "<=", ">", ">="]);

/** `[a] = Null` gives Null for every row, which nobody means who writes it. */
export function checkNullComparison(
  { name }: Pick<FunctionDefinition, "name">,
  operands: readonly CheckedExpression[],
  span: Span,
): readonly Diagnostic[] {
  const [left, right] = operands;
  if (!comparisons.has(name) || left === undefined || right === undefined) return [];
  const value = isNull(right) ? left : isNull(left) ? right : null;
  if (value === null) return [];
  const test = name === "=" ? "IsNull" : "IsNotNull";
  const message = `A comparison with Null always gives Null. Write ${test}(…).`;
  const fix = name === "=" || name === "!=" ? testFix(test, value === left, left, right, span) : undefined;
  return [{ code: "null_comparison", severity: "warning", message, span, ...(fix === undefined ? {} : { fix }) }];
}

function isNull(operand: CheckedExpression): boolean {
  return operand.kind === "literal" && operand.type === "null" && operand.value === null;
}

function testFix(test: string, isFirst: boolean, left: CheckedExpression, right: CheckedExpression, span: Span): Fix {
  const title = `Use ${test}`;
  const edits = isFirst
    ? [
        { span: { from: span.from, to: span.from }, insert: `${test}(` },
        { span: { from: left.span.to, to: span.to }, insert: ")" },
      ]
    : [
        { span: { from: span.from, to: right.span.from }, insert: `${test}(` },
        { span: { from: span.to, to: span.to }, insert: ")" },
      ];
  return { title, edits };
}
