import { type Grammar, type Rule, rule } from "../grammar.ts";
import { atom, infix, type Node, number } from "../node.ts";
import { isOfAmount } from "./changes.ts";

/** Numbers and dates that are larger, smaller, earlier, later. */

const be = "(that|which) (is|are|was|were|be)";
const cond = { result: "cond" } as const;

/** Both sides of a comparison share a type. */
export function compare(operator: string, left: Node | undefined, right: Node | undefined): Node | null {
  if (left === undefined || right === undefined || left.type !== right.type || left.type === "logical") return null;
  return infix(operator, left, right);
}

/** Numbers of customers are no larger or smaller than others. A share is meant in hundredths where its number is beyond a whole. */
function ordered(operator: string, left: Node | undefined, right: Node | undefined, { context }: Grammar): Node | null {
  if (left === undefined || (!/^!?=$/.test(operator) && !context.isMeasure(left))) return null;
  const figure = Number(right?.formula);
  if (left.type !== "number" || Number.isNaN(figure) || figure <= 1) return compare(operator, left, right);
  const range = context.rangeOf(left.formula);
  const isShare = range !== null && range.min >= 0 && range.max <= 1;
  return compare(operator, left, isShare ? number(Number((figure / 100).toPrecision(12))) : right);
}

/** Signs of comparisons and the words for them. */
export const comparisons: readonly (readonly [operator: string, words: string])[] = [
  [">=", "at_least|no_less_than|not_less_than|not_below|greater_than_or_equal_to|>=|or_more_than"],
  ["<=", "at_most|no_more_than|not_more_than|not_above|less_than_or_equal_to|up_to|<="],
  [">", "more_than|greater_than|larger_than|higher_than|bigger_than|above|over|exceeds|exceed|exceeding|>"],
  ["<", "less_than|fewer_than|smaller_than|lower_than|below|under|<"],
  ["!=", "not_equal_to|different_from|differs_from|not_the_same_as|!=|<>"],
  ["=", "equal_to|equals|the_same_as|exactly|="],
];

const times: readonly (readonly [operator: string, words: string])[] = [
  [">=", "on_or_after|no_earlier_than|not_before"],
  ["<=", "on_or_before|no_later_than|not_after"],
  [">", "after|later_than"],
  ["<", "before|earlier_than"],
];

export const comparisonRules: readonly Rule[] = [
  ...comparisons.map(([operator, words]) =>
    rule(
      `{a} ${be} ${words} {b}`,
      ({ a, b }, grammar) =>
        a !== undefined && isOfAmount(b, a.node, grammar.context) ? null : ordered(operator, a?.node, b?.node, grammar),
      cond,
    ),
  ),
  ...times.map(([operator, words]) =>
    rule(
      `{a} ${be} ${words} {b}`,
      ({ a, b }) => (a?.node.type === "date" ? compare(operator, a.node, b?.node) : null),
      cond,
    ),
  ),
];

/** "under 50 or over 500": the second is said of what the first compares. */
export const eitherSideRules: readonly Rule[] = comparisons.flatMap(([operator, words]) => [
  rule(
    `{a:cond} or ${be} ${words} {c:number}`,
    ({ a, c }, grammar) => ofSame("Or", a?.node, operator, c?.node, grammar),
    cond,
  ),
  rule(
    `{a:cond} and|but ${be} ${words} {c:number}`,
    ({ a, c }, grammar) => ofSame("And", a?.node, operator, c?.node, grammar),
    cond,
  ),
]);

/** Null where all or none would be meant. */
function ofSame(
  joint: "And" | "Or",
  first: Node | undefined,
  operator: string,
  limit: Node | undefined,
  grammar: Grammar,
): Node | null {
  const [, column, sign, figure] = /^((?:\w+\()?\[[^\]]*\]\)?) ([<>]=?|=) (-?[\d.]+)$/.exec(first?.formula ?? "") ?? [];
  if (first === undefined || column === undefined || sign === undefined || limit === undefined) return null;
  const second = ordered(operator, atom(column, "number"), limit, grammar);
  const other = Number(/ (-?[\d.]+)$/.exec(second?.formula ?? "")?.[1]);
  if (second === null || Number.isNaN(other) || !isApart(joint, [sign, Number(figure)], [operator, other])) return null;
  return infix(joint, first, second);
}

type Limit = readonly [sign: string, figure: number];

/** What is below one number or above a larger one; or between the two. */
function isApart(joint: "And" | "Or", one: Limit, other: Limit): boolean {
  const [low, high] = one[1] < other[1] ? [one, other] : [other, one];
  if (low[1] === high[1]) return joint === "Or" && `${low[0]}${high[0]}`.includes("=");
  if (joint === "And") return low[0].startsWith(">") && high[0].startsWith("<");
  return !low[0].startsWith(">") && !high[0].startsWith("<") && high[0] !== "!=";
}
