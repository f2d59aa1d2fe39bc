import { type Filled, type Rule, rule } from "../grammar.ts";
import { call, infix, type Node, number, text } from "../node.ts";

/** Conditions on the date that rows go by, where no date is named. */

const cond = { result: "cond" } as const;
const rows = "(lines|rows|records|orders|items|customers|products|those|ones|is|are)";

/** By the date that rows go by. */
const ages: readonly Rule[] = [
  rule(
    `${rows} (that_are) older_than|more_than|over {n:number} {u:unit} (old|ago)`,
    ({ n, u }, { context }) => aged("<", n, u, context.mainDate),
    cond,
  ),
  rule(
    `${rows} (that_are) newer_than|younger_than|less_than|under {n:number} {u:unit} (old|ago)`,
    ({ n, u }, { context }) => aged(">", n, u, context.mainDate),
    cond,
  ),
];

function aged(
  operator: "<" | ">",
  count: Filled | undefined,
  unit: Filled | undefined,
  date: Node | null,
): Node | null {
  if (date === null || count?.number === undefined || unit?.word === undefined) return null;
  return infix(operator, date, call("DateAdd", "date", text(unit.word), number(-count.number), call("Today", "date")));
}

const monthNames = "january february march april may june july august september october november december".split(" ");

const quarterNames = [
  /^(q1|(the )?(first|1st) quarter)$/,
  /^(q2|(the )?(second|2nd) quarter)$/,
  /^(q3|(the )?(third|3rd) quarter)$/,
  /^(q4|(the )?(fourth|4th) quarter)$/,
];

/** "december orders", "in q3": of any year, as no year is said. */
const seasons: readonly Rule[] = [
  rule("(in|during) every|each|all|any {m:words}", ({ m }, { context }) => inSeason(m, context.mainDate), cond),
  rule(
    "(in|during) (every|each|all|any) {m:words} (of|in) every|each|any|all year|years",
    ({ m }, { context }) => inSeason(m, context.mainDate),
    cond,
  ),
  rule("in|during {m:words}", ({ m }, { context }) => inSeason(m, context.mainDate), cond),
  rule("{m:words} orders|lines|rows|only", ({ m }, { context }) => inSeason(m, context.mainDate), cond),
  rule("{m:words}", ({ m }, { context }) => inSeason(m, context.mainDate), cond),
];

function inSeason(said: Filled | undefined, date: Node | null): Node | null {
  const words = said?.tokens.map(({ lower }) => lower).join(" ") ?? "";
  const month = monthNames.findIndex((name) => words === name || words === `${name}s`) + 1;
  const quarter = quarterNames.findIndex((names) => names.test(words)) + 1;
  if (date === null || month + quarter === 0) return null;
  return month > 0
    ? infix("=", call("Month", "number", date), number(month))
    : infix("=", call("Quarter", "number", date), number(quarter));
}

export const periodRules: readonly Rule[] = [...ages, ...seasons];
