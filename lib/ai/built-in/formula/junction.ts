import type { Filled } from "./grammar.ts";
import { infix, type Node, not, strength } from "./node.ts";

/** How conditions are joined where "and", "or" and "not" may be meant in more than one way. */

type Test = { readonly column: string; readonly isNegated: boolean };

/** A test of a column for some of its values. */
function testOf({ formula }: Node): Test | null {
  const plain = /^Not \((.*)\)$/.exec(formula)?.[1];
  const [tests, isNegated] = plain === undefined ? [formula, false] : [plain, true];
  const columns = tests
    .split(" Or ")
    .map((test) => /^(\[[^\]]*\]) = (?:"[^"]*"|[\d.]+)$|^In\((\[[^\]]*\]), [^[\]()]*\)$/.exec(test))
    .map((found) => found?.[1] ?? found?.[2]);
  const [column] = columns;
  return column !== undefined && columns.every((one) => one === column) ? { column, isNegated } : null;
}

/** Only tests of columns for some of their values. */
export function isOfValues({ formula }: Node): boolean {
  const nodes = formula.split(" And ").map((one) => ({ formula: one, type: "logical", strength: 0 }) as const);
  return nodes.every((one) => testOf(one)?.isNegated === false && !/ = [\d.]/.test(one.formula));
}

function isSameColumn(left: Test | null, right: Test | null): boolean {
  return left !== null && right !== null && left.column === right.column;
}

/** "not east or west" is neither; "not online or returned" may be one thing or another: null. */
export function alternatives(left: Node, right: Node): Node | null {
  const [first, second] = [testOf(left), testOf(right)];
  // "Q1 or Q2 2025": the year is said of both, or of one.
  if (/^(Month|Quarter)\(/.test(left.formula) && isPeriod(right)) return null;
  const isNegated = left.strength === strength.not;
  if (isNegated && right.strength !== strength.not)
    return isSameColumn(first, second) ? noneOf([inner(left), right]) : null;
  if ([left, right].some((node) => node.strength === strength.and && !isPeriod(node))) return null;
  return infix("Or", left, right);
}

/** "east and west" are both meant, as nothing is both. What mixes with "or" is joined only where the alternatives are of one column. */
export function allOf(left: Node, right: Node): Node | null {
  const [first, second] = [testOf(left), testOf(right)];
  if (isSameColumn(first, second) && second?.isNegated === false)
    return first?.isNegated === true ? noneOf([inner(left), right]) : infix("Or", left, right);
  // Nothing is in two periods, and what is one value is no other.
  if (isPeriod(left) && isPeriod(right)) return null;
  if (isSameColumn(first, second) && first?.isNegated === false) return null;
  const isMixed = [left, right].some((node) => node.strength === strength.or && testOf(node) === null);
  return isMixed ? null : infix("And", left, right);
}

/** Two tests of one column in one breath say something that was not understood. */
export function isTestedTwice(nodes: readonly Node[]): boolean {
  const columns = nodes.flatMap((node) => testOf(node)?.column ?? []);
  return new Set(columns).size < columns.length;
}

/** From one day to another, or a period counted from today. */
function isPeriod({ formula }: Node): boolean {
  return /^InDateRange\([^()]*\)$/.test(formula) || /^(\[[^\]]*\]) >=? [^[\]]* And \1 <=? [^[\]]*$/.test(formula);
}

/** After "but" or a comma the whole that stands before is meant. */
export function besides({ node, tokens }: Filled, other: Node): Node | null {
  if (tokens.some(({ lower }) => lower === ",") && node.strength === strength.or) return null;
  return isSameColumn(testOf(node), testOf(other)) ? allOf(node, other) : infix("And", node, other);
}

/** Null: what is left out is itself made of several conditions. */
export function noneOf(nodes: readonly Node[]): Node | null {
  if (nodes.some((node) => node.strength === strength.and || node.strength === strength.not)) return null;
  const [first, ...others] = nodes;
  return first === undefined ? null : not(others.reduce((left, right) => infix("Or", left, right), first));
}

function inner({ formula }: Node): Node {
  const plain = formula.slice("Not (".length, -1);
  return { formula: plain, type: "logical", strength: plain.includes(" Or ") ? strength.or : strength.comparison };
}
