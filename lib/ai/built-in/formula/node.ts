import { writeTextLiteral } from "#lib/formula/parse/literals";
import type { ValueType } from "#lib/formula/types";

/** A formula in the making. */
export type Node = {
  readonly formula: string;
  readonly type: ValueType;
  /** How tightly it holds together, so that brackets stand only where they are needed: `strength`. */
  readonly strength: number;
  /** A percentage is shown as one. */
  readonly isShare?: boolean;
};

export const strength = {
  or: 0,
  and: 1,
  not: 2,
  comparison: 3,
  join: 4,
  sum: 5,
  product: 6,
  power: 8,
  atom: 9,
} as const;

export function atom(formula: string, type: ValueType): Node {
  return { formula, type, strength: strength.atom };
}

export function call(name: string, type: ValueType, ...operands: readonly (Node | string)[]): Node {
  return atom(`${name}(${operands.map((one) => (typeof one === "string" ? one : one.formula)).join(", ")})`, type);
}

const strengths: Readonly<Record<string, number>> = {
  Or: strength.or,
  And: strength.and,
  "=": strength.comparison,
  "!=": strength.comparison,
  "<": strength.comparison,
  "<=": strength.comparison,
  ">": strength.comparison,
  ">=": strength.comparison,
  "&": strength.join,
  "+": strength.sum,
  "-": strength.sum,
  "*": strength.product,
  "/": strength.product,
};

export function infix(operator: string, left: Node, right: Node): Node {
  const own = strengths[operator] ?? strength.atom;
  const isLogical = own <= strength.comparison;
  const type = isLogical ? "logical" : operator === "&" ? "text" : "number";
  return { formula: `${wrapped(left, own)} ${operator} ${wrapped(right, own + 1)}`, type, strength: own };
}

export function not(node: Node): Node {
  return { formula: `Not (${node.formula})`, type: "logical", strength: strength.not };
}

function wrapped(node: Node, needed: number): string {
  return node.strength >= needed ? node.formula : `(${node.formula})`;
}

export function number(value: number): Node {
  return value < 0
    ? { formula: String(value), type: "number", strength: strength.product }
    : atom(String(value), "number");
}

export function text(value: string): Node {
  return atom(writeTextLiteral(value), "text");
}

export function share(node: Node): Node {
  return { ...node, isShare: true };
}
