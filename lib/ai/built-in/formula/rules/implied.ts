import { type Filled, type Grammar, type GrammarContext, type Rule, rule } from "../grammar.ts";
import { allOf } from "../junction.ts";
import { infix, type Node, not } from "../node.ts";
import { countIf, group, ifCall, inTime, isSinceJoined, of, timed } from "./conditional.ts";
import { leftOut } from "./junctions.ts";
import { bothOf } from "./when.ts";

/** Totals and counts that no word asks for: "phone sales", "orders this year", "profit per order in the west". */

/** What is measured, added up where the condition holds. */
function totalIf(value: Filled | undefined, condition: Filled | undefined, { context }: Grammar): Node | null {
  return value !== undefined && context.isMeasure(value.node) && isAddedUp(value, context)
    ? ifCall("Sum", value, condition)
    : null;
}

function isAddedUp({ node }: Filled, { total }: GrammarContext): boolean {
  return node.type === "number" && total(node).formula.startsWith("Sum(");
}

function both(first: Filled | undefined, second: Filled | undefined): Filled | undefined {
  if (first === undefined || second === undefined || allOf(first.node, second.node) === null) return undefined;
  return { ...first, node: bothOf(first.node, second.node) };
}

function negated(said: Filled | undefined): Filled | undefined {
  return said === undefined ? undefined : { ...said, node: not(said.node) };
}

/** "profit per order this year": what is said after both is said of both. */
const perRules: readonly Rule[] = [
  rule(
    "(average|mean) {a:row} per|for_each|by_each {r:rows} {w:when}",
    ({ a, r, w }, grammar) =>
      isSinceJoined(r, w, grammar) ? null : perOf(totalIf(a, inTime(w, grammar), grammar), r, inTime(w, grammar)),
    timed,
  ),
  rule(
    `(average|mean) {a:row} per|for_each|by_each {r:rows} ${of} {c:rowCond}`,
    ({ a, r, c }, grammar) => perOf(totalIf(a, c, grammar), r, c),
    group,
  ),
];

function perOf(total: Node | null, rows: Filled | undefined, condition: Filled | undefined): Node | null {
  const count = countIf(rows, condition);
  return total === null || count === null ? null : infix("/", total, count);
}

export const impliedRules: readonly Rule[] = [
  rule(
    "{r:rows} {w:when}",
    ({ r, w }, grammar) =>
      r !== undefined && isNoun(r) && isCount(r.node, grammar.context) && !isSinceJoined(r, w, grammar)
        ? countIf(r, inTime(w, grammar))
        : null,
    timed,
  ),
  rule(
    "{r:rows} (that|which|who) (are|is|was|were|have|had) {c:rowCond}",
    ({ r, c }, { context }) =>
      r !== undefined && isNoun(r) && isCount(r.node, context) && !context.isOverTime && isOfTime(c)
        ? countIf(r, c)
        : null,
    timed,
  ),
  rule("{a:row} {w:when}", ({ a, w }, grammar) => totalIf(a, inTime(w, grammar), grammar), timed),
  rule(`{a:row} ${of} {c:rowCond}`, ({ a, c }, grammar) => totalIf(a, c, grammar), group),
  rule(
    "{a:row} excluding|without|except|except_for|other_than|not_counting|not_including (the) {c:rowCond}",
    ({ a, c }, grammar) => totalIf(a, negated(c), grammar),
    group,
  ),
  rule(`{a:row} (,) (with) {c:which} ${leftOut}`, ({ a, c }, grammar) => totalIf(a, negated(c), grammar), group),
  rule("{c:which} {a:column}", ({ a, c }, grammar) => totalIf(a, c, grammar), group),
  rule(
    "{c:which} {a:column} {w:when}",
    ({ a, c, w }, grammar) => totalIf(a, both(c, inTime(w, grammar)), grammar),
    timed,
  ),
  rule(
    "{c:which} {r:rows}",
    ({ c, r }, { context }) => (r !== undefined && isNoun(r) && isCount(r.node, context) ? countIf(r, c) : null),
    group,
  ),
  ...perRules,
  // "orders" where a number is wanted: how many.
  rule("{r:rows}", ({ r }, { context }) => (r !== undefined && isCount(r.node, context) ? r.node : null), group),
];

function isOfTime(condition: Filled | undefined): boolean {
  return /Date|Weekday\(/.test(condition?.node.formula ?? "");
}

/** "ordered" names no orders. */
function isNoun({ tokens }: Filled): boolean {
  return !/(ed|ing)$/.test(tokens.at(-1)?.lower ?? "");
}

function isCount({ formula }: Node, { isMeasure }: GrammarContext): boolean {
  const counted = /^CountDistinct\((.*)\)$/.exec(formula)?.[1];
  return counted !== undefined && !isMeasure({ formula: counted, type: "number", strength: 0 });
}
