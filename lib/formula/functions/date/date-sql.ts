import { type DialectName, dialects } from "../../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import type { CheckedExpression } from "../../checked.ts";
import type { LoweringContext } from "../../lowering-context.ts";
import type { LoweringCall } from "../definition.ts";
import { callSql, castSql, dateSql, literalNumber, literalText, operand, textSql } from "../sql.ts";

/** Truncating, shifting and counting dates, for all functions that do. */

export const periods = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"] as const;
export type Period = (typeof periods)[number];

export const truncations = [...periods, "week_starting_sunday", "week_starting_monday"] as const;
export type Truncation = (typeof truncations)[number];

/** The word of an argument that must be one of some words; the checker saw to it. */
export function wordAt<Word extends string>(node: CheckedExpression | undefined, words: readonly Word[]): Word {
  const written = literalText(node)?.toLowerCase();
  const found = words.find((word) => word === written);
  if (found === undefined) throw new Error(`Expected one of ${words.join(", ")}; found ${written}.`);
  return found;
}

/** The start of the period that holds a date. */
export function truncateSql(precision: Truncation, value: SqlFragment, { weekStart }: LoweringContext): SqlFragment {
  const isSunday = precision === "week_starting_sunday" || (precision === "week" && weekStart === "sunday");
  if (isSunday) return sql`date_trunc('week', ${operand(value)} + INTERVAL '1 day') - INTERVAL '1 day'`;
  const word = precision === "week_starting_monday" ? "week" : precision;
  return sql`date_trunc('${raw(word)}', ${value})`;
}

const units: Readonly<
  Record<Period | "millisecond", { readonly field: string; readonly times: number; readonly limit: number }>
> = {
  year: { field: "years", times: 1, limit: 4_000 },
  quarter: { field: "months", times: 3, limit: 16_000 },
  month: { field: "months", times: 1, limit: 48_000 },
  week: { field: "days", times: 7, limit: 200_000 },
  day: { field: "days", times: 1, limit: 1_460_000 },
  hour: { field: "hours", times: 1, limit: 35_000_000 },
  minute: { field: "minutes", times: 1, limit: 2_100_000_000 },
  second: { field: "seconds", times: 1, limit: 126_000_000_000 },
  millisecond: { field: "seconds", times: 1, limit: 126_000_000_000_000 },
};
export const shiftUnits = [...periods, "millisecond"] as const;
export type ShiftUnit = (typeof shiftUnits)[number];

/** A date some units later. A whole number of units; the last day of a month stays within the month. */
export function shiftSql(unit: ShiftUnit, amount: number, value: SqlFragment): SqlFragment {
  const { field, times } = units[unit];
  if (amount === 0) return value;
  const count = unit === "millisecond" ? amount / 1000 : amount * times;
  return sql`${operand(value)} ${raw(count < 0 ? "-" : "+")} INTERVAL '${raw(`${Math.abs(count)} ${field}`)}'`;
}

/** As `shiftSql` by a number that a column holds; Null beyond four thousand years. */
export function shiftByColumnSql(
  call: LoweringCall,
  unit: ShiftUnit,
  amount: SqlFragment,
  value: SqlFragment,
): SqlFragment {
  const { limit } = units[unit];
  const double = castSql(amount, dialects[call.dialect].types.double);
  return call.bind([double], ([count = double]) => {
    const rounded = sql`sign(${count}) * floor(abs(${count}) + 0.5)`;
    const interval = intervalSql(call.dialect, unit, rounded);
    return sql`CASE WHEN abs(${count}) <= ${raw(String(limit))} THEN ${operand(value)} + ${interval} END`;
  });
}

function intervalSql(dialect: DialectName, unit: ShiftUnit, count: SqlFragment): SqlFragment {
  const { field, times } = units[unit];
  const scaled =
    unit === "millisecond"
      ? sql`${operand(count)} / 1000.0`
      : times === 1
        ? count
        : sql`${operand(count)} * ${raw(String(times))}`;
  if (dialect === "duckdb") {
    if (unit === "millisecond") return callSql("to_milliseconds", castSql(count, "BIGINT"));
    const isLong = field === "hours" || field === "minutes" || field === "seconds";
    return callSql(`to_${field}`, castSql(scaled, isLong ? "BIGINT" : "INTEGER"));
  }
  if (field === "seconds" || field === "minutes" || field === "hours") {
    const seconds = field === "hours" ? "3600" : field === "minutes" ? "60" : "1";
    return sql`${castSql(scaled, "double precision")} * INTERVAL '${raw(seconds)} seconds'`;
  }
  return sql`make_interval(${raw(field)} => ${castSql(scaled, "integer")})`;
}

/** By a literal where there is one, else by a column. */
export function shiftedSql(
  call: LoweringCall,
  unit: ShiftUnit,
  node: CheckedExpression,
  amount: SqlFragment,
  value: SqlFragment,
): SqlFragment {
  const literal = literalNumber(node);
  if (literal === undefined) return shiftByColumnSql(call, unit, amount, value);
  const count = Math.sign(literal) * Math.floor(Math.abs(literal) + 0.5);
  return Math.abs(count) > units[unit].limit ? raw("CAST(NULL AS TIMESTAMP)") : shiftSql(unit, count, value);
}

/** Boundaries between two dates. */
export function countSql(call: LoweringCall, unit: ShiftUnit, start: SqlFragment, end: SqlFragment): SqlFragment {
  const { dialect, context } = call;
  if (unit === "week") {
    const days = countSql(call, "day", truncateSql("week", start, context), truncateSql("week", end, context));
    return dialect === "duckdb" ? sql`${days} // 7` : sql`${operand(days)} / 7`;
  }
  if (dialect === "duckdb") return sql`date_diff('${raw(unit)}', ${start}, ${end})`;
  if (unit === "day") return castSql(sql`CAST(${end} AS date) - CAST(${start} AS date)`, "bigint");
  if (unit === "year") return castSql(sql`${extract("year", end)} - ${extract("year", start)}`, "bigint");
  if (unit === "quarter" || unit === "month") {
    return call.bind([start, end], ([from = start, to = end]) => {
      const years = sql`(${extract("year", to)} - ${extract("year", from)}) * ${raw(unit === "month" ? "12" : "4")}`;
      return castSql(sql`${years} + ${extract(unit, to)} - ${extract(unit, from)}`, "bigint");
    });
  }
  const seconds = { hour: "3600", minute: "60", second: "1", millisecond: "0.001" }[unit];
  const word = unit === "millisecond" ? "milliseconds" : unit;
  const difference = sql`date_trunc('${raw(word)}', ${end}) - date_trunc('${raw(word)}', ${start})`;
  return castSql(sql`extract(epoch FROM ${difference}) / ${raw(seconds)}`, "bigint");
}

export function extract(field: string, value: SqlFragment): SqlFragment {
  return sql`extract(${raw(field)} FROM ${value})`;
}

/** A field of a date as a whole number. */
export function fieldSql(dialect: DialectName, field: string, value: SqlFragment): SqlFragment {
  return dialect === "duckdb" ? extract(field, value) : castSql(extract(field, value), "bigint");
}

/** A wall clock of one zone as that of another. */
export function convertZoneSql(value: SqlFragment, from: SqlFragment, to: SqlFragment): SqlFragment {
  return callSql("timezone", to, callSql("timezone", from, value));
}

export function zoneSql({ dialect, context }: LoweringCall): SqlFragment {
  return textSql(dialect, context.timeZone);
}

/** The date argument, in the zone that an optional argument names. */
export function inZone(call: LoweringCall, value: SqlFragment, zoneIndex: number): SqlFragment {
  const zone = call.arguments[zoneIndex];
  return zone === undefined ? value : convertZoneSql(value, zoneSql(call), zone);
}

/** What Now() means; `day` without its time. */
export function presentSql({ dialect, context }: LoweringCall, grain: "day" | "time"): SqlFragment {
  const iso = grain === "day" ? context.asOf.slice(0, 10) : context.asOf;
  return dateSql(dialect, iso);
}

/** Whether an IANA zone is known. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "" && /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
