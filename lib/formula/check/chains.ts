import type { CheckedExpression } from "../checked.ts";
import type { Span } from "../diagnostic.ts";
import type { BinaryOperator, Expression } from "../syntax.ts";

type Binary = Extract<Expression, { kind: "binary" }>;
type Link = Pick<Binary, "operator" | "operatorSpan" | "right" | "span">;

const levels: readonly (readonly BinaryOperator[])[] = [
  ["Or"],
  ["And"],
  ["=", "!=", "<", "<=", ">", ">="],
  ["&"],
  ["+", "-"],
  ["*", "/", "%"],
  ["^"],
];

export function levelOf(operator: BinaryOperator): number {
  return levels.findIndex((level) => level.includes(operator));
}

/** A chain of operators of one strength, unrolled: `a - b + c` is `a`, then `- b`, then `+ c`. */
export function spineOf(node: Binary): { readonly first: Expression; readonly rest: readonly Link[] } {
  const rest: Link[] = [];
  let first: Expression = node;
  while (first.kind === "binary" && levelOf(first.operator) === levelOf(node.operator)) {
    rest.push(first);
    first = first.left;
  }
  return { first, rest: rest.toReversed() };
}

type Part = {
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly span: Span;
  readonly operand: CheckedExpression;
};
type Build = (
  operator: string,
  operands: readonly CheckedExpression[],
  span: Span,
  operatorSpan: Span,
) => CheckedExpression;

const longChain = 100;
const regrouping: ReadonlySet<BinaryOperator> = new Set(["Or", "And", "&", "+", "-", "*"]);

/** Nests the parts to the left, as written. A long chain is regrouped evenly where that changes nothing, to stay shallow. */
export function foldChain(first: CheckedExpression, parts: readonly Part[], build: Build): CheckedExpression {
  if (parts.length > longChain && parts.every(({ operator }) => regrouping.has(operator))) {
    return foldEvenly(first, parts, build);
  }
  return parts.reduce(
    (left, { operator, operatorSpan, span, operand }) => build(operator, [left, operand], span, operatorSpan),
    first,
  );
}

function foldEvenly(first: CheckedExpression, parts: readonly Part[], build: Build): CheckedExpression {
  const [example] = parts;
  if (example === undefined) return first;
  const operator = example.operator === "-" ? "+" : example.operator;
  let row = [
    first,
    ...parts.map((part) =>
      part.operator === "-" ? build("Negate", [part.operand], part.span, part.operatorSpan) : part.operand,
    ),
  ];
  while (row.length > 1) {
    const next: CheckedExpression[] = [];
    for (let index = 0; index < row.length; index += 2) {
      const [left, right] = row.slice(index, index + 2);
      if (left === undefined) continue;
      const span = { from: left.span.from, to: right?.span.to ?? left.span.to };
      next.push(right === undefined ? left : build(operator, [left, right], span, example.operatorSpan));
    }
    row = next;
  }
  return row[0] ?? first;
}
