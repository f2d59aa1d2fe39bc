import { type Filled, type GrammarContext, type Rule, rule } from "../grammar.ts";
import { allOf, alternatives } from "../junction.ts";
import { atom, infix, type Node, strength } from "../node.ts";
import { whenCues } from "../when.ts";

/** Conditions on dates by words of time: "shipped last month", "orders on weekends", "before 2024 or after 2025". */

const cond = { result: "cond" } as const;
const cued = { ...cond, needs: whenCues };
const rows = "orders|lines|rows|records|items|entries|those|ones|order_lines|transactions";
const be = "(that|which) (is|are|was|were|falls|fall|fell|has_been|have_been)";

export const whenRules: readonly Rule[] = [
  rule("{a:cond} or {w:when}", ({ a, w }, { context }) => joined("Or", a, w, context), cond),
  rule("{a:cond} and|but {w:when}", ({ a, w }, { context }) => joined("And", a, w, context), cond),
  rule(`${be} {d:date} ${be} {w:when}`, ({ d, w }) => ofNamed(d, w), cond),
  rule(
    `${be} {k:words} {w:when}`,
    ({ k, w }, { context }) => (isMainDeed(k, context) ? (w?.node ?? null) : null),
    cond,
  ),
  rule(`(${rows}) (that|which) (is|are|was|were) (placed|made|dated) {w:when}`, ({ w }) => w?.node ?? null, cond),
  rule(
    "{w:when} {a:column}",
    ({ w, a }, { context }) =>
      context.isFilter && w?.when?.kind === "days" && a?.node.type === "number" && context.isMeasure(a.node)
        ? w.node
        : null,
    cued,
  ),
  rule(`{a:cond} {w:when}`, ({ a, w }, { context }) => joined("And", a, w, context), cued),
];

/** Of the date that is named; what is but half a name is one only as a word for what was done. */
function ofNamed(named: Filled | undefined, said: Filled | undefined): Node | null {
  const last = named?.tokens.at(-1)?.lower ?? "";
  if (named?.node.type !== "date" || !/(ed|date|day|time|shipping|signup)$/.test(last)) return null;
  return said?.when?.of(named.node) ?? null;
}

/** "ordered" is of the order date. */
function isMainDeed(said: Filled | undefined, { mainDate }: GrammarContext): boolean {
  const [only, second] = said?.tokens ?? [];
  const deed = /^(\p{L}{3,})ed$/u.exec(only?.lower ?? "")?.[1];
  return deed !== undefined && second === undefined && mainDate?.formula.toLowerCase().includes(deed) === true;
}

/** Of the date that the words before are about, else of the one that rows go by. */
function joined(
  operator: "And" | "Or",
  first: Filled | undefined,
  second: Filled | undefined,
  { mainDate }: GrammarContext,
): Node | null {
  if (first === undefined || second?.when === undefined || mainDate === null) return null;
  const { formula } = first.node;
  const isOfTime = /Date\(|Today\(|InDateRange\(|Weekday\(|Month\(|Quarter\(/.test(formula);
  const column = isOfTime ? /\[[^\]]*\]/.exec(formula)?.[0] : undefined;
  if (isOfTime && (column === undefined || / Or | And .* And /.test(formula))) return null;
  // What was done says when: "returned last month" is of another day.
  if (!isOfTime && /ed$/.test(first.tokens.findLast(({ lower }) => !/^(on|in|at|of)$/.test(lower))?.lower ?? ""))
    return null;
  const other = second.when.of(column === undefined ? mainDate : atom(column, "date"));
  if (other === null) return null;
  if (operator === "Or") return alternatives(first.node, other);
  const isSameKind = isOfTime && kindOf(formula) === second.when.kind && second.when.kind !== "open";
  if (isSameKind) return null;
  const isPlain = isOfTime || allOf(first.node, other) !== null;
  return isPlain ? bothOf(first.node, other) : null;
}

/** Without brackets that say nothing. */
export function bothOf(first: Node, other: Node): Node {
  if (first.strength < strength.and || other.strength !== strength.and) return infix("And", first, other);
  return { formula: `${first.formula} And ${other.formula}`, type: "logical", strength: strength.and };
}

function kindOf(formula: string): string {
  if (/Weekday\(/.test(formula)) return "days";
  return /InDateRange\(| And /.test(formula) ? "inside" : "open";
}
