import { type Filled, type GrammarContext, type Rule, rule } from "../grammar.ts";
import { call, infix, type Node, number, share, text } from "../node.ts";
import { countIf, group, ifCall, inTime, isSinceJoined, of, timed } from "./conditional.ts";

/** Values of groups: totals, counts, averages, with conditions; and shares. */

const row = { modes: ["row"] } as const;
const which = "(that|which|who) (are|is|was|were|have|had|has)";

const functions: readonly (readonly [words: string, name: string])[] = [
  ["total|sum|sum_of|total_of|overall", "Sum"],
  ["average|mean|avg|average_of|mean_of|typical", "Avg"],
  ["highest|maximum|max|largest|biggest|maximum_of|greatest", "Max"],
  ["lowest|minimum|min|smallest|minimum_of|least", "Min"],
];

const conditional: readonly Rule[] = functions.flatMap(([words, name]) => [
  rule(`${words} (of) (the) {a:row} {w:when}`, ({ a, w }, grammar) => ifCall(name, a, inTime(w, grammar, a)), timed),
  rule(`${words} (of) (the) {a:row} ${of} {c:rowCond}`, ({ a, c }) => ifCall(name, a, c), group),
  rule(`${words} {c:rowCond} {a:row}`, ({ a, c }) => ifCall(name, a, c), group),
]);

const plain: readonly Rule[] = [
  ...functions.map(([words, name]) => rule(`${words} (of) (the) {a:row}`, ({ a }) => aggregated(name, a), group)),
  rule("median (of) {a:row}", ({ a }) => aggregated("Median", a), group),
  rule("standard_deviation|stddev|std (of) {a:row}", ({ a }) => aggregated("StdDev", a), group),
  rule("variance (of) {a:row}", ({ a }) => aggregated("Variance", a), group),
  rule("{p:words} percentile of {a:row}", ({ p, a }) => percentile(p?.word, a), group),
  rule(
    "earliest|first|oldest (of) {a:column}",
    ({ a }) => (a?.node.type === "date" ? call("Min", "date", a.node) : null),
    group,
  ),
  rule(
    "latest|last|newest|most_recent (of) {a:column}",
    ({ a }) => (a?.node.type === "date" ? call("Max", "date", a.node) : null),
    group,
  ),
  rule(
    "list (of) (all) (different|distinct|unique|the) {a:column}",
    ({ a }) => (a?.node.type === "text" ? call("ListAggDistinct", "text", a.node, text(", ")) : null),
    group,
  ),
  rule(
    "correlation (of|between) {a:row} and|with {b:row}",
    ({ a, b }) =>
      a?.node.type === "number" && b?.node.type === "number" ? call("Corr", "number", a.node, b.node) : null,
    group,
  ),
  rule("weighted average (of) {a:row} (by|weighted_by|with) (weights) {b:row}", ({ a, b }) => weighted(a, b), group),
  rule("average (of) {a:row} weighted_by|weighted_with {b:row}", ({ a, b }) => weighted(a, b), group),
];

function aggregated(name: string, value: Filled | undefined): Node | null {
  const type = value?.node.type;
  if (value === undefined || (type !== "number" && !(type === "date" && (name === "Min" || name === "Max"))))
    return null;
  return call(name, type, value.node);
}

function percentile(words: string | undefined, value: Filled | undefined): Node | null {
  const share = Number(/^(\d{1,2})(?:th|st|nd|rd)?$/.exec(words?.replaceAll(" ", "") ?? "")?.[1] ?? Number.NaN);
  if (Number.isNaN(share) || value?.node.type !== "number") return null;
  return call("PercentileCont", "number", value.node, number(share / 100));
}

function weighted(value: Filled | undefined, weight: Filled | undefined): Node | null {
  if (value?.node.type !== "number" || weight?.node.type !== "number") return null;
  return infix("/", call("SumProduct", "number", value.node, weight.node), call("Sum", "number", weight.node));
}

const part = "share|percent|percentage|proportion|fraction|%|contribution|portion";

const counts: readonly Rule[] = [
  rule(
    `share|percentage|percent|proportion|fraction|rate|% of {r:rows} (${of}) ${which} {c:rowCond}`,
    ({ r, c }) => countShare(r, c),
    group,
  ),
  rule(
    `${part} of (the) {a:row} ${of} {c:rowCond}`,
    ({ a, c }, { context }) => (a && context.isMeasure(a.node) ? valueShare(a, c) : null),
    group,
  ),
  rule(`share|percentage|percent|proportion|fraction|% of {c:rowCond} {r:rows}`, ({ r, c }) => countShare(r, c), group),
  rule(
    `number|count|how_many|total_number (of) (the) {r:rows} (${of}) ${which} {c:rowCond}`,
    ({ r, c }) => countIf(r, c),
    group,
  ),
  rule(
    `${part} of (the) {a:row} {w:when}`,
    ({ a, w }, grammar) => (a && grammar.context.isMeasure(a.node) ? valueShare(a, inTime(w, grammar)) : null),
    timed,
  ),
  rule(`${part} of (the) {r:rows} {w:when}`, ({ r, w }, grammar) => countShare(r, inTime(w, grammar)), timed),
  rule(
    "number|count|how_many|total_number (of) (the) {r:rows} {w:when}",
    ({ r, w }, grammar) => (isSinceJoined(r, w, grammar) ? null : countIf(r, inTime(w, grammar))),
    timed,
  ),
  rule("how_many {r:rows} {c:rowCond}", ({ r, c }) => countIf(r, c), group),
  rule("number|count|how_many|total_number (of) (the) {c:rowCond} {r:rows}", ({ r, c }) => countIf(r, c), group),
  rule(
    "number|count (of) (different|distinct|unique) {a:column} (values) (where|when|for|from|in|with) {c:rowCond}",
    ({ a, c }) => (a && c ? call("CountDistinctIf", "number", a.node, c.node) : null),
    group,
  ),
  rule(
    "number|count (of) different|distinct|unique {a:column} (values)",
    ({ a }) => (a ? call("CountDistinct", "number", a.node) : null),
    group,
  ),
  rule(
    "(number|count) (of) (the) different|distinct|unique {r:rows} (where|when|for|from|in|with|who_are|that_are) {c:rowCond}",
    ({ r, c }) => (r?.node.formula.startsWith("CountDistinct(") === true ? countIf(r, c) : null),
    group,
  ),
  rule(
    "different|distinct|unique {r:rows}",
    ({ r }) => (r?.node.formula.startsWith("CountDistinct(") === true ? r.node : null),
    group,
  ),
  rule("distinct|unique count of {a:column}", ({ a }) => (a ? call("CountDistinct", "number", a.node) : null), group),
  rule(
    "number|count|how_many|total_number (of) (the) (different|distinct|unique) {r:rows}",
    ({ r }) => r?.node ?? null,
    group,
  ),
  rule("count (of) {r:rows}", ({ r }) => r?.node ?? null, group),
  rule("{r:rows} count", ({ r }) => r?.node ?? null, group),
];

function countShare(rows: Filled | undefined, condition: Filled | undefined): Node | null {
  const counted = countIf(rows, condition);
  return counted === null || rows === undefined ? null : share(infix("/", counted, rows.node));
}

const ofTotal = "(grand|overall|the) total";

const shares: readonly Rule[] = [
  rule(
    `(what) ${part} of (the) total {a} (is|does|are) (this|it|that|each) (make_up|represent)`,
    ({ a }) => ofWhole(a, false),
    group,
  ),
  rule(`${part} of|to (its|the|their) {k:words} total {a}`, ({ a, k }, { context }) => ofParent(a, k, context), group),
  rule(
    `{a} as (a|%|in) (${part}) of (its|the) {k:words} total`,
    ({ a }, { context }) => ofWhole(a, context.hasOuter),
    group,
  ),
  rule(`{a} as (a|in) ${part} of ${ofTotal}`, ({ a }) => ofWhole(a, false), group),
  rule(`{a} as (a|in) ${part} of all|everything|the_whole`, ({ a }) => ofWhole(a, false), group),
  rule(`${part} of|to ${ofTotal} (of) {a}`, ({ a }) => ofWhole(a, false), group),
  rule(`{a} ${part} of|to ${ofTotal}`, ({ a }) => ofWhole(a, false), group),
  rule(`${part} of (all|overall) (the) (total|overall|grand_total) {a}`, ({ a }) => ofWhole(a, false), group),
  rule(
    `${part} of {a} within|in|of (each|its|the|every) {k:words}`,
    ({ a, k }, { context }) => (context.hasOuter ? ofParent(a, k, context) : ofWhole(a, false)),
    group,
  ),
  rule(`${part} of (its|the|their) {k:words} {a}`, ({ a, k }, { context }) => ofParent(a, k, context), group),
  rule(`{o:words} ${part} of (its|the|their) {k:words} {a}`, ({ a, k }, { context }) => ofParent(a, k, context), group),
  rule(`${part} (of) {a} of|to (all|total|the_total|the_whole)`, ({ a }) => ofWhole(a, false), group),
  rule(`${part} of {a}`, ({ a }) => ofWhole(a, false), group),
  rule("{a} share|contribution|proportion|portion", ({ a }) => ofWhole(a, false), group),
  rule(
    `{a} as (a|in) ${part} of ${ofTotal} (of) {b}`,
    ({ a, b }, { context }) => ofAll(a, b, (node) => context.total(node)),
    row,
  ),
  rule(`{a} as (a|in) ${part} of ${ofTotal}`, ({ a }, { context }) => ofAll(a, a, (node) => context.total(node)), row),
  rule(`${part} of|to ${ofTotal} (of) {a}`, ({ a }, { context }) => ofAll(a, a, (node) => context.total(node)), row),
  rule(`{a} ${part} of|to ${ofTotal}`, ({ a }, { context }) => ofAll(a, a, (node) => context.total(node)), row),
  rule(
    `${part} of {a} (of|in|to) (all|total|the_total)`,
    ({ a }, { context }) => ofAll(a, a, (node) => context.total(node)),
    row,
  ),
];

/** "phone sales share" may be a share of the phone sales or of all. */
function ofWhole(value: Filled | undefined, isOfParent: boolean): Node | null {
  if (value?.node.type !== "number" || /\b[A-Za-z]+If\(/.test(value.node.formula)) return null;
  return share(
    isOfParent
      ? call("PercentOfTotal", "number", value.node, text("parent_grouping"))
      : call("PercentOfTotal", "number", value.node),
  );
}

/** Only of the grouping that is named. */
function ofParent(value: Filled | undefined, key: Filled | undefined, { outerKeys }: GrammarContext): Node | null {
  const said = key?.tokens.map(({ lemma }) => lemma).join(" ");
  const parent = outerKeys.at(-1);
  return said !== undefined && (said === parent || key?.word?.toLowerCase() === parent) ? ofWhole(value, true) : null;
}

function ofAll(value: Filled | undefined, whole: Filled | undefined, total: (node: Node) => Node): Node | null {
  if (value?.node.type !== "number" || whole?.node.type !== "number") return null;
  return share(infix("/", value.node, call("GrandTotal", "number", total(whole.node))));
}

function valueShare(value: Filled | undefined, condition: Filled | undefined): Node | null {
  const part = ifCall("Sum", value, condition);
  return part === null || value === undefined ? null : share(infix("/", part, call("Sum", "number", value.node)));
}

/** Totals of all rows beside a row's own value. */
const overall: readonly Rule[] = [
  ...functions.map(([words, name]) =>
    rule(
      `(the) (overall|grand|global) ${words} (of) (all|the) {a:row}`,
      ({ a }) => (a?.node.type === "number" ? call("GrandTotal", "number", call(name, "number", a.node)) : null),
      row,
    ),
  ),
  rule(
    "median (of) (all) {a:row}",
    ({ a }) => (a?.node.type === "number" ? call("GrandTotal", "number", call("Median", "number", a.node)) : null),
    row,
  ),
];

export const countRules: readonly Rule[] = counts;
export const shareRules: readonly Rule[] = shares;
export const aggregateRules: readonly Rule[] = [...conditional, ...plain, ...overall];
