import { type Filled, type Rule, rule } from "../grammar.ts";
import { call, infix, type Node, number, text } from "../node.ts";

/** Parts, beginnings and distances of dates. */

function ofDate(filled: Filled | undefined, build: (date: Node) => Node | null): Node | null {
  return filled?.node.type === "date" ? build(filled.node) : null;
}

const truncated = (date: Filled | undefined, unit: Filled | undefined) =>
  ofDate(date, (node) => call("DateTrunc", "date", text(unit?.word ?? "day"), node));

function between(unit: string | undefined, start: Filled | undefined, end: Filled | undefined): Node | null {
  if (unit === undefined || start?.node.type !== "date" || end?.node.type !== "date") return null;
  return call("DateDiff", "number", text(unit), start.node, end.node);
}

const ago = (unit: string, date: Filled | undefined) =>
  ofDate(date, (node) => call("DateDiff", "number", text(unit), node, call("Today", "date")));

const formats: Readonly<Record<string, string>> = {
  "yyyy-mm": "%Y-%m",
  yyyymm: "%Y-%m",
  "yyyy-mm-dd": "%Y-%m-%d",
  yyyymmdd: "%Y-%m-%d",
  "mm/dd/yyyy": "%m/%d/%Y",
  "dd.mm.yyyy": "%d.%m.%Y",
  "dd/mm/yyyy": "%d/%m/%Y",
  "mm/yyyy": "%m/%Y",
  yyyy: "%Y",
};

const parts: readonly (readonly [words: string, build: (date: Node) => Node])[] = [
  ["name of the month|month_name|month's_name|name_of_month", (date) => call("MonthName", "text", date)],
  ["month_number|number_of_the_month|month_as_a_number|calendar_month", (date) => call("Month", "number", date)],
  [
    "weekday|weekday_name|day_of_the_week|day_of_week|name_of_the_day|day_name|name_of_the_weekday",
    (date) => call("WeekdayName", "text", date),
  ],
  ["weekday_number|number_of_the_weekday", (date) => call("Weekday", "number", date)],
  ["quarter_number|number_of_the_quarter", (date) => call("Quarter", "number", date)],
  ["year|calendar_year|year_number", (date) => call("Year", "number", date)],
  ["day_of_the_month|day_of_month|day_number", (date) => call("Day", "number", date)],
  ["day_of_the_year|day_of_year", (date) => call("DayOfYear", "number", date)],
  ["hour|hour_of_the_day", (date) => call("Hour", "number", date)],
  [
    "end_of_the_month|end_of_month|last_day_of_the_month|last_day_of_month|month_end",
    (date) => call("LastDay", "date", date, text("month")),
  ],
  ["last_day_of_the_quarter|end_of_the_quarter|quarter_end", (date) => call("LastDay", "date", date, text("quarter"))],
  ["last_day_of_the_year|end_of_the_year|year_end", (date) => call("LastDay", "date", date, text("year"))],
];

const partRules: readonly Rule[] = parts.flatMap(([words, build]) => [
  rule(`${words.replaceAll(" ", "_")} of|from|in|for (the) {d:date}`, ({ d }) => ofDate(d, build)),
  rule(`{d:column} ${words.replaceAll(" ", "_")}`, ({ d }) => ofDate(d, build)),
  rule(
    `${words.replaceAll(" ", "_")} (when|that|on_which|in_which) (the|an|a) order|line|item|product|customer|store|it (was|is|were|has|got) {d:date}`,
    ({ d }) => ofDate(d, build),
  ),
]);

const joints = /^(and|plus|,|-|with|the|as|number|name)$/;
const units: ReadonlySet<string> = new Set(["year", "quarter", "month", "week", "day", "date"]);

/** Only what the example shows too. */
function isOfUnits({ tokens }: Filled): boolean {
  return tokens.every(({ lower, lemma }) => units.has(lemma) || joints.test(lower) || lower === "+");
}

const quarterName: readonly Rule[] = [
  rule("{k:words} of|from {d:date} (as) (a) (text|string|label|name) (,) like|such_as {f:words}", ({ k, d, f }) =>
    k !== undefined && isOfUnits(k) ? likeExample(d, f?.word) : null,
  ),
  rule("{d:date} (as) (a) (text|string|label|name) (,) like|such_as {f:words}", ({ d, f }) => likeExample(d, f?.word)),
  rule("{d:date} {k:words} (as) (a) (text|string|label|name) (,) like|such_as {f:words}", ({ k, d, f }) =>
    k !== undefined && isOfUnits(k) ? likeExample(d, f?.word) : null,
  ),
  rule('quarter (of|from) {d:date} as|like text|name|label|q1|"q1"', ({ d }) =>
    ofDate(d, (node) => ({ formula: `"Q" & Text(Quarter(${node.formula}))`, type: "text", strength: 4 })),
  ),
];

const starts: readonly Rule[] = [
  rule("(start|beginning|first_day) (of) (the) {u:unit} (of|from|for|that_holds) {d:date}", ({ u, d }) =>
    truncated(d, u),
  ),
  rule("truncate|round|cut|trim|reduce {d:date} (down) to (the) (start|beginning) (of) (the) {u:unit}", ({ u, d }) =>
    truncated(d, u),
  ),
  rule("{d:column} by|truncated_to|cut_to|rounded_to|in|at (the) {u:unit}", ({ u, d }) => truncated(d, u)),
  rule("{d:column} {u:unit}", ({ u, d }) => truncated(d, u)),
  rule("{u:unit} {d:column}", ({ u, d }) => truncated(d, u)),
  ...["quarter", "month", "week", "year"].map((unit) =>
    rule(`{d:date} ${unit}`, ({ d }) => ofDate(d, (node) => call("DateTrunc", "date", text(unit), node))),
  ),
];

const took = "take|took|taken|need|needed|last|lasted";

const distances: readonly Rule[] = [
  rule(`(number_of|how_many) {u:unit} (did|does|do|has) (the) {d:date} ${took}`, ({ u, d }, { context }) =>
    sinceMain(u?.word, d, context.mainDate),
  ),
  rule("(number_of|how_many) {u:unit} until|to|till {d:date}", ({ u, d }, { context }) =>
    d?.tokens.length === 1 ? sinceMain(u?.word, d, context.mainDate) : null,
  ),
  rule("(customer|account|membership) tenure|seniority (in) {u:unit}", ({ u }, { context }) =>
    tenure(u?.word, context.joined),
  ),
  rule("customer|account|membership age (in) {u:unit}", ({ u }, { context }) => tenure(u?.word, context.joined)),
  rule("extract|take|pull {a}", ({ a }) => (a?.node.type === "number" || a?.node.type === "text" ? a.node : null)),
  rule(
    "(number_of|how_many|count_of|difference_in|the) {u:unit} (between|from) {a:date} and|to|until {b:date}",
    ({ u, a, b }) => between(u?.word, a, b),
  ),
  rule("difference|time|duration|distance (in) {u:unit} between|from {a:date} and|to {b:date}", ({ u, a, b }) =>
    between(u?.word, a, b),
  ),
  rule("difference|time|duration|distance between|from {a:date} and|to {b:date} in {u:unit}", ({ u, a, b }) =>
    between(u?.word, a, b),
  ),
  rule("difference|time|duration|distance between|from {a:date} and|to {b:date}", ({ a, b }) => between("day", a, b)),
  rule("(number_of) business|working days between|from {a:date} and|to|until {b:date}", ({ a, b }) =>
    a?.node.type === "date" && b?.node.type === "date" ? call("BusinessDays", "number", a.node, b.node) : null,
  ),
  rule("{k:words} time (in) {u:unit} (:|from|between) {a:date} to|until|and {b:date}", ({ u, a, b }) =>
    between(u?.word, a, b),
  ),
  rule(
    "lead|cycle|delivery|shipping|processing|handling|turnaround|waiting|elapsed|fulfilment|fulfillment time (in_days) (:|from|between|,) {a:date} to|until|and {b:date}",
    ({ a, b }) => between("day", a, b),
  ),
  rule(
    "lead|cycle|delivery|shipping|processing|handling|turnaround|waiting|elapsed|fulfilment|fulfillment time (in_days) (:|,) {b:date} minus|- {a:date}",
    ({ a, b }) => between("day", a, b),
  ),
  rule("{b:date} minus|- {a:date} (in) (days)", ({ a, b }) => between("day", a, b)),
  rule("{u:unit} (:) {a:date} to|until|- {b:date}", ({ u, a, b }) => between(u?.word, a, b)),
  rule("{a:date} to|until {b:date} (in) {u:unit}", ({ u, a, b }) => between(u?.word, a, b)),
  rule("(number_of|how_many) {u:unit} since {d:date}", ({ u, d }) => ago(u?.word ?? "day", d)),
  rule("age (in) {u:unit} (of|since|from) {d:date}", ({ u, d }) => ago(u?.word ?? "day", d)),
  rule("{k:words} age (in) {u:unit} (of|since|from) {d:date}", ({ u, d }) => ago(u?.word ?? "day", d)),
  rule("{d:column} age (in) {u:unit}", ({ u, d }) => ago(u?.word ?? "day", d)),
  rule("(number_of|how_many) {u:unit} until {d:date}", ({ u, d }) =>
    ofDate(d, (node) => call("DateDiff", "number", text(u?.word ?? "day"), call("Today", "date"), node)),
  ),
];

/** From the day by which rows go to another day of theirs. */
function sinceMain(unit: string | undefined, end: Filled | undefined, start: Node | null): Node | null {
  if (unit === undefined || start === null || end?.node.type !== "date" || end.node.formula === start.formula)
    return null;
  return call("DateDiff", "number", text(unit), start, end.node);
}

function tenure(unit: string | undefined, joined: Node | null): Node | null {
  if (unit === undefined || joined === null) return null;
  return call("DateDiff", "number", text(unit), joined, call("Today", "date"));
}

const shifts: readonly Rule[] = [
  rule("add {n:number} {u:unit} to {d:date}", ({ n, u, d }) => shifted(n?.number, u?.word, d)),
  rule("{d:date} plus|+ {n:number} {u:unit}", ({ n, u, d }) => shifted(n?.number, u?.word, d)),
  rule("{n:number} {u:unit} after|later_than|from {d:date}", ({ n, u, d }) => shifted(n?.number, u?.word, d)),
  rule("{n:number} {u:unit} before|earlier_than {d:date}", ({ n, u, d }) => shifted(-(n?.number ?? 0), u?.word, d)),
  rule("subtract {n:number} {u:unit} from {d:date}", ({ n, u, d }) => shifted(-(n?.number ?? 0), u?.word, d)),
  rule("{d:date} minus|- {n:number} {u:unit}", ({ n, u, d }) => shifted(-(n?.number ?? 0), u?.word, d)),
  rule("(the) same day (of) (the) last|previous|prior {u:unit} (of|for) {d:date}", ({ u, d }) =>
    shifted(-1, u?.word, d),
  ),
];

function shifted(count: number | undefined, unit: string | undefined, date: Filled | undefined): Node | null {
  if (count === undefined || unit === undefined) return null;
  return ofDate(date, (node) => call("DateAdd", "date", text(unit), number(count), node));
}

const written: readonly Rule[] = [
  rule("format|write|show|print {d:date} as|in|like {f:words}", ({ d, f }) => formatted(d, f?.word)),
  rule("{d:column} (formatted|written) as|like {f:words}", ({ d, f }) => formatted(d, f?.word)),
];

function formatted(date: Filled | undefined, words: string | undefined): Node | null {
  const pattern = formats[(words ?? "").toLowerCase().replaceAll(" ", "").replaceAll('"', "")];
  return pattern === undefined ? null : ofDate(date, (node) => call("DateFormat", "text", node, text(pattern)));
}

/** `2025-Q3`, `Mar 2025`: what an example of the text shows. */
const examples: readonly (readonly [example: RegExp, pattern: string])[] = [
  [/^\d{4}-\d{2}$/, "%Y-%m"],
  [/^\d{4}\/\d{2}$/, "%Y/%m"],
  [/^\d{4}-\d{2}-\d{2}$/, "%Y-%m-%d"],
  [/^\d{2}\/\d{4}$/, "%m/%Y"],
  [/^\p{L}{3} \d{4}$/u, "%b %Y"],
  [/^\p{L}{3}-\d{2}$/u, "%b-%y"],
  [/^\p{L}{4,} \d{4}$/u, "%B %Y"],
];

function likeExample(date: Filled | undefined, said: string | undefined): Node | null {
  const example = (said ?? "").replaceAll('"', "").trim();
  const year = /^\d{4}(\D?)Q[1-4]$/i.exec(example);
  const quarter = /^Q[1-4](\D?)\d{4}$/i.exec(example);
  return ofDate(date, (node) => {
    const quarterOf = call("Text", "text", call("Quarter", "number", node));
    const yearOf = call("Text", "text", call("Year", "number", node));
    if (year !== null) return joinedParts([yearOf, text(`${year[1]}Q`), quarterOf]);
    if (quarter !== null) return joinedParts([text("Q"), quarterOf, text(quarter[1] ?? ""), yearOf]);
    const pattern = examples.find(([shape]) => shape.test(example))?.[1] ?? formats[example.toLowerCase()];
    return pattern === undefined ? null : call("DateFormat", "text", node, text(pattern));
  });
}

function joinedParts(nodes: readonly Node[]): Node {
  return nodes.filter(({ formula }) => formula !== '""').reduce((left, right) => infix("&", left, right));
}

const weekends: readonly Rule[] = [
  rule("weekday|weekend or|versus|/ weekend|weekday (of|for|from|by) {d:date}", ({ d }) =>
    ofDate(d, (node) => call("If", "text", isWeekend(node), text("Weekend"), text("Weekday"))),
  ),
  rule("(on) (a|the) weekend {d:date}", ({ d }) => ofDate(d, isWeekend)),
];

function isWeekend(date: Node): Node {
  return call("In", "logical", call("Weekday", "number", date), number(1), number(7));
}

const cohorts: readonly Rule[] = [
  rule("(customer|signup|sign_up|acquisition) cohort", (_none, { context }) => cohort("month", context.joined)),
  rule(
    "(customer|signup|sign_up|acquisition) cohort {u:unit} (of|by) (the|each) (customer|customers)",
    ({ u }, { context }) => cohort(u?.word, context.joined),
  ),
  rule("{u:unit} cohort (of|by) (the|each) (customer|customers)", ({ u }, { context }) =>
    cohort(u?.word, context.joined),
  ),
];

/** The period in which a customer joined. */
function cohort(unit: string | undefined, joined: Node | null): Node | null {
  return unit === undefined || joined === null ? null : call("DateTrunc", "date", text(unit), joined);
}

export const dateRules: readonly Rule[] = [
  ...weekends,
  ...cohorts,
  ...distances,
  ...shifts,
  ...quarterName,
  ...partRules,
  ...written,
  ...starts,
];
