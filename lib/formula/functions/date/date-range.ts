import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import { argument, both, type FunctionDefinition, type LoweringCall } from "../definition.ts";
import { at, castSql, literalNumber, nodeAt, numberLiteral, operand, wholeSql } from "../sql.ts";
import { date, dateFunction } from "./date-function.ts";
import { type Period, presentSql, shiftByColumnSql, shiftedSql, truncateSql, wordAt } from "./date-sql.ts";

const directions = ["last", "next", "current", "to_date"] as const;

const rangePeriods = ["year", "quarter", "month", "week", "day", "hour", "minute"] as const;

/** From the start of a first period to the start of the one after the last, which is excluded. */
function lowerInRange(call: LoweringCall): SqlFragment {
  const direction = wordAt(nodeAt(call, 1), directions);
  const period = wordAt(nodeAt(call, 2), rangePeriods);
  const length = wholeNode(call, 3, 1);
  const offset = wholeNode(call, 4, 0);
  const today = call.arguments[5] ?? presentSql(call, "time");
  const start = truncateSql(period, today, call.context);
  const shift = (value: SqlFragment, periodsBack: Count) => shiftCount(call, period, value, periodsBack);
  if (direction === "next") {
    const from = shift(start, plus(offset, 1));
    return between(call, period, from, shift(start, plus(add(offset, length), 1)));
  }
  if (direction === "last")
    return between(call, period, shift(start, negate(add(offset, length))), shift(start, negate(offset)));
  if (direction === "current")
    return between(call, period, shift(start, negate(offset)), shift(start, add(negate(offset), length)));
  const from = shift(start, plus(negate(add(offset, length)), 1));
  const isTime = period === "hour" || period === "minute";
  const until = truncateSql(isTime ? period : "day", shift(today, negate(offset)), call.context);
  return between(call, period, from, sql`${operand(until)} + INTERVAL '1 ${raw(isTime ? period : "day")}'`);
}

/** A number of periods: literal where the formula says one. */
type Count = {
  readonly constant: number;
  readonly columns: readonly { readonly sign: 1 | -1; readonly sql: SqlFragment }[];
};

function wholeNode(call: LoweringCall, index: number, fallback: number): Count {
  const node = call.node.arguments[index];
  if (node === undefined) return { constant: fallback, columns: [] };
  const literal = literalNumber(node);
  if (literal !== undefined) return { constant: Math.trunc(literal), columns: [] };
  return { constant: 0, columns: [{ sign: 1, sql: wholeSql(call, index, -100_000, 100_000) }] };
}

function plus(count: Count, constant: number): Count {
  return { ...count, constant: count.constant + constant };
}

function add(left: Count, right: Count): Count {
  return { constant: left.constant + right.constant, columns: [...left.columns, ...right.columns] };
}

function negate({ constant, columns }: Count): Count {
  return {
    constant: -constant,
    columns: columns.map(({ sign, sql: column }) => ({ sign: sign === 1 ? -1 : 1, sql: column })),
  };
}

function shiftCount(call: LoweringCall, period: Period, value: SqlFragment, count: Count): SqlFragment {
  if (count.columns.length === 0) return shiftedSql(call, period, numberLiteral(count.constant), raw("0"), value);
  const columns = count.columns.map(({ sign, sql: column }) => sql`${raw(sign === 1 ? "+" : "-")} ${operand(column)}`);
  const total = columns.reduce((left, right) => sql`${left} ${right}`, raw(String(count.constant)));
  return shiftByColumnSql(call, period, total, value);
}

/** Stored days are compared with days: with instants, an engine would make one of every row and could not pass over any. */
function between(call: LoweringCall, period: Period, from: SqlFragment, until: SqlFragment): SqlFragment {
  const [value = at(call, 0)] = call.arguments;
  const isOfDays = call.context.holdsDays === true && period !== "hour" && period !== "minute";
  const [first, end] = isOfDays ? [castSql(from, "DATE"), castSql(until, "DATE")] : [operand(from), operand(until)];
  return call.bind([value], ([one = value]) => sql`${one} >= ${first} AND ${one} < ${end}`);
}

/** The whole period that holds the day some prior periods ago. */
function lowerInPriorRange(call: LoweringCall): SqlFragment {
  const range = wordAt(nodeAt(call, 1), rangePeriods);
  const prior = wordAt(nodeAt(call, 2), rangePeriods);
  const offset = wholeNode(call, 3, 1);
  const today = call.arguments[4] ?? presentSql(call, "time");
  const start = truncateSql(range, shiftCount(call, prior, today, negate(offset)), call.context);
  return between(call, range, start, shiftedSql(call, range, numberLiteral(1), raw("1"), start));
}

export const dateRangeFunctions: readonly FunctionDefinition[] = [
  dateFunction({
    name: "InDateRange",
    signature: {
      required: [
        date,
        argument("direction", "text", { values: directions }),
        argument("period", "text", { values: rangePeriods }),
      ],
      optional: [argument("length", "number"), argument("offset", "number"), argument("today", "date")],
    },
    result: "logical",
    description: "Whether the date lies in the last, next or current periods, or in the present one to date.",
    example: 'InDateRange([Order Date], "last", "month", 3)',
    lowering: both(lowerInRange),
  }),
  dateFunction({
    name: "InPriorDateRange",
    signature: {
      required: [
        date,
        argument("range period", "text", { values: rangePeriods }),
        argument("prior period", "text", { values: rangePeriods }),
      ],
      optional: [argument("offset", "number"), argument("today", "date")],
    },
    result: "logical",
    description: "Whether the date lies in the same period of a prior one: this month a year ago.",
    example: 'InPriorDateRange([Order Date], "month", "year")',
    lowering: both(lowerInPriorRange),
  }),
];
