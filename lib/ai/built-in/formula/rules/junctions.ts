import { type Filled, type Rule, rule } from "../grammar.ts";
import { allOf, alternatives, besides, noneOf } from "../junction.ts";
import { call, infix, type Node, not, strength } from "../node.ts";

/** Conditions joined and turned round: and, or, but, except. */

const cond = { result: "cond" } as const;
const be = "(that|which) (is|are|was|were|be)";
const leaveOut = "exclude|excluding|except|except_for|leave_out|omit|drop|skip|without|not_including|ignore";
/** After what is left out. */
export const leftOut = "excluded|left_out|omitted|removed|not_included|not_counted|ignored|dropped";
const all = "all|everything|anything|everyone|everybody|any";

export const junctionRules: readonly Rule[] = [
  rule("{a:cond} , (and|but) not {b:cond}", ({ a, b }) => (a && b ? besides(a, negation(b.node)) : null), cond),
  rule("{a:cond} but (not|no) {b:cond} or|nor {c:cond}", ({ a, b, c }) => outside(a, [b, c]), cond),
  rule("{a:cond} , and|but {b:cond}", ({ a, b }) => (a && b ? besides(a, b.node) : null), cond),
  rule("{a:cond} but {b:cond}", ({ a, b }) => (a && b ? besides(a, b.node) : null), cond),
  rule(
    "{a:cond} , or {b:cond}",
    ({ a, b }) => (a && b && !a.tokens.some(({ lower }) => lower === ",") ? infix("Or", a.node, b.node) : null),
    cond,
  ),
  rule("both {a:cond} and {b:cond}", ({ a, b }) => (a && b ? infix("And", a.node, b.node) : null), cond),
  rule("either {a:cond} or {b:cond}", ({ a, b }) => (a && b ? infix("Or", a.node, b.node) : null), cond),
  rule("neither {a:cond} nor {b:cond}", ({ a, b }) => outside(null, [a, b]), cond),
  rule(
    "{a:cond} (,) excluding|except|except_for|not_including|other_than {b:cond} and|or {c:cond}",
    ({ a, b, c }) => outside(a, [b, c]),
    cond,
  ),
  rule(`${leaveOut} {a:cond} and|or {b:cond}`, ({ a, b }) => outside(null, [a, b]), cond),
  rule(`${leaveOut} {a:cond} , {b:cond} (,) and|or {c:cond}`, ({ a, b, c }) => outside(null, [a, b, c]), cond),
  rule(`${leaveOut} {a:cond}`, ({ a }) => outside(null, [a]), cond),
  rule(`{a:cond} (is|are) ${leftOut}`, ({ a }) => outside(null, [a]), cond),
  rule(`{a:cond} , {b:cond} (is|are) ${leftOut}`, ({ a, b }) => outside(a, [b]), cond),
  rule(
    `${all} (lines|rows|orders) (other_than|but|except|except_for) {a:cond} and|or {b:cond}`,
    ({ a, b }) => outside(null, [a, b]),
    cond,
  ),
  rule(
    "{a:cond} (,) excluding|except|except_for|not_including|other_than {b:cond}",
    ({ a, b }) => outside(a, [b]),
    cond,
  ),
  rule(`${all} (lines|rows|orders) but|except|except_for|other_than|not {a:cond}`, ({ a }) => outside(null, [a]), cond),
  rule(
    `{a} ${be} (=|equals|in|either) {b:number} or {c:number}`,
    ({ a, b, c }) =>
      a?.node.type === "number" && b && c && /\[/.test(a.node.formula)
        ? call("In", "logical", a.node, b.node, c.node)
        : null,
    cond,
  ),
  rule("{a} or|, (is|are) missing|empty|null|blank", ({ a }) => orMissing(a?.node), cond),
  rule("{a:cond} or {b:cond}", ({ a, b }) => (a && b ? alternatives(a.node, b.node) : null), cond),
  rule("{a:cond} and {b:cond}", ({ a, b }) => (a && b ? allOf(a.node, b.node) : null), cond),
  rule("{a:cond} , {b:cond}", ({ a, b }) => (a && b ? allOf(a.node, b.node) : null), cond),
  rule("{a:cond} lines|rows|records|orders|items|entries|ones", ({ a }) => a?.node ?? null, cond),
  rule("not {a:cond}", ({ a }) => turned(a), cond),
  rule("(is|are|was|were) not {a:cond}", ({ a }) => turned(a), cond),
  rule("no|non {a:cond}", ({ a }) => (a && /^\[[^\]]*\]$/.test(a.node.formula) ? not(a.node) : null), cond),
];

/** "not profitable phone orders": what is turned may be one of two things. */
function turned(said: Filled | undefined): Node | null {
  if (said === undefined) return null;
  const isOfSeveral = new Set(said.node.formula.match(/\[[^\]]*\]/g)).size > 1;
  return said.node.strength === strength.and && isOfSeveral ? null : not(said.node);
}

function negation(node: Node): Node {
  return node.formula.startsWith("Not (") ? node : not(node);
}

/** What none of the conditions holds for, of what the first does. */
function outside(base: Filled | null | undefined, excluded: readonly (Filled | undefined)[]): Node | null {
  const nodes = excluded.flatMap((one) => (one === undefined ? [] : [one.node]));
  if (nodes.length < excluded.length || base === undefined) return null;
  const none = noneOf(nodes);
  return none === null || base === null ? none : besides(base, none);
}

/** "rating below 3 or missing": the column that was compared. */
function orMissing(test: Node | undefined): Node | null {
  const column = /^(\[[^\]]*\]) (?:[<>]=?|=) [^[\]]*$/.exec(test?.formula ?? "")?.[1];
  if (test === undefined || test.strength !== strength.comparison || column === undefined) return null;
  return infix("Or", test, call("IsNull", "logical", column));
}
