import { dialects } from "../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { CheckedExpression } from "../checked.ts";
import type { DateGrain } from "../types.ts";
import { findUnreadable, knownSpecifiers, lowerFormat, lowerParse, readFormat } from "./date-format.ts";
import {
  convertZoneSql,
  countSql,
  fieldSql,
  inZone,
  isTimeZone,
  type Period,
  presentSql,
  shiftByColumnSql,
  shiftedSql,
  shiftUnits,
  truncateSql,
  truncations,
  wordAt,
  zoneSql,
} from "./date-sql.ts";
import { lowerEpoch, makeTimestamp } from "./date-text.ts";
import {
  type ArgumentProblem,
  argument,
  both,
  type FunctionDefinition,
  type Lowering,
  type LoweringCall,
} from "./definition.ts";
import { asDouble, asInteger } from "./precision-rules.ts";
import {
  at,
  callSql,
  castSql,
  literalNumber,
  literalText,
  macro,
  nodeAt,
  numberLiteral,
  operand,
  toDouble,
  wholeSql,
} from "./sql.ts";

const date = argument("date", "date");
const timezone = argument("timezone", "text", { literal: true });
const amount = argument("amount", "number");

function dateFunction(
  definition: Omit<FunctionDefinition, "category" | "levelKind"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "date", levelKind: "row", ...definition };
}

const asDay = (): DateGrain => "day";
const asTime = (): DateGrain => "time";

/** A period of days or more leaves no time of day. */
function grainOfPeriod([unit, , value]: readonly CheckedExpression[]): DateGrain {
  const isShort = ["hour", "minute", "second", "millisecond"].includes(literalText(unit)?.toLowerCase() ?? "");
  return isShort ? "time" : (value?.grain ?? "day");
}

function checkZone(index: number) {
  return (operands: readonly CheckedExpression[]): readonly ArgumentProblem[] => {
    const name = literalText(operands[index]);
    if (name === undefined || isTimeZone(name)) return [];
    return [
      {
        index,
        code: "argument_value",
        message: `There is no time zone "${name}". Names are like "Europe/Berlin" or "UTC".`,
      },
    ];
  };
}

const partFields: Readonly<Record<string, string>> = {
  year: "year",
  quarter: "quarter",
  month: "month",
  day: "day",
  day_of_year: "doy",
  hour: "hour",
  minute: "minute",
};
const partNames = [...Object.keys(partFields), "week", "weekday", "second", "millisecond", "epoch"];

/** A part of a date as a whole number. */
function partSql(call: LoweringCall, part: string, value: SqlFragment): SqlFragment {
  const { dialect, context } = call;
  const field = partFields[part];
  if (field !== undefined) return fieldSql(dialect, field, value);
  if (part === "weekday") return weekdaySql(call, value);
  if (part === "second")
    return dialect === "duckdb"
      ? fieldSql(dialect, "second", value)
      : castSql(callSql("floor", sql`extract(second FROM ${value})`), "bigint");
  if (part === "millisecond")
    return sql`${fieldSql(dialect, "milliseconds", sql`date_trunc('milliseconds', ${value})`)} % 1000`;
  if (part === "epoch") return castSql(callSql("floor", lowerEpoch(dialect, value)), dialects[dialect].types.integer);
  return call.bind([value], ([one = value]) => {
    const start = truncateSql("week", one, context);
    const firstStart = truncateSql("week", sql`date_trunc('year', ${one})`, context);
    const days = countSql(call, "day", firstStart, start);
    return dialect === "duckdb" ? sql`${days} // 7 + 1` : sql`${operand(days)} / 7 + 1`;
  });
}

function weekdaySql(call: LoweringCall, value: SqlFragment): SqlFragment {
  return sql`${fieldSql(call.dialect, "dow", value)} + 1`;
}

function lowerPart(part: string): Lowering {
  return (call) => partSql(call, part, inZone(call, at(call, 0), 1));
}

function simplePart(name: string, part: string, description: string, hasZone = true): FunctionDefinition {
  return dateFunction({
    name,
    signature: hasZone ? { required: [date], optional: [timezone] } : { required: [date] },
    result: "number",
    description,
    example: `${name}([Order Date])`,
    precision: asInteger,
    check: checkZone(1),
    lowering: both(lowerPart(part)),
  });
}

function lowerTrunc(call: LoweringCall): SqlFragment {
  return truncateSql(wordAt(nodeAt(call, 0), truncations), inZone(call, at(call, 1), 2), call.context);
}

function lowerAdd(call: LoweringCall): SqlFragment {
  return shiftedSql(call, wordAt(nodeAt(call, 0), shiftUnits), nodeAt(call, 1), at(call, 1), at(call, 2));
}

function lowerDiff(call: LoweringCall): SqlFragment {
  return countSql(call, wordAt(nodeAt(call, 0), shiftUnits), at(call, 1), at(call, 2));
}

function checkFormat(canRead: boolean) {
  return ([, format]: readonly CheckedExpression[]): readonly ArgumentProblem[] => {
    const text = literalText(format);
    if (text === undefined) return [];
    const parts = readFormat(text);
    const unknown = canRead ? findUnreadable(text) : "unknown" in parts ? parts.unknown : null;
    if (unknown === null) return [];
    const message = `"${unknown}" is no part of a date format. Known are ${knownSpecifiers.join(" ")} and %%.`;
    return [{ index: 1, code: "invalid_format", message }];
  };
}

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
    return between(call, from, shift(start, plus(add(offset, length), 1)));
  }
  if (direction === "last")
    return between(call, shift(start, negate(add(offset, length))), shift(start, negate(offset)));
  if (direction === "current")
    return between(call, shift(start, negate(offset)), shift(start, add(negate(offset), length)));
  const from = shift(start, plus(negate(add(offset, length)), 1));
  const isTime = period === "hour" || period === "minute";
  const until = truncateSql(isTime ? period : "day", shift(today, negate(offset)), call.context);
  return between(call, from, sql`${operand(until)} + INTERVAL '1 ${raw(isTime ? period : "day")}'`);
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

function between(call: LoweringCall, from: SqlFragment, until: SqlFragment): SqlFragment {
  const [value = at(call, 0)] = call.arguments;
  return call.bind([value], ([one = value]) => sql`${one} >= ${operand(from)} AND ${one} < ${operand(until)}`);
}

/** The whole period that holds the day some prior periods ago. */
function lowerInPriorRange(call: LoweringCall): SqlFragment {
  const range = wordAt(nodeAt(call, 1), rangePeriods);
  const prior = wordAt(nodeAt(call, 2), rangePeriods);
  const offset = wholeNode(call, 3, 1);
  const today = call.arguments[4] ?? presentSql(call, "time");
  const start = truncateSql(range, shiftCount(call, prior, today, negate(offset)), call.context);
  return between(call, start, shiftedSql(call, range, numberLiteral(1), raw("1"), start));
}

function lowerLastDay(call: LoweringCall): SqlFragment {
  const precision = wordAt(nodeAt(call, 1), ["year", "quarter", "month", "week"] as const);
  const start = truncateSql(precision, at(call, 0), call.context);
  return sql`${operand(shiftedSql(call, precision, numberLiteral(1), raw("1"), start))} - INTERVAL '1 day'`;
}

function lowerMakeDate(call: LoweringCall): SqlFragment {
  const integer = (index: number) =>
    call.arguments[index] === undefined ? raw("0") : wholeSql(call, index, -1, 99_999);
  const second = call.arguments[5];
  return makeTimestamp(call, {
    year: integer(0),
    month: integer(1),
    day: integer(2),
    hour: integer(3),
    minute: integer(4),
    second: second === undefined ? raw("CAST(0 AS double precision)") : toDouble(call.dialect, second),
  });
}

/** Beyond the years 1 to 9999 it is Null. */
function lowerFromUnix(perSecond: number): Lowering {
  return (call) =>
    call.bind([toDouble(call.dialect, at(call, 0))], ([value = at(call, 0)]) => {
      const seconds = perSecond === 1 ? value : sql`${value} / ${raw(`${perSecond}.0`)}`;
      const made =
        call.dialect === "duckdb"
          ? callSql("make_timestamp", castSql(callSql("round", sql`(${seconds}) * 1000000`), "BIGINT"))
          : sql`TIMESTAMP '1970-01-01' + (${seconds}) * INTERVAL '1 second'`;
      return sql`CASE WHEN ${seconds} BETWEEN -62135596800 AND 253402300799 THEN ${made} END`;
    });
}

function lowerConvertTimezone(call: LoweringCall): SqlFragment {
  const from = call.arguments[2] ?? zoneSql(call);
  return convertZoneSql(at(call, 0), from, at(call, 1));
}

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const weekdayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function lowerName(field: "month" | "dow", names: readonly string[], first: number): Lowering {
  return (call) => {
    const cases = names.map((name, index) => `WHEN ${index + first} THEN '${name}'`).join(" ");
    return sql`CASE ${fieldSql(call.dialect, field, at(call, 0))} ${raw(cases)} END`;
  };
}

/** Monday to Friday from the first date on, the second excluded; negative when it lies before. */
const businessDays = macro(
  'If([end] >= [start], 1, -1) * (Abs(DateDiff("day", DateTrunc("week_starting_sunday", [start]), DateTrunc("week_starting_sunday", [end]))) / 7 * 5 + If([end] >= [start], Least(Greatest(Weekday([end]) - 2, 0), 5) - Least(Greatest(Weekday([start]) - 2, 0), 5), Least(Greatest(Weekday([start]) - 2, 0), 5) - Least(Greatest(Weekday([end]) - 2, 0), 5)))',
  ["start", "end"],
);

export const dateFunctions: readonly FunctionDefinition[] = [
  dateFunction({
    name: "DateTrunc",
    signature: { required: [argument("precision", "text", { values: truncations }), date], optional: [timezone] },
    result: "date",
    description: "The start of the year, quarter, month, week … that holds the date.",
    example: 'DateTrunc("month", [Order Date])',
    grain: ([precision]) =>
      ["hour", "minute", "second"].includes(literalText(precision)?.toLowerCase() ?? "") ? "time" : "day",
    check: checkZone(2),
    lowering: both(lowerTrunc),
  }),
  dateFunction({
    name: "DatePart",
    signature: { required: [argument("precision", "text", { values: partNames }), date], optional: [timezone] },
    result: "number",
    description: "A part of the date as a number: year, month, weekday (1 is Sunday), epoch (seconds since 1970) …",
    example: 'DatePart("weekday", [Order Date])',
    precision: asInteger,
    check: checkZone(2),
    lowering: both((call) => partSql(call, wordAt(nodeAt(call, 0), partNames), inZone(call, at(call, 1), 2))),
  }),
  dateFunction({
    name: "DateAdd",
    signature: { required: [argument("unit", "text", { values: shiftUnits }), amount, date] },
    result: "date",
    description: "The date some units later, or earlier when the amount is negative.",
    example: 'DateAdd("month", -1, [Order Date])',
    grain: grainOfPeriod,
    lowering: both(lowerAdd),
  }),
  dateFunction({
    name: "DateDiff",
    signature: {
      required: [argument("unit", "text", { values: shiftUnits }), argument("start", "date"), argument("end", "date")],
    },
    result: "number",
    description: "How many boundaries of the unit lie between two dates; negative when the end is before the start.",
    example: 'DateDiff("day", [Order Date], [Ship Date])',
    precision: asInteger,
    lowering: both(lowerDiff),
  }),
  dateFunction({
    name: "DateFormat",
    signature: { required: [date, argument("format", "text", { literal: true })] },
    result: "text",
    description: "The date as text, written by strftime's specifiers.",
    example: 'DateFormat([Order Date], "%d %B %Y")',
    check: checkFormat(false),
    lowering: both((call) => lowerFormat(call, at(call, 0), literalText(nodeAt(call, 1)) ?? "")),
  }),
  dateFunction({
    name: "DateParse",
    signature: { required: [argument("text", "text"), argument("format", "text", { literal: true })] },
    result: "date",
    description: "The date that a text holds, read by strftime's specifiers; Null when it does not fit.",
    example: 'DateParse("03-Sep-2020", "%d-%b-%Y")',
    grain: asTime,
    check: checkFormat(true),
    lowering: both((call) => lowerParse(call, at(call, 0), literalText(nodeAt(call, 1)) ?? "")),
  }),
  dateFunction({
    name: "Today",
    signature: { required: [] },
    result: "date",
    description: "The day that the source's data goes up to, else the present day.",
    example: "Today()",
    grain: asDay,
    lowering: both((call) => presentSql(call, "day")),
  }),
  dateFunction({
    name: "Now",
    signature: { required: [] },
    result: "date",
    description: "The moment that the source's data goes up to, else the present moment.",
    example: "Now()",
    grain: asTime,
    lowering: both((call) => presentSql(call, "time")),
  }),
  simplePart("Year", "year", "The year of the date."),
  simplePart("Quarter", "quarter", "The quarter of the date, 1 to 4.", false),
  simplePart("Month", "month", "The month of the date, 1 to 12."),
  simplePart("Day", "day", "The day of the month."),
  simplePart("Hour", "hour", "The hour of the date, 0 to 23."),
  simplePart("Minute", "minute", "The minute of the date."),
  simplePart("Second", "second", "The second of the date.", false),
  simplePart("Weekday", "weekday", "The day of the week: 1 is Sunday, 7 is Saturday."),
  simplePart("DayOfYear", "day_of_year", "The day of the year, 1 to 366."),
  dateFunction({
    name: "MonthName",
    signature: { required: [date] },
    result: "text",
    description: "The name of the month.",
    example: "MonthName([Order Date])",
    lowering: both(lowerName("month", monthNames, 1)),
  }),
  dateFunction({
    name: "WeekdayName",
    signature: { required: [date] },
    result: "text",
    description: "The name of the weekday.",
    example: "WeekdayName([Order Date])",
    lowering: both(lowerName("dow", weekdayNames, 0)),
  }),
  dateFunction({
    name: "MakeDate",
    signature: {
      required: [argument("year", "number"), argument("month", "number"), argument("day", "number")],
      optional: [argument("hour", "number"), argument("minute", "number"), argument("second", "number")],
    },
    result: "date",
    description: "A date of its parts; Null when there is no such day.",
    example: "MakeDate(2024, 1, 31)",
    grain: (operands) => (operands.length > 3 ? "time" : "day"),
    lowering: both(lowerMakeDate),
  }),
  dateFunction({
    name: "EndOfMonth",
    signature: { required: [date] },
    result: "date",
    description: "The last second of the month.",
    example: "EndOfMonth([Order Date])",
    grain: asTime,
    lowering: both((call) => sql`date_trunc('month', ${at(call, 0)}) + INTERVAL '1 month' - INTERVAL '1 second'`),
  }),
  dateFunction({
    name: "LastDay",
    signature: { required: [date, argument("precision", "text", { values: ["year", "quarter", "month", "week"] })] },
    result: "date",
    description: "The last day of the period.",
    example: 'LastDay([Order Date], "quarter")',
    grain: asDay,
    lowering: both(lowerLastDay),
  }),
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
  dateFunction({
    name: "ConvertTimezone",
    signature: { required: [date, timezone], optional: [argument("from timezone", "text", { literal: true })] },
    result: "date",
    description: "The wall clock of another time zone at the same moment.",
    example: 'ConvertTimezone([Created], "America/New_York")',
    grain: asTime,
    check: (operands) => [...checkZone(1)(operands), ...checkZone(2)(operands)],
    lowering: both(lowerConvertTimezone),
  }),
  ...[
    { name: "DateFromUnix", perSecond: 1, unit: "seconds" },
    { name: "DateFromUnixMs", perSecond: 1000, unit: "milliseconds" },
    { name: "DateFromUnixUs", perSecond: 1_000_000, unit: "microseconds" },
  ].map(({ name, perSecond, unit }) =>
    dateFunction({
      name,
      signature: { required: [argument("number", "number")] },
      result: "date",
      description: `The date so many ${unit} after the start of 1970.`,
      example: `${name}(0)`,
      grain: asTime,
      lowering: both(lowerFromUnix(perSecond)),
    }),
  ),
  dateFunction({
    name: "BusinessDays",
    signature: { required: [argument("start", "date"), argument("end", "date")] },
    result: "number",
    description: "Days from Monday to Friday from the start on, the end excluded.",
    example: "BusinessDays([Order Date], [Ship Date])",
    precision: asDouble,
    lowering: both(businessDays),
  }),
];
