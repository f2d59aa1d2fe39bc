import { type Filled, type Grammar, type Rule, rule } from "../grammar.ts";
import { call, infix, type Node, number, share, text } from "../node.ts";

/** Values beside those of other rows: running, moving, before and after, ranks. */

const previous = "previous|prior|last|preceding|earlier";
const against = "over|vs|versus|from|against|compared_to|compared_with|since|on|to";

function numeric(filled: Filled | undefined, build: (value: Node) => Node): Node | null {
  return filled?.node.type === "number" ? build(filled.node) : null;
}

/** The value of a period before. By the date where the groups go by one, so that a missing period is no other one. */
function before({ node }: Filled, { context, mode }: Grammar, unit: string | null): Node {
  const { timeKey } = context;
  if (mode === "row" || timeKey === null) return call("Lag", node.type, node);
  return call("DateLookback", node.type, node, timeKey.reference, number(1), text(unit ?? timeKey.period));
}

function unitOf(filled: Filled | undefined): string | null {
  return filled?.word ?? null;
}

function growth(value: Filled | undefined, grammar: Grammar, unit: string | null): Node | null {
  if (value === undefined || isOfBefore(value) || isCoarser(unit, grammar)) return null;
  return numeric(value, (node) => share(infix("-", infix("/", node, before(value, grammar, unit)), number(1))));
}

function change(value: Filled | undefined, grammar: Grammar, unit: string | null): Node | null {
  if (value === undefined || isOfBefore(value) || isCoarser(unit, grammar)) return null;
  return numeric(value, (node) => infix("-", node, before(value, grammar, unit)));
}

/** Nobody asks for the growth of a growth. */
function isOfBefore({ node, tokens }: Filled): boolean {
  // "growth since March" is one from March to now.
  if (tokens.some(({ lower }) => /^(since|until)$/.test(lower))) return true;
  return /DateLookback\(|Lag\(/.test(node.formula);
}

const sizes = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];

/** Nothing is known of a month before where the groups are years, or no periods at all. */
function isCoarser(unit: string | null, { context }: Grammar): boolean {
  if (unit === null) return false;
  if (context.timeKey === null) return true;
  return sizes.indexOf(context.timeKey.period) > sizes.indexOf(unit);
}

const yearly = "year_over_year|year_on_year|yoy|annual|yearly";
const rate = "(growth|change|increase)";

const compared = "versus|vs|against|compared_to|compared_with|over|from";

const grown = "grow|grew|grown|increase|increased|rise|rose|risen|change|changed|go_up|went_up|develop|developed";
const did = "(did|has|have|does|do)";

const growths: readonly Rule[] = [
  rule(
    `percent|percentage (by) how_much|what ${did} {a} ${grown} (${compared}|since) (the) ${previous} {u:unit}`,
    ({ a, u }, grammar) => (grammar.mode === "group" ? growth(a, grammar, unitOf(u)) : null),
  ),
  rule(
    `(by) how_much|how_many percent|percentage ${did} {a} ${grown} (${compared}|since) (the) ${previous} {u:unit}`,
    ({ a, u }, grammar) => (grammar.mode === "group" ? growth(a, grammar, unitOf(u)) : null),
  ),
  rule(
    `absolute|net difference|change|increase|growth (of|in|for) {a} ${compared} (the) (same_month_of) (the) ${previous} {u:unit}`,
    ({ a, u }, grammar) => (grammar.mode === "group" ? change(a, grammar, unitOf(u)) : null),
  ),
  rule(
    `percent|percentage (change|growth|difference|increase|delta) (of|in|for) {a} ${compared} (the) (same) (month|quarter|week|day|period) (of|in) (the) ${previous} year`,
    ({ a }, grammar) => growth(a, grammar, "year"),
  ),
  rule(
    `percent|percentage (change|growth|difference|increase|delta) (of|in|for) {a} ${compared} (the) ${previous} {u:unit}`,
    ({ a, u }, grammar) => (grammar.mode === "group" ? growth(a, grammar, unitOf(u)) : null),
  ),
  rule(
    `percent|percentage (change|growth|difference|increase|delta) (of|in|for) {a} ${compared} (the) ${previous} (period|row|one|value)`,
    ({ a }, grammar) => growth(a, grammar, null),
  ),
  rule(`{a} versus|vs|against|compared_to|compared_with (the) ${previous} {u:unit}`, ({ a, u }, grammar) =>
    grammar.mode === "group" ? change(a, grammar, unitOf(u)) : null,
  ),
  rule(`${yearly} (percent|percentage|%) growth|change|increase|growth_rate (rate) (of|in|for) {a}`, ({ a }, grammar) =>
    growth(a, grammar, "year"),
  ),
  rule(`{a} ${yearly} (percent|percentage|%) (growth|change|increase|growth_rate)`, ({ a }, grammar) =>
    growth(a, grammar, "year"),
  ),
  rule(`month_over_month|month_on_month|mom (percent|percentage|%) ${rate} (of|in|for) {a}`, ({ a }, grammar) =>
    growth(a, grammar, "month"),
  ),
  rule(`quarter_over_quarter|quarter_on_quarter|qoq (percent|percentage|%) ${rate} (of|in|for) {a}`, ({ a }, grammar) =>
    growth(a, grammar, "quarter"),
  ),
  rule(`week_over_week|week_on_week|wow (percent|percentage|%) ${rate} (of|in|for) {a}`, ({ a }, grammar) =>
    growth(a, grammar, "week"),
  ),
  rule(
    `growth|growth_rate|percent_change|percentage_change|percent_growth|relative_change|%_change|rate_of_change (rate) (of|in|for) {a} ${against} (the) (${previous}|one) (same) (${previous}) {u:unit} (before|earlier|ago)`,
    ({ a, u }, grammar) => growth(a, grammar, unitOf(u)),
  ),
  rule(
    `growth|growth_rate|percent_change|percentage_change (rate) (of|in|for) {a} ${against} (the) (same) (month|quarter|week|day|period) (of|in) (the) ${previous} year`,
    ({ a }, grammar) => growth(a, grammar, "year"),
  ),
  rule(
    `growth|growth_rate|percent_change|percentage_change (rate) (of|in|for) {a} ${against} (the) (${previous}) (period|row|one|value)`,
    ({ a }, grammar) => growth(a, grammar, null),
  ),
  rule("growth|growth_rate|percent_change|percentage_change|percent_growth (rate) (of|in|for) {a}", ({ a }, grammar) =>
    growth(a, grammar, null),
  ),
  rule(
    `{a} growth|growth_rate|percent_change|percentage_change (rate) ${against} (the) (${previous}) {u:unit}`,
    ({ a, u }, grammar) => growth(a, grammar, unitOf(u)),
  ),
  rule(`{a} growth|growth_rate|percent_change (rate) (${against}) (the) (${previous}) (period|row)`, ({ a }, grammar) =>
    growth(a, grammar, null),
  ),
  rule(
    `difference|change|increase (of|in) {a} (${against}|to) (the) (same) (month|quarter|week|day|period) (of|in) (the) ${previous} year`,
    ({ a }, grammar) => change(a, grammar, "year"),
  ),
  rule(
    `difference|change|increase|decrease (of|in) {a} ${against} (the) (${previous}|one) {u:unit} (before|earlier|ago)`,
    ({ a, u }, grammar) => change(a, grammar, unitOf(u)),
  ),
  rule(
    `difference|change|increase|decrease (of|in) {a} ${against} (the) ${previous} (period|row|one|value|group|line)`,
    ({ a }, grammar) => change(a, grammar, null),
  ),
  rule(`{a} change|difference ${against} (the) ${previous} (period|row|one|value)`, ({ a }, grammar) =>
    change(a, grammar, null),
  ),
  rule(`{a} minus|less (the) ${previous} (period's|row's|month's|period|row) (value|one)`, ({ a }, grammar) =>
    change(a, grammar, null),
  ),
  rule("month_to_month|period_to_period (change|difference) (of|in) {a}", ({ a }, grammar) => change(a, grammar, null)),
  ...["year", "month", "quarter", "week"].flatMap((unit) => {
    const words = unit === "year" ? yearly.replace("|annual|yearly", "") : `${unit}_over_${unit}|${shortOf(unit)}`;
    return [
      rule(`percent|percentage (growth|change) ${words} (of|in|for) {a}`, ({ a }, grammar) => growth(a, grammar, unit)),
      rule(`${words} {a}`, ({ a }, grammar) => growth(a, grammar, unit)),
      rule(`{a} ${words}`, ({ a }, grammar) => growth(a, grammar, unit)),
      rule(`percent|percentage {a} ${words}`, ({ a }, grammar) => growth(a, grammar, unit)),
    ];
  }),
];

function shortOf(unit: string): string {
  return `${unit.slice(0, 1)}o${unit.slice(0, 1)}`;
}

/** Of this year, quarter or month so far: where rows are no periods of their own, or begin anew in each. */
const toDate: readonly Rule[] = [
  ["ytd|year_to_date", "year"] as const,
  ["qtd|quarter_to_date", "quarter"] as const,
  ["mtd|month_to_date", "month"] as const,
].flatMap(([words, unit]) => [
  rule(`${words} (total|sum) (of) {a:row}`, ({ a }, { context, mode }) => soFar(a, unit, mode, context)),
  rule(`{a:row} ${words}`, ({ a }, { context, mode }) => soFar(a, unit, mode, context)),
]);

function soFar(
  value: Filled | undefined,
  unit: string,
  mode: Grammar["mode"],
  { timeKey, outerKeys, mainDate, isOverTime }: Grammar["context"],
): Node | null {
  if (mode === "row" || value?.node.type !== "number") return null;
  const total = call("Sum", "number", value.node);
  if (timeKey !== null)
    return outerKeys.at(-1)?.includes(unit) === true ? call("CumulativeSum", "number", total) : null;
  return mainDate === null || isOverTime
    ? null
    : call("SumIf", "number", value.node, call("InDateRange", "logical", mainDate, text("to_date"), text(unit)));
}

const running: readonly Rule[] = [
  rule("running|cumulative|accumulated (total|sum) (of) {a} so_far|to_date|over_time", ({ a }) =>
    numeric(a, (node) => call("CumulativeSum", "number", node)),
  ),
  rule("running|cumulative|accumulated (total|sum) (of) {a}", ({ a }) =>
    numeric(a, (node) => call("CumulativeSum", "number", node)),
  ),
  rule("{a} so_far|running_total|cumulated|cumulatively|accumulated_over_time", ({ a }) =>
    numeric(a, (node) => call("CumulativeSum", "number", node)),
  ),
  rule("running|cumulative average|mean (of) {a}", ({ a }) =>
    numeric(a, (node) => call("CumulativeAvg", "number", node)),
  ),
  rule("running|cumulative max|maximum|highest (of) {a}", ({ a }) =>
    numeric(a, (node) => call("CumulativeMax", "number", node)),
  ),
  rule("running|cumulative min|minimum|lowest (of) {a}", ({ a }) =>
    numeric(a, (node) => call("CumulativeMin", "number", node)),
  ),
  rule("running|cumulative count (of) {a:words}", () => call("RowNumber", "number")),
  rule("running|cumulative share|percent|percentage (of) {a}", ({ a }, { mode }) =>
    mode === "group"
      ? numeric(a, (node) => share(call("CumulativeSum", "number", call("PercentOfTotal", "number", node))))
      : null,
  ),
];

const rowNouns: ReadonlySet<string> = new Set("row period value group point order line record".split(" "));
const over = "over|of|across|for|with";
const moving: readonly Rule[] = [
  ...(
    [
      ["average|mean", "MovingAvg"],
      ["sum|total", "MovingSum"],
      ["maximum|max|highest", "MovingMax"],
      ["minimum|min|lowest", "MovingMin"],
    ] as const
  ).flatMap(([words, name]) => [
    rule(`{n:number} {u:words} moving|rolling|trailing ${words} (of) {a}`, ({ n, u, a }, grammar) =>
      moved(name, a, n, u, grammar),
    ),
    rule(`moving|rolling|trailing {n:number} {u:words} ${words} (of) {a}`, ({ n, u, a }, grammar) =>
      moved(name, a, n, u, grammar),
    ),
    rule(`{a} {n:number} {u:words} moving|rolling|trailing ${words}`, ({ n, u, a }, grammar) =>
      moved(name, a, n, u, grammar),
    ),
    rule(
      `moving|rolling|trailing ${words} (of) {a} (,) (${over}) (the) (last|past) {n:number} {u:words}`,
      ({ n, u, a }, grammar) => moved(name, a, n, u, grammar),
    ),
    rule(`${words} (of) {a} ${over} (the) last|past|previous {n:number} {u:words}`, ({ n, u, a }, grammar) =>
      moved(name, a, n, u, grammar),
    ),
    rule(`${words} (of|over) (the) last|past {n:number} {u:words} (of|for) {a}`, ({ n, u, a }, grammar) =>
      moved(name, a, n, u, grammar),
    ),
  ]),
];

/** So many rows in all: this one and those above. Months are counted in rows only where each row is one. */
function moved(
  name: string,
  value: Filled | undefined,
  count: Filled | undefined,
  said: Filled | undefined,
  { context }: Grammar,
): Node | null {
  if (count?.number === undefined || count.number < 1 || !Number.isInteger(count.number)) return null;
  const [word, second] = said?.tokens ?? [];
  if (second !== undefined || word === undefined) return null;
  const isPeriod = sizes.includes(word.lemma);
  if (isPeriod && context.timeKey?.period !== word.lemma) return null;
  if (!isPeriod && !rowNouns.has(word.lemma)) return null;
  const above = count.number - 1;
  return numeric(value, (node) => call(name, "number", node, number(above)));
}

const neighbours: readonly Rule[] = [
  rule(`{a} (of|in|from) (the) same {u:unit} (of|in) (the) (${previous}) year`, ({ a }, grammar) =>
    a && grammar.context.timeKey !== null ? before(a, grammar, "year") : null,
  ),
  rule(`{a} (of|in|from) (the) ${previous} {u:unit}`, ({ a, u }, grammar) =>
    a && grammar.mode === "group" && !isCoarser(unitOf(u), grammar) ? before(a, grammar, unitOf(u)) : null,
  ),
  rule(`{a} (a|one) {u:unit} (ago|earlier|before)`, ({ a, u }, grammar) =>
    a && grammar.mode === "group" && grammar.context.timeKey !== null && !isCoarser(unitOf(u), grammar)
      ? before(a, grammar, unitOf(u))
      : null,
  ),
  rule(`${previous} {u:unit} {a}`, ({ a, u }, grammar) =>
    a && grammar.mode === "group" && !isCoarser(unitOf(u), grammar) ? before(a, grammar, unitOf(u)) : null,
  ),
  rule(`{a} of (the) ${previous} row|line|period|group`, ({ a }, grammar) => (a ? before(a, grammar, null) : null)),
  rule("previous|prior|preceding (row's|period's|row|period|value|value_of) {a}", ({ a }, grammar) =>
    a ? before(a, grammar, null) : null,
  ),
  rule("next|following (row's|period's|row|period|value|value_of) {a}", ({ a }) =>
    a ? call("Lead", a.node.type, a.node) : null,
  ),
  rule("{a} of (the) next|following row|line|period|group", ({ a }) => (a ? call("Lead", a.node.type, a.node) : null)),
];

const most =
  "(from|with) (the) highest|largest|biggest|most|greatest|descending|best|top (first|on_top|to_lowest|to_smallest|one|=_1|is_1|gets_1)";
const least =
  "(from|with) (the) lowest|smallest|least|ascending|worst (first|to_highest|to_largest|one|=_1|is_1|gets_1)";
const rank = "rank|ranking|position|place";

const ranks: readonly Rule[] = [
  rule(`dense ${rank} (of|by) {a}`, ({ a }) => ranked("RankDense", a, "desc")),
  rule(`${rank} (without_gaps) (of|by) {a} without gaps`, ({ a }) => ranked("RankDense", a, "desc")),
  rule("percentile (rank) (of|by) {a}", ({ a }) => numeric(a, (node) => call("RankPercentile", "number", node))),
  rule(`${rank} (of|by|for) {a} (,) ${least}`, ({ a }) => ranked("Rank", a, "asc")),
  rule(`${rank} (of|by|for) {a} (,) ${most}`, ({ a }) => ranked("Rank", a, "desc")),
  rule(`${rank} (of) (each|every|the) {k:words} by {a} (,) ${least}`, ({ a }) => ranked("Rank", a, "asc")),
  rule(`${rank} (of) (each|every|the) {k:words} by {a} (,) ${most}`, ({ a }) => ranked("Rank", a, "desc")),
  rule(`${rank} (of) (each|every|the|all) {r:rows} from {t:trait} (first) (to) (smallest|lowest|least)`, ({ t }) =>
    ranked("Rank", t, "desc"),
  ),
  rule(`${rank} (of) (each|every|the) {k:words} by {a}`, ({ a }) => ranked("Rank", a, "desc")),
  rule(`${rank} (of|by|for) {a} (,) ${least}`, ({ a }) => ranked("Rank", a, "asc")),
  rule(`${rank} (of|by|for) {a}`, ({ a }) => ranked("Rank", a, "desc")),
  rule(`{a} ${rank}`, ({ a }) => ranked("Rank", a, "desc")),
  rule("(the) row_number|number_of_the_row|line_number", () => call("RowNumber", "number")),
  rule("number (the) rows (by|in_order_of) {a}", ({ a }) => (a ? call("RowNumber", "number", a.node) : null)),
];

function ranked(name: string, value: Filled | undefined, direction: "asc" | "desc"): Node | null {
  if (value === undefined || value.node.type === "text" || value.node.type === "logical") return null;
  return call(name, "number", value.node, text(direction));
}

export const windowRules: readonly Rule[] = [...toDate, ...running, ...moving, ...growths, ...ranks, ...neighbours];
