import { type Filled, type Grammar, type GrammarContext, type Rule, rule } from "../grammar.ts";
import { call, infix, type Node, not, number, text } from "../node.ts";
import { isOfAmount } from "./changes.ts";
import { compare, comparisonRules, comparisons, eitherSideRules } from "./comparisons.ts";
import { junctionRules } from "./junctions.ts";
import { lossRules } from "./losses.ts";
import { periodRules } from "./periods.ts";
import { whenRules } from "./when.ts";

/** Phrases that are true or false. */

const be = "(that|which) (is|are|was|were|be)";
const cond = { result: "cond" } as const;

const states: readonly Rule[] = [
  rule(`{a} ${be} negative`, ({ a }) => compare("<", a?.node, number(0)), cond),
  rule(`{a} ${be} positive`, ({ a }) => compare(">", a?.node, number(0)), cond),
  rule(`{a} ${be} zero`, ({ a }) => compare("=", a?.node, number(0)), cond),
  rule(`{a} ${be} not zero`, ({ a }) => compare("!=", a?.node, number(0)), cond),
  rule(
    `{a} ${be} not missing|empty|null|blank|unknown`,
    ({ a }) => (a ? call("IsNotNull", "logical", a.node) : null),
    cond,
  ),
  rule(`{a} ${be} known|present|filled|there`, ({ a }) => (a ? call("IsNotNull", "logical", a.node) : null), cond),
  rule(`{a} ${be} missing|empty|null|blank|unknown`, ({ a }) => unknown(a?.node), cond),
  rule("has|have|with (a|an|any|some) {a:column}", ({ a }, { context }) => (a ? some(a.node, context) : null), cond),
  rule("has|have|with no {a:column}", ({ a }, { context }) => (a ? none(a.node, context) : null), cond),
  rule("no|zero {a:column}", ({ a }, { context }) => (a ? none(a.node, context) : null), cond),
  rule(
    `{a} ${be} between {b} and {c}`,
    ({ a, b, c }, { context }) =>
      a && b && c && a.node.type === b.node.type && b.node.type === c.node.type && isAmount(a, [b, c], context)
        ? call("Between", "logical", a.node, b.node, c.node)
        : null,
    cond,
  ),
  rule(
    `{a:date} ${be} (on|at) (a|the) weekend`,
    ({ a }) =>
      a?.node.type === "date" ? call("In", "logical", call("Weekday", "number", a.node), number(1), number(7)) : null,
    cond,
  ),
  rule(
    `{a} ${be} (on) (a) weekday`,
    ({ a }) =>
      a?.node.type === "date"
        ? call("Between", "logical", call("Weekday", "number", a.node), number(2), number(6))
        : null,
    cond,
  ),
  rule(
    `{a} ${be} (from) {b:number} to|- {c:number}`,
    ({ a, b, c }) =>
      a?.node.type === "number" && b && c && (b.number ?? 0) < (c.number ?? 0)
        ? call("Between", "logical", a.node, b.node, c.node)
        : null,
    cond,
  ),
  rule(
    `{a} ${be} within {n:number} {u:unit} of|after {b}`,
    ({ a, n, u, b }) => within(a?.node, b?.node, u?.word, n?.number),
    cond,
  ),
  rule(
    `{a} ${be} (an) even (number)`,
    ({ a }) => (a?.node.type === "number" ? call("IsEven", "logical", a.node) : null),
    cond,
  ),
  rule(
    `{a} ${be} (an) odd (number)`,
    ({ a }) => (a?.node.type === "number" ? call("IsOdd", "logical", a.node) : null),
    cond,
  ),
  rule(
    `{a} ${be} above|over (the) average`,
    ({ a }, { mode }) => (mode === "row" ? toAverage(">", a?.node) : null),
    cond,
  ),
  rule(
    `{a} ${be} below|under (the) average`,
    ({ a }, { mode }) => (mode === "row" ? toAverage("<", a?.node) : null),
    cond,
  ),
];

/** "sales between 2024 and 2025" may be of years, and what is ordered between two numbers is no code. */
function isAmount({ node, tokens }: Filled, limits: readonly Filled[], { isMeasure }: GrammarContext): boolean {
  if (node.type !== "number") return true;
  const isOfYears = limits.every(({ node: limit }) => /^(19[5-9]|20[0-4])\d$/.test(limit.formula));
  const isCode = tokens.some(({ lower }) => /^(id|ids|number|code|key|no)$/.test(lower));
  return isMeasure(node) ? !isOfYears : isCode;
}

function toAverage(operator: string, value: Node | undefined): Node | null {
  if (value?.type !== "number") return null;
  return infix(operator, value, call("GrandTotal", "number", call("Avg", "number", value)));
}

function within(value: Node | undefined, start: Node | undefined, unit = "day", count = 0): Node | null {
  if (value?.type !== "date" || start?.type !== "date") return null;
  return infix("<=", call("DateDiff", "number", text(unit), start, value), number(count));
}

/** "was shipped more than 3 days after the order date" */
const lateness: readonly Rule[] = comparisons.map(([operator, words]) =>
  rule(
    `(the) (order|line|it|they|product|item|orders|lines|items) (that|which) (is|are|was|were) {w:date} ${words} {n:number} {u:unit} after|later_than|from|since|than {d:date}`,
    ({ w, n, u, d }) => {
      if (w?.node.type !== "date" || d?.node.type !== "date" || n === undefined || u?.word === undefined) return null;
      return infix(operator, call("DateDiff", "number", text(u.word), d.node, w.node), n.node);
    },
    cond,
  ),
);

/** "not shipped yet": no day of it is known. */
const happened: readonly Rule[] = [
  rule("(still|is|are|was|were) not (yet|been) {d:date} yet", ({ d }) => isNullDate(d?.node), cond),
  rule("(still|is|are|was|were) not yet {d:date}", ({ d }) => isNullDate(d?.node), cond),
  rule("(is|are|was|were) not {d:date}", ({ d }) => (isParticiple(d) ? isNullDate(d?.node) : null), cond),
  rule("still not {d:date}", ({ d }) => isNullDate(d?.node), cond),
  rule("already {d:date}", ({ d }) => (d?.node.type === "date" ? call("IsNotNull", "logical", d.node) : null), cond),
  rule("without (a|an|any) {a:column}", ({ a }, { context }) => (a ? none(a.node, context) : null), cond),
  rule("lines|rows|records|orders|items|entries|those|ones {c:cond}", ({ c }) => c?.node ?? null, cond),
  rule("customers|products {c:cond}", ({ c }) => (isOfRowsAlone(c) ? null : (c?.node ?? null)), cond),
];

/** "customers since 2024" are not those of the orders since, and a product that loses money does so over all its rows. */
function isOfRowsAlone(said: Filled | undefined): boolean {
  return said?.tokens.some(({ lower }) => /^(since|loss|losing|profitable|unprofitable|profit)$/.test(lower)) === true;
}

/** "shipped": one word for what is done on the day. */
function isParticiple(said: Filled | undefined): boolean {
  return said?.tokens.length === 1 && /(ed|t)$/.test(said.tokens[0]?.lower ?? "");
}

function isNullDate(date: Node | undefined): Node | null {
  return date?.type === "date" ? call("IsNull", "logical", date) : null;
}

/** What may be 0 is not there when it is 0; of what may be less nobody knows what "none" means. */
function none(node: Node, { rangeOf }: GrammarContext): Node | null {
  const range = node.type === "number" ? rangeOf(node.formula) : null;
  if (range === null || range.min > 0) return unknown(node);
  return range.min === 0 ? infix("=", node, number(0)) : null;
}

function some(node: Node, { rangeOf }: GrammarContext): Node | null {
  if (node.type === "logical") return node;
  const range = node.type === "number" ? rangeOf(node.formula) : null;
  if (range === null || range.min > 0) return call("IsNotNull", "logical", node);
  return range.min === 0 ? infix(">", node, number(0)) : null;
}

/** A flag is never missing: it is false. */
function unknown(node: Node | undefined): Node | null {
  return node === undefined || node.type === "logical" ? null : call("IsNull", "logical", node);
}

const top = "top|best|highest|largest|biggest|strongest";
const bottom = "bottom|worst|lowest|smallest|weakest";

/** Among the first of a ranking. */
const ranked: readonly Rule[] = [[top, "desc"] as const, [bottom, "asc"] as const].flatMap(([words, direction]) => [
  rule(
    `(one_of|in|among|is|belongs_to) (in|one_of|among) (the) ${words} {n:number} {k:words} by|in|with|for|on (the) (highest|lowest|most) {a}`,
    ({ n, k, a }, grammar) => (isOfRows(k, grammar) ? amongFirst(a?.node, n?.number, direction, grammar) : null),
    cond,
  ),
  rule(
    `(one_of|in|among|is|belongs_to) (in|one_of|among) (the) {n:number} ${words} {k:words} by|in|with|for|on (the) (highest|lowest|most) {a}`,
    ({ n, k, a }, grammar) => (isOfRows(k, grammar) ? amongFirst(a?.node, n?.number, direction, grammar) : null),
    cond,
  ),
  rule(
    `(in|among|is|one_of) (the) ${words} {n:number} (by|in|of|for|on) {a}`,
    ({ n, a }, grammar) => amongFirst(a?.node, n?.number, direction, grammar),
    cond,
  ),
  rule(
    `{a} (is|are) (in|among) (the) ${words} {n:number}`,
    ({ n, a }, grammar) => amongFirst(a?.node, n?.number, direction, grammar),
    cond,
  ),
]);

const extremes: readonly Rule[] = (
  [
    ["most|top", "desc"],
    ["least", "asc"],
  ] as const
).flatMap(([words, direction]) => [
  rule(
    `(one_of|in|among|is) (the) (top) {n:number} ${words} {t:trait} {r:rows}`,
    ({ n, t }, grammar) => amongFirst(t?.node, n?.number, direction, grammar),
    cond,
  ),
  rule(
    `(one_of|in|among|is) (the) (top) {n:number} ${words} {t:trait}`,
    ({ n, t }, grammar) => amongFirst(t?.node, n?.number, direction, grammar),
    cond,
  ),
]);

/** The best products are not the best rows, unless a row is a product. */
function isOfRows(said: Filled | undefined, { mode, context }: Grammar): boolean {
  return said !== undefined && (mode === "group" || context.isRow(said.tokens));
}

function amongFirst(
  value: Node | undefined,
  count: number | undefined,
  direction: "asc" | "desc",
  { context }: Grammar,
): Node | null {
  if (value !== undefined && !context.isMeasure(value)) return null;
  if (count === undefined || !Number.isInteger(count) || count < 1) return null;
  if (value?.type !== "number" && value?.type !== "date") return null;
  return infix("<=", call("Rank", "number", value, text(direction)), number(count));
}

const texts: readonly Rule[] = [
  rule(
    "{a:column} contains|includes (the) (word|text|letter|letters) {q:literal} or {r:literal}",
    ({ a, q, r }) => {
      const [one, other] = [textTest("Contains", a?.node, q?.word), textTest("Contains", a?.node, r?.word)];
      return one === null || other === null ? null : infix("Or", one, other);
    },
    cond,
  ),
  rule(
    "{a:column} contains|includes (the) (word|text|letter|letters) {q:literal}",
    ({ a, q }) => textTest("Contains", a?.node, q?.word),
    cond,
  ),
  rule(
    "{a:column} does not contain|include (the) (word|text|letter|letters) {q:literal}",
    ({ a, q }) => negated(textTest("Contains", a?.node, q?.word)),
    cond,
  ),
  rule(
    "{a:column} starts|begins with (the) (word|text|letter|letters) {q:literal}",
    ({ a, q }) => textTest("StartsWith", a?.node, q?.word),
    cond,
  ),
  rule(
    "{a:column} ends with|in (the) (word|text|letter|letters) {q:literal}",
    ({ a, q }) => textTest("EndsWith", a?.node, q?.word),
    cond,
  ),
];

function textTest(name: string, column: Node | undefined, part: string | undefined): Node | null {
  if (column?.type !== "text" || part === undefined || / (or|and) /i.test(part)) return null;
  return call(name, "logical", call("Lower", "text", column), text(part.toLowerCase()));
}

function negated(node: Node | null): Node | null {
  return node === null ? null : not(node);
}

/** A text column and a word that is no value we know of. */
const equal: readonly Rule[] = [
  rule(
    `{a:column} (is|are|was|were|equals|=) {q:literal}`,
    ({ a, q }, { context }) => {
      if (a === undefined || q === undefined) return null;
      if (isOfAmount(q, a.node, context)) return null;
      if (a.node.type === "text" && q.tokens[0]?.kind === "quoted") return infix("=", a.node, q.node);
      return a.node.type === "number" && q.number !== undefined ? infix("=", a.node, q.node) : null;
    },
    cond,
  ),
];

export const conditionRules: readonly Rule[] = [
  ...lossRules,
  ...whenRules,
  ...periodRules,
  ...lateness,
  ...happened,
  ...ranked,
  ...extremes,
  ...eitherSideRules,
  ...junctionRules,
  ...states,
  ...comparisonRules,
  ...texts,
  ...equal,
];
