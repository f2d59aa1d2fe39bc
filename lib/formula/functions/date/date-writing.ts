import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import type { CheckedExpression } from "../../checked.ts";
import {
  type ArgumentProblem,
  argument,
  both,
  type FunctionDefinition,
  type Lowering,
  type LoweringCall,
} from "../definition.ts";
import { at, callSql, castSql, literalText, nodeAt, toDouble, wholeSql } from "../sql.ts";
import { findUnreadable, knownSpecifiers, lowerFormat, lowerParse, readFormat } from "./date-format.ts";
import { asTime, checkZone, date, dateFunction, timezone } from "./date-function.ts";
import { convertZoneSql, zoneSql } from "./date-sql.ts";
import { makeTimestamp } from "./date-text.ts";

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

/** Beyond the years 1 to 9999 it is Null. PostgreSQL casts a double to 15 digits only, by its text to all that it has. */
function lowerFromUnix(perSecond: number): Lowering {
  return (call) =>
    call.bind([toDouble(call.dialect, at(call, 0))], ([value = at(call, 0)]) => {
      const seconds = perSecond === 1 ? value : sql`${value} / ${raw(`${perSecond}.0`)}`;
      const micros = sql`(${seconds}) * 1000000`;
      const made =
        call.dialect === "duckdb"
          ? callSql("make_timestamp", castSql(callSql("round", micros), "BIGINT"))
          : sql`TIMESTAMP '1970-01-01' + ${toDouble("postgres", callSql("round", castSql(castSql(micros, "text"), "numeric")))} * INTERVAL '1 microsecond'`;
      return sql`CASE WHEN ${seconds} BETWEEN -62135596800 AND 253402300799 THEN ${made} END`;
    });
}

function lowerConvertTimezone(call: LoweringCall): SqlFragment {
  const from = call.arguments[2] ?? zoneSql(call);
  return convertZoneSql(at(call, 0), from, at(call, 1));
}

export const dateWritingFunctions: readonly FunctionDefinition[] = [
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
];
