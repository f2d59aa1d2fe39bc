import { type Filled, type Grammar, type Rule, rule } from "../grammar.ts";
import { isHalfSaid } from "../half-said.ts";
import { call, infix, type Node, number, share } from "../node.ts";
import { changeRules, isPercent } from "./changes.ts";

/** Sums, differences, ratios, percentages, rounding. */

function both(operator: string, left: Filled | undefined, right: Filled | undefined): Node | null {
  if (left?.node.type !== "number" || right?.node.type !== "number" || isHalfSaid(left, right)) return null;
  const isOfAmounts = operator === "+" || operator === "-";
  // A percentage that is added is one of the other: what of, is not said here.
  if (isOfAmounts && (isPercent(left) || isPercent(right) || right.tokens.at(-1)?.isPercent === true)) return null;
  return infix(operator, left.node, right.node);
}

function numeric(filled: Filled | undefined, build: (value: Node) => Node): Node | null {
  return filled?.node.type === "number" ? build(filled.node) : null;
}

const ratio = (left: Filled | undefined, right: Filled | undefined): Node | null => {
  const node = both("/", left, right);
  return node === null ? null : share(node);
};

const above = "above|over|higher_than|more_than|larger_than|greater_than|bigger_than";
const below = "below|under|lower_than|less_than|smaller_than|cheaper_than";
const howMany = "percent|percentage (by) (how_many|how_much|what)";

const named: readonly Rule[] = [
  rule("{k:words} = {a}", ({ k, a }) =>
    isName(k) && a?.node.type === "number" && / [-+*/] /.test(a.node.formula) ? a.node : null,
  ),
  rule(`(by) (how_many|how_much|what) percent|percentage (is|are) {a} ${above} {b}`, ({ a, b }) => relative(b, a)),
  rule(`(by) (how_many|how_much|what) percent|percentage (is|are) {a} ${below} {b}`, ({ a, b }) => shortfall(a, b)),
  rule(`${howMany} is|are {a} ${above} {b}`, ({ a, b }) => relative(b, a)),
  rule(`${howMany} is|are {a} ${below} {b}`, ({ a, b }) => shortfall(a, b)),
  rule("{a} /|to|over {b} ratio|quotient", ({ a, b }) => ratio(a, b)),
  rule(
    "average|mean (number_of|count_of) {a:row} per|for_each|by_each (each|every) {r:rows}",
    ({ a, r }, { mode, context }) =>
      mode === "group" &&
      a?.node.type === "number" &&
      r !== undefined &&
      context.isMeasure(a.node) &&
      context.total(a.node).formula.startsWith("Sum(")
        ? infix("/", call("Sum", "number", a.node), r.node)
        : null,
  ),
  rule("average|mean (number_of|count_of) {a:rows} per|for_each|by_each (each|every) {r:rows}", ({ a, r }, { mode }) =>
    mode === "group" && a?.node.formula !== r?.node.formula ? both("/", a, r) : null,
  ),
  rule("(what) percent|percentage|share|% of {b} (is|are|was) {a}", ({ a, b }) => ratio(a, b)),
  rule("ratio|quotient of|between {a} to|and|over|by|vs {b}", ({ a, b }) => both("/", a, b)),
  rule("{a} to {b} ratio", ({ a, b }) => both("/", a, b)),
  rule("difference (between|of) {a} and {b}", ({ a, b }) => both("-", a, b)),
  rule("{a} as (a|in) percent|percentage|share|proportion|fraction|% of {b}", ({ a, b }) => ratio(a, b)),
  rule("percent|percentage|share|proportion|fraction|% {a} (makes_up|is|takes) of {b}", ({ a, b }) => ratio(a, b)),
  rule(
    "relative|percent|percentage difference|change|deviation|gap|delta|variance (of|in|between|for|:) {a} versus|against|compared_to|compared_with|over|relative_to {b}",
    ({ a, b }) => relative(b, a),
  ),
  rule("relative|percent|percentage {a} versus|against|compared_to|compared_with {b}", ({ a, b }) => relative(b, a)),
  rule("relative|percent|percentage|% difference|change between|from {a} and|to {b}", ({ a, b }) => relative(a, b)),
  rule("percent|percentage|% difference|deviation of {a} from|to {b}", ({ a, b }) => relative(b, a)),
  rule("percent|percentage {a} of {b}", ({ a, b }) => ratio(a, b)),
  rule("{a} percent|percentage of {b}", ({ a, b }) => ratio(a, b)),
  rule("sum of {a} and {b}", ({ a, b }, { mode }) => (mode === "row" ? both("+", a, b) : null)),
  rule("add {a} and|to {b}", ({ a, b }) => both("+", a, b)),
  rule("subtract|deduct {a} from {b}", ({ a, b }) => both("-", b, a)),
  rule("multiply {a} by|with|and {b}", ({ a, b }) => both("*", a, b)),
  rule("product of {a} and {b}", ({ a, b }) => both("*", a, b)),
  rule("divide {a} by {b}", ({ a, b }) => both("/", a, b)),
  rule("average|mean of {a} and {b}", ({ a, b }, { mode }) =>
    mode === "row" && a?.node.type === "number" && b?.node.type === "number"
      ? call("RowAvg", "number", a.node, b.node)
      : null,
  ),
  rule("larger|greater|higher|maximum|max|bigger|greatest|later of {a} and|or {b}", ({ a, b }) =>
    ofBoth("Greatest", a, b),
  ),
  rule("smaller|lower|lesser|minimum|min|least|earlier of {a} and|or {b}", ({ a, b }) => ofBoth("Least", a, b)),
  rule("{a} per|for_each|by_each {r:rows}", ({ a, r }, { mode }) => (mode === "group" ? perOne(a, r) : null)),
  rule("{a} per {b}", ({ a, b }) => perOne(a, b)),
  rule("{a} for each {b}", ({ a, b }, { mode }) => (mode === "row" ? both("/", a, b) : null)),
];

/** A mean is of each already. */
function perOne(value: Filled | undefined, counted: Filled | undefined): Node | null {
  const isMean = value?.node.formula.startsWith("Avg(") || /^(average|mean)$/.test(value?.tokens[0]?.lower ?? "");
  return isMean && counted?.node.formula.startsWith("Count") ? null : both("/", value, counted);
}

function ofBoth(name: string, left: Filled | undefined, right: Filled | undefined): Node | null {
  if (left === undefined || right === undefined || left.node.type !== right.node.type) return null;
  return call(name, left.node.type, left.node, right.node);
}

function relative(from: Filled | undefined, to: Filled | undefined): Node | null {
  if (from?.node.type !== "number" || to?.node.type !== "number" || isMixed(from.node, to.node)) return null;
  if (isHalfSaid(from, to)) return null;
  return share(infix("-", infix("/", to.node, from.node), number(1)));
}

/** A mean beside a total is no comparison. */
function isMixed({ formula: left }: Node, { formula: right }: Node): boolean {
  return [left, right].some((one) => one.startsWith("Avg(")) && [left, right].some((one) => one.startsWith("Sum("));
}

/** How much is missing, of the whole that is compared with. */
function shortfall(small: Filled | undefined, large: Filled | undefined): Node | null {
  if (small?.node.type !== "number" || large?.node.type !== "number") return null;
  return share(infix("-", number(1), infix("/", small.node, large.node)));
}

const toWhole =
  "(to) (the|a) (next|nearest|full) (full|whole) (whole|integer|number|numbers|dollar|dollars|euro|euros|unit|units) (number|numbers|dollar|dollars|euros)";

const roundings: readonly Rule[] = [
  rule(`{a} rounded up ${toWhole}`, ({ a }) => numeric(a, (node) => call("Ceiling", "number", node))),
  rule(`{a} rounded down ${toWhole}`, ({ a }) => numeric(a, (node) => call("Floor", "number", node))),
  rule(`{a} rounded up to (the) nearest|next|multiple_of (multiple_of) {n:number}`, ({ a, n }) =>
    n?.number === undefined || n.number <= 0 ? null : numeric(a, (node) => call("Ceiling", "number", node, n.node)),
  ),
  rule(`round {a} up to (the) nearest|next|multiple_of (multiple_of) {n:number}`, ({ a, n }) =>
    n?.number === undefined || n.number <= 0 ? null : numeric(a, (node) => call("Ceiling", "number", node, n.node)),
  ),
  rule(`round {a} down to (the) nearest|next|multiple_of (multiple_of) {n:number}`, ({ a, n }) =>
    n?.number === undefined || n.number <= 0 ? null : numeric(a, (node) => call("Floor", "number", node, n.node)),
  ),
  rule("round {a} to {n:number} (decimals|decimal|digits|places|decimal_places|decimal_place)", ({ a, n }) =>
    rounded(a, n),
  ),
  rule("{a} rounded to {n:number} (decimals|decimal|digits|places|decimal_places)", ({ a, n }) => rounded(a, n)),
  rule("round {a} (to) (the) (nearest) (whole|integer|number|dollar|whole_number) (number)", ({ a }) =>
    numeric(a, (node) => call("Round", "number", node)),
  ),
  rule("{a} rounded (to) (the) (nearest|a) (whole|integer|dollar|whole_number) (number)", ({ a }) =>
    numeric(a, (node) => call("Round", "number", node)),
  ),
  rule("round {a} to (the) nearest {n:number}", ({ a, n }) =>
    numeric(a, (node) => call("MRound", "number", node, n?.node ?? number(1))),
  ),
  rule("round up {a}", ({ a }) => numeric(a, (node) => call("Ceiling", "number", node))),
  rule("round {a} up (to) (the) (next) (whole) (number)", ({ a }) =>
    numeric(a, (node) => call("Ceiling", "number", node)),
  ),
  rule("round down {a}", ({ a }) => numeric(a, (node) => call("Floor", "number", node))),
  rule("round {a} down (to) (the) (next) (whole) (number)", ({ a }) =>
    numeric(a, (node) => call("Floor", "number", node)),
  ),
  rule("absolute (value) (of) {a}", ({ a }) => numeric(a, (node) => call("Abs", "number", node))),
  rule("{a} without (its) sign", ({ a }) => numeric(a, (node) => call("Abs", "number", node))),
  rule("square root of {a}", ({ a }) => numeric(a, (node) => call("Sqrt", "number", node))),
  rule("{a} squared", ({ a }) => numeric(a, (node) => call("Power", "number", node, number(2)))),
  rule("square of {a}", ({ a }) => numeric(a, (node) => call("Power", "number", node, number(2)))),
  rule("natural log|logarithm of {a}", ({ a }) => numeric(a, (node) => call("Ln", "number", node))),
  rule("log|logarithm of {a}", ({ a }) => numeric(a, (node) => call("Log", "number", node))),
  rule("remainder of {a} divided_by {b}", ({ a, b }) =>
    a?.node.type === "number" && b?.node.type === "number" ? call("Mod", "number", a.node, b.node) : null,
  ),
  rule("{a} in thousands", ({ a }) => numeric(a, (node) => infix("/", node, number(1_000)))),
  rule("{a} in millions", ({ a }) => numeric(a, (node) => infix("/", node, number(1_000_000)))),
];

function rounded(value: Filled | undefined, digits: Filled | undefined): Node | null {
  return digits === undefined ? null : numeric(value, (node) => call("Round", "number", node, digits.node));
}

const percents: readonly Rule[] = [
  rule("{n:number} of {a}", ({ n, a }) => (isPercent(n) ? both("*", a, n) : null)),
  rule("{a} deviation|distance|difference from (its|the|overall) average|mean", ({ a }, grammar) =>
    toAverage(a, grammar),
  ),
  rule("difference (of|between) {a} from|to|and|with (its|the|overall) average|mean", ({ a }, grammar) =>
    toAverage(a, grammar),
  ),
  rule("{a} minus|less|vs|versus|compared_to (its|the|overall) average|mean", ({ a }, grammar) =>
    toAverage(a, grammar),
  ),
  rule("z|standard score (of) {a}", ({ a }, { mode }) => (mode === "row" ? numeric(a, scored) : null)),
  rule("normalize|normalise|scale {a} (between|from) (0|zero) (and|to) (1|one)", ({ a }, { mode }) =>
    mode === "row" ? numeric(a, normalized) : null,
  ),
];

function overall(name: string, node: Node): Node {
  return call("GrandTotal", "number", call(name, "number", node));
}

function toAverage(value: Filled | undefined, { mode }: Grammar): Node | null {
  return mode === "row" ? numeric(value, (node) => infix("-", node, overall("Avg", node))) : null;
}

function scored(node: Node): Node {
  return infix("/", infix("-", node, overall("Avg", node)), overall("StdDev", node));
}

function normalized(node: Node): Node {
  return infix("/", infix("-", node, overall("Min", node)), infix("-", overall("Max", node), overall("Min", node)));
}

/** Loosest last: a phrase is cut at its weakest joint. */
const infixes: readonly Rule[] = [
  rule("{a} plus|+|including|added_to {b}", ({ a, b }) => both("+", a, b)),
  rule("{a} minus|-|less|net_of|after_deducting {b}", ({ a, b }) => both("-", a, b)),
  // "sales without returns" has other rows.
  rule("{a} excluding|without {b}", ({ a, b }) =>
    b?.node.formula.includes("Count") === true ? null : both("-", a, b),
  ),
  // "sales after 2024" is of a time.
  rule("{a} after {b}", ({ a, b }) => (b?.node.formula.includes("[") === true ? both("-", a, b) : null)),
  rule("{a} times|*|multiplied_by|x {b}", ({ a, b }) => both("*", a, b)),
  rule("{a} divided_by|/ {b}", ({ a, b }) => both("/", a, b)),
  // "sales over 100" compares.
  rule("{a} over {b}", ({ a, b }) => (b?.node.formula.includes("[") === true ? both("/", a, b) : null)),
];

/** "unit price as sales per unit": a name and what it is. */
const defined: readonly Rule[] = [
  rule("{k:words} as|means|defined_as {a}", ({ k, a }) =>
    isName(k) && /\[/.test(a?.node.formula ?? "") && !isPart(a) ? (a?.node ?? null) : null,
  ),
];

/** "profit as percent of sales" names nothing. */
function isPart(said: Filled | undefined): boolean {
  return /^(percent|percentage|share|proportion|fraction|%)$/.test(said?.tokens[0]?.lower ?? "");
}

/** No words that ask for something by themselves. */
function isName(said: Filled | undefined): boolean {
  const asking =
    /^(counting|treating|treated|missing|null|without|not|no|excluding|except|average|median|growth|change|running|cumulative|moving|rolling|if|when|where|from|per|by|than)$/;
  return (
    said !== undefined &&
    said.tokens.length <= 5 &&
    !said.tokens.some(({ kind, lower }) => kind === "number" || asking.test(lower))
  );
}

export const arithmeticRules: readonly Rule[] = [...changeRules, ...named, ...roundings, ...percents];
export const infixRules: readonly Rule[] = [...infixes, ...defined];
