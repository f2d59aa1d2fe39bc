import { type Filled, type Rule, rule } from "../grammar.ts";
import { call, infix, type Node, number, text } from "../node.ts";

/** If and its kin: flags, labels, bands. */

const otherwise = "(,) (and) else|otherwise|or_else";

const sides: readonly (readonly [operator: ">" | "<", words: string])[] = [
  [">", "above|over|more_than|greater_than|exceeds|>"],
  ["<", "below|under|less_than|lower_than|<"],
];

export const choiceRules: readonly Rule[] = [
  rule("flag|mark|tag|label|show|classify (it|them|this|rows|lines|orders) as {b}", ({ b }) =>
    isIf(b) ? (b?.node ?? null) : null,
  ),
  rule(`if {c:cond} (,) (then) {a:choice} ${otherwise} {b:choice}`, ({ c, a, b }) => ifElse(c, a, b)),
  rule(
    "{k:words} {n:number} of {a:value} , (but|and) {m:number} (of) (it) if|when|where|for|on|in {c:cond}",
    ({ n, a, m, c }) => rates(a, n, m, c),
  ),
  rule("{n:number} of {a:value} , (but|and) {m:number} (of) (it) if|when|where|for|on|in {c:cond}", ({ n, a, m, c }) =>
    rates(a, n, m, c),
  ),
  ...sides.flatMap(([operator, words]) => {
    const rates = `{n:number} of {a} if|when {x} (is) ${words} {p:number} , {m:number} (of) (it) if|when (it_is) ${words} {q:number} (,) ${otherwise} nothing|0|none|zero`;
    return [rates, `{k:words} :|= ${rates}`].map((pattern) =>
      rule(pattern, ({ n, a, x, p, m, q }) => steps([a, n, x], operator, [p, q], m)),
    );
  }),
  rule(`{a:choice} (only) if|when|where|for {c:cond} ${otherwise} {b:choice}`, ({ a, c, b }) => ifElse(c, a, b)),
  rule("{a:choice} if|when {c:cond} , {b}", ({ a, c, b }) => (isIf(b) ? ifElse(c, a, b) : null)),
  rule("{a:choice} if|when {c:cond} and {b}", ({ a, c, b }) => (isIf(b) ? ifElse(c, a, b) : null)),
  rule("if {c:cond} (,) (then) {a:choice} , {b}", ({ a, c, b }) => (isIf(b) ? ifElse(c, a, b) : null)),
  rule("flag|mark|tag|label|show|classify {x:words} as {b}", ({ b }) => (isIf(b) ? (b?.node ?? null) : null)),
  rule("{k:words} =|: {b}", ({ b }) => (isIf(b) ? (b?.node ?? null) : null)),
  rule("{k:words} flag|indicator|marker ( {c:cond} )", ({ c }) => c?.node ?? null),
  rule("{k:words} flag|indicator|marker :|=|if|when|where|for {c:cond}", ({ c }) => c?.node ?? null),
  rule("label|text|word|value {b}", ({ b }) => (isIf(b) ? (b?.node ?? null) : null)),
  rule(
    "flag|mark|tag|label (rows|lines|orders|those) (that|which) (are|is|were) {c:cond} as {a:choice} and (the) others|rest (as) {b:choice}",
    ({ c, a, b }) => ifElse(c, a, b),
  ),
  rule(
    "flag|mark|tag|identify|indicate|check|show|true|highlight (if|whether|when|for|rows|lines|orders|those) (that|which|where|with|whose) {c:cond}",
    ({ c }) => c?.node ?? null,
  ),
  rule(
    "flag|mark|tag|identify {r:rows} (that|which|where|with|whose) (are|is|were|have|had) {c:cond}",
    ({ c }) => c?.node ?? null,
  ),
  rule("whether|is|are|was|were {c:cond}", ({ c }) => c?.node ?? null),
  rule("(a) flag (for|of|that_says) (if|whether|when) {c:cond}", ({ c }) => c?.node ?? null),
  rule("{c:cond} (?) (,|:|as) yes or no", ({ c }) => (c ? call("If", "text", c.node, text("Yes"), text("No")) : null)),
  rule("{c:cond} (?) (,|:|as) 1 or 0", ({ c }) => (c ? call("If", "number", c.node, number(1), number(0)) : null)),
  rule("{c:cond} (?) flag|indicator|marker|check", ({ c }) => c?.node ?? null),
  rule("yes if|when {c:cond}", ({ c }) => (c ? call("If", "text", c.node, text("Yes"), text("No")) : null)),
  rule("{a:choice} if|when|where {c:cond}", ({ a, c }) => (a && c ? call("If", a.node.type, c.node, a.node) : null)),
  rule(
    "bin|bucket|group|band|split|round|classify {a} (into|in|by|to) (bins|buckets|groups|bands|steps|ranges|intervals|widths) of (width) {n:number}",
    ({ a, n }) => stepped(a, n),
  ),
  rule("{a} (in|into) bins|buckets|groups|bands|steps|ranges|intervals of (width) {n:number}", ({ a, n }) =>
    stepped(a, n),
  ),
  rule("bin|bucket|group|band {a} in|by|into (steps|buckets|bins|bands|groups) (of) {n:number}", ({ a, n }) =>
    stepped(a, n),
  ),
  rule("{a} rounded|round down to (the) (nearest|multiple_of|multiples_of) {n:number}", ({ a, n }) => stepped(a, n)),
  rule(
    "bin|bucket|group|split|divide {a} into {n:number} (equal) (width|sized) bins|buckets|bands|intervals|ranges",
    ({ a, n }, { context }) => equalBins(a, n, (formula) => context.rangeOf(formula)),
  ),
  rule(
    "split|divide|group|bin|bucket {a} into {n:number} groups|parts|quantiles (of) (equal|the_same) (size|count)",
    ({ a, n }) => ntile(a?.node, n?.number),
  ),
  rule(
    "bin|bucket|group|classify {a} at|by|with|using (cutoffs|cut_offs|thresholds|breaks|limits) (at) {n:number} (,) (and) {m:number}",
    ({ a, n, m }) => cut(a, n, m),
  ),
  rule(
    "bin|bucket|group|classify {a} at|by|with|using (cutoffs|thresholds|breaks|limits) (at) {n:number} , {m:number} (,) (and) {o:number}",
    ({ a, n, m, o }) => cut(a, n, m, o),
  ),
  rule("quartile (number) (of|by) {a}", ({ a }) => ntile(a?.node, 4)),
  rule("{a} quartile", ({ a }) => ntile(a?.node, 4)),
  rule("quintile (number) (of|by) {a}", ({ a }) => ntile(a?.node, 5)),
  rule("decile (number) (of|by) {a}", ({ a }) => ntile(a?.node, 10)),
  rule("{a} decile", ({ a }) => ntile(a?.node, 10)),
];

function isIf(filled: Filled | undefined): boolean {
  return filled?.node.formula.startsWith("If(") === true;
}

/** "5% of sales, 8% for phone": one rate, and another where something holds. */
function rates(
  base: Filled | undefined,
  plain: Filled | undefined,
  other: Filled | undefined,
  condition: Filled | undefined,
): Node | null {
  if (base?.node.type !== "number" || condition === undefined) return null;
  if (!isPercent(plain) || !isPercent(other) || plain?.number === undefined || other?.number === undefined) return null;
  const product = (rate: number) => infix("*", base.node, number(rate));
  return call("If", "number", condition.node, product(other.number), product(plain.number));
}

/** "10% of profit if profit above 100, 5% if above 50, otherwise nothing": the second rate is of the same. */
function steps(
  [base, plain, tested]: readonly (Filled | undefined)[],
  operator: ">" | "<",
  limits: readonly (Filled | undefined)[],
  second: Filled | undefined,
): Node | null {
  const [first, next] = limits.map((limit) => limit?.number);
  if (base?.node.type !== "number" || tested?.node.type !== "number" || first === undefined || next === undefined)
    return null;
  if (!isPercent(plain) || !isPercent(second) || (operator === ">" ? next >= first : next <= first)) return null;
  const branch = (limit: number, rate: Filled | undefined) => [
    infix(operator, tested.node, number(limit)),
    infix("*", base.node, number(rate?.number ?? 0)),
  ];
  return call("If", "number", ...branch(first, plain), ...branch(next, second), number(0));
}

function isPercent(filled: Filled | undefined): boolean {
  return filled?.tokens[0]?.isPercent === true;
}

/** An If in the place of the else becomes more branches of the same. */
function ifElse(condition: Filled | undefined, then: Filled | undefined, other: Filled | undefined): Node | null {
  if (condition === undefined || then === undefined || other === undefined) return null;
  if (then.node.type !== other.node.type) return null;
  const rest = isIf(other) ? other.node.formula.slice(3, -1) : other.node.formula;
  return call("If", then.node.type, condition.node, then.node, rest);
}

function stepped(value: Filled | undefined, width: Filled | undefined): Node | null {
  if (value?.node.type !== "number" || width?.number === undefined || width.number <= 0) return null;
  return call("Floor", "number", value.node, number(width.number));
}

function equalBins(
  value: Filled | undefined,
  count: Filled | undefined,
  rangeOf: (formula: string) => { min: number; max: number } | null,
): Node | null {
  if (value?.node.type !== "number" || count?.number === undefined) return null;
  const range = rangeOf(value.node.formula);
  if (range === null) return ntile(value.node, count.number);
  return call("BinFixed", "number", value.node, number(range.min), number(range.max), number(count.number));
}

function cut(value: Filled | undefined, ...limits: readonly (Filled | undefined)[]): Node | null {
  if (value?.node.type !== "number") return null;
  const numbers = limits.flatMap((limit) => (limit?.number === undefined ? [] : [number(limit.number)]));
  return numbers.length < limits.length ? null : call("BinRange", "number", value.node, ...numbers);
}

function ntile(value: Node | undefined, count: number | undefined): Node | null {
  return value?.type === "number" && count !== undefined ? call("Ntile", "number", number(count), value) : null;
}
