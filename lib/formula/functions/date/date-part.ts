import { dialects } from "../../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import { monthNames } from "../../month-names.ts";
import { argument, both, type FunctionDefinition, type Lowering, type LoweringCall } from "../definition.ts";
import { asInteger } from "../precision-rules.ts";
import { at, callSql, castSql, nodeAt, operand } from "../sql.ts";
import { checkZone, date, dateFunction, timezone } from "./date-function.ts";
import { countSql, fieldSql, inZone, truncateSql, wordAt } from "./date-sql.ts";
import { lowerEpoch } from "./date-text.ts";

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

const weekdayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function lowerName(field: "month" | "dow", names: readonly string[], first: number): Lowering {
  return (call) => {
    const cases = names.map((name, index) => `WHEN ${index + first} THEN '${name}'`).join(" ");
    return sql`CASE ${fieldSql(call.dialect, field, at(call, 0))} ${raw(cases)} END`;
  };
}

export const datePartFunctions: readonly FunctionDefinition[] = [
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
];
