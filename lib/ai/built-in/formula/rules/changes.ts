import { type Filled, type Grammar, type GrammarContext, type Rule, rule } from "../grammar.ts";
import { infix, type Node, number, strength } from "../node.ts";

/** What is changed by a percentage, an amount or a factor: "sales up 10%", "price less 5", "double the cost". */

const raise = "increase|raise|grow|boost|lift|bump|bump_up|mark_up|inflate";
const cut = "decrease|reduce|lower|cut|drop|shrink|discount|mark_down|deflate|bring_down";
const raised = "increased|raised|grown|boosted|lifted|marked_up|inflated|up";
const lowered = "decreased|reduced|lowered|cut|dropped|discounted|marked_down|down";
const larger = "higher|larger|greater|bigger|more";
const smaller = "lower|smaller|less|fewer|cheaper";
const charge = "tax|vat|interest|markup|surcharge|increase";
const discount = "discount|off|reduction|less|cut|deduction|rebate";

const factors: readonly (readonly [verb: string, participle: string, factor: number])[] = [
  ["double|twice|two_times", "doubled", 2],
  ["triple|treble|three_times", "tripled|trebled", 3],
  ["quadruple|four_times", "quadrupled", 4],
];

const multiples: readonly Rule[] = [
  ...factors.flatMap(([verb, participle, factor]) => [
    rule(`${verb} (of) {a}`, ({ a }) => scaled(a, "*", factor)),
    rule(`{a} ${participle}`, ({ a }) => scaled(a, "*", factor)),
  ]),
  rule("half|halve (of) (the) {a}", ({ a }) => scaled(a, "/", 2)),
  rule("{a} halved|cut_in_half|reduced_by_half|cut_by_half", ({ a }) => scaled(a, "/", 2)),
  rule("cut|reduce|decrease|lower {a} in|by half", ({ a }) => scaled(a, "/", 2)),
  rule(`${raise}|multiply|scale {a} by (a|the) factor (of) {n:number}`, ({ a, n }) => byFactor(a, n, "*")),
  rule(`{a} ${raised}|multiplied|scaled by (a|the) factor (of) {n:number}`, ({ a, n }) => byFactor(a, n, "*")),
  rule(`${cut}|divide {a} by (a|the) factor (of) {n:number}`, ({ a, n }) => byFactor(a, n, "/")),
  rule(`{a} ${lowered}|divided by (a|the) factor (of) {n:number}`, ({ a, n }) => byFactor(a, n, "/")),
];

const steps: readonly Rule[] = [
  rule(`${raise} {a} by {n:number}`, ({ a, n }, grammar) => changed(a, n, 1, grammar)),
  rule(`${cut} {a} by {n:number}`, ({ a, n }, grammar) => changed(a, n, -1, grammar)),
  rule("mark {a} up by {n:number}", ({ a, n }, grammar) => changed(a, n, 1, grammar)),
  rule("mark {a} down by {n:number}", ({ a, n }, grammar) => changed(a, n, -1, grammar)),
  rule(`{a} ${raised} (by) {n:number}`, ({ a, n }, grammar) => changed(a, n, 1, grammar)),
  rule(`{a} ${lowered} (by) {n:number}`, ({ a, n }, grammar) => changed(a, n, -1, grammar)),
  rule(`{a} ${larger} by {n:number}`, ({ a, n }, grammar) => changed(a, n, 1, grammar)),
  rule(`{a} ${smaller} by {n:number}`, ({ a, n }, grammar) => changed(a, n, -1, grammar)),
  rule("add {n:number} to|on_top_of|onto {a}", ({ a, n }, grammar) => changed(a, n, 1, grammar)),
  rule("{n:number} added_to {a}", ({ a, n }, grammar) => changed(a, n, 1, grammar)),
  rule("subtract|deduct|take {n:number} from {a}", ({ a, n }, grammar) => changed(a, n, -1, grammar)),
  rule("{n:number} subtracted_from|deducted_from|taken_from|taken_off {a}", ({ a, n }, grammar) =>
    changed(a, n, -1, grammar),
  ),
  rule("take|knock {n:number} off (of) {a}", ({ a, n }, grammar) => changed(a, n, -1, grammar)),
  rule("{a} plus|+ {n:number}", ({ a, n }, grammar) => changed(a, n, 1, grammar)),
  rule("{a} minus|-|less|net_of|after_deducting {n:number}", ({ a, n }, grammar) => changed(a, n, -1, grammar)),
  // "sales higher 100" may mean more than that.
  rule(`{a} {n:number} ${larger}|up`, ({ a, n }, grammar) => byPercent(a, n, 1, grammar)),
  rule(`{a} {n:number} ${smaller}|down|off`, ({ a, n }, grammar) => byPercent(a, n, -1, grammar)),
  rule(`{a} ${larger} {n:number}`, ({ a, n }, grammar) => byPercent(a, n, 1, grammar)),
  rule(`{n:number} ${larger} {a}`, ({ a, n }, grammar) => byPercent(a, n, 1, grammar)),
  rule(`{n:number} ${smaller}|off {a}`, ({ a, n }, grammar) => byPercent(a, n, -1, grammar)),
  rule(`{a} plus|with|including|increased_by (a) {n:number} (of) (${charge})`, ({ a, n }, grammar) =>
    byPercent(a, n, 1, grammar),
  ),
  rule(`{a} minus|less|with|reduced_by|after|at (a) {n:number} (of) ${discount}`, ({ a, n }, grammar) =>
    byPercent(a, n, -1, grammar),
  ),
];

export const changeRules: readonly Rule[] = [...multiples, ...steps];

/** "10%". */
export function isPercent(filled: Filled | undefined): boolean {
  return (
    filled !== undefined &&
    /^-?[\d.]+$/.test(filled.node.formula) &&
    filled.tokens.some((one) => one.isPercent === true)
  );
}

function scaled(value: Filled | undefined, operator: "*" | "/", factor: number): Node | null {
  return value?.node.type === "number" && !isLoose(value) ? infix(operator, value.node, number(factor)) : null;
}

/** "sales minus cost plus 10%": of the whole, or of the last. */
function isLoose({ node, tokens }: Filled): boolean {
  return node.strength === strength.sum && tokens.some(({ lower }) => /^(plus|minus|less|\+|-)$/.test(lower));
}

function byFactor(value: Filled | undefined, by: Filled | undefined, operator: "*" | "/"): Node | null {
  return by?.number === undefined || by.number <= 0 || isPercent(by) ? null : scaled(value, operator, by.number);
}

/** By a part of itself, or by an amount. */
function changed(value: Filled | undefined, by: Filled | undefined, sign: 1 | -1, grammar: Grammar): Node | null {
  if (isPercent(by)) return byPercent(value, by, sign, grammar);
  if (value?.node.type !== "number" || by === undefined) return null;
  return infix(sign > 0 ? "+" : "-", value.node, by.node);
}

/** A share that goes up by 5% may do so by points; nothing falls by more than all of it. */
function byPercent(value: Filled | undefined, by: Filled | undefined, sign: 1 | -1, { context }: Grammar): Node | null {
  if (by?.number === undefined || !isPercent(by) || value === undefined || isShare(value.node, context)) return null;
  if (value.number !== undefined) return null;
  const factor = Number((1 + sign * by.number).toPrecision(12));
  return factor < 0 ? null : scaled(value, "*", factor);
}

/** A percentage says nothing of amounts: "sales above 10%". What is computed may be a share. */
export function isOfAmount(by: Filled | undefined, value: Node, { rangeOf }: GrammarContext): boolean {
  if (!isPercent(by)) return false;
  return /^Sum(If)?\(/.test(value.formula) || !isUpToOne(rangeOf(plainColumn(value)) ?? { min: 0, max: 1 });
}

function plainColumn({ formula }: Node): string {
  return /^(?:Avg|Min|Max|Median)\((\[[^\]]*\])\)$/.exec(formula)?.[1] ?? formula;
}

function isShare(value: Node, { rangeOf }: GrammarContext): boolean {
  const range = rangeOf(plainColumn(value));
  return value.isShare === true || (range !== null && isUpToOne(range));
}

function isUpToOne({ min, max }: { readonly min: number; readonly max: number }): boolean {
  return min >= 0 && max <= 1;
}
