import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import type { CheckedExpression } from "../../checked.ts";
import type { DateGrain } from "../../types.ts";
import { argument, both, type FunctionDefinition, type LoweringCall } from "../definition.ts";
import { asDouble, asInteger } from "../precision-rules.ts";
import { at, literalText, macro, nodeAt, numberLiteral, operand } from "../sql.ts";
import { asTime, checkZone, date, dateFunction, timezone } from "./date-function.ts";
import { countSql, inZone, presentSql, shiftedSql, shiftUnits, truncateSql, truncations, wordAt } from "./date-sql.ts";

const amount = argument("amount", "number");

const asDay = (): DateGrain => "day";

/** A period of days or more leaves no time of day. */
function grainOfPeriod([unit, , value]: readonly CheckedExpression[]): DateGrain {
  const isShort = ["hour", "minute", "second", "millisecond"].includes(literalText(unit)?.toLowerCase() ?? "");
  return isShort ? "time" : (value?.grain ?? "day");
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

function lowerLastDay(call: LoweringCall): SqlFragment {
  const precision = wordAt(nodeAt(call, 1), ["year", "quarter", "month", "week"] as const);
  const start = truncateSql(precision, at(call, 0), call.context);
  return sql`${operand(shiftedSql(call, precision, numberLiteral(1), raw("1"), start))} - INTERVAL '1 day'`;
}

/** Monday to Friday from the first date on, the second excluded; negative when it lies before. */
const businessDays = macro(
  'If([end] >= [start], 1, -1) * (Abs(DateDiff("day", DateTrunc("week_starting_sunday", [start]), DateTrunc("week_starting_sunday", [end]))) / 7 * 5 + If([end] >= [start], Least(Greatest(Weekday([end]) - 2, 0), 5) - Least(Greatest(Weekday([start]) - 2, 0), 5), Least(Greatest(Weekday([start]) - 2, 0), 5) - Least(Greatest(Weekday([end]) - 2, 0), 5)))',
  ["start", "end"],
);

export const dateArithmeticFunctions: readonly FunctionDefinition[] = [
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
    name: "BusinessDays",
    signature: { required: [argument("start", "date"), argument("end", "date")] },
    result: "number",
    description: "Days from Monday to Friday from the start on, the end excluded.",
    example: "BusinessDays([Order Date], [Ship Date])",
    precision: asDouble,
    lowering: both(businessDays),
  }),
];
