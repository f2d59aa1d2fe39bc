import type { DialectName } from "../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { LoweringCall } from "./definition.ts";
import { callSql } from "./sql.ts";

const isoSql =
  "^\\s*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})([T ]+([0-9]{1,2}):([0-9]{1,2})(:([0-9]{1,2})(\\.[0-9]+)?)?)?\\s*$";

export type DateParts = {
  readonly year: SqlFragment;
  readonly month: SqlFragment;
  readonly day: SqlFragment;
  readonly hour: SqlFragment;
  readonly minute: SqlFragment;
  /** With its fraction. */
  readonly second: SqlFragment;
};

/** ISO text, with or without a time; Null for everything else, and for days that no month has. */
export function lowerDateOfText(call: LoweringCall, value: SqlFragment): SqlFragment {
  const part = (text: SqlFragment, group: number, fallback: string) => {
    const found =
      call.dialect === "duckdb"
        ? sql`regexp_extract(${text}, '${raw(isoSql)}', ${raw(String(group))})`
        : sql`regexp_substr(${text}, '${raw(isoSql)}', 1, 1, '', ${raw(String(group))})`;
    return sql`CAST(COALESCE(NULLIF(${found}, ''), '${raw(fallback)}') AS ${raw(group === 8 ? "double precision" : "integer")})`;
  };
  return call.bind([value], ([text = value]) => {
    const matches =
      call.dialect === "duckdb" ? sql`regexp_matches(${text}, '${raw(isoSql)}')` : sql`${text} ~ '${raw(isoSql)}'`;
    const seconds = sql`${part(text, 8, "0")} + ${fractionOf(call, text)}`;
    const made = makeTimestamp(call, {
      year: part(text, 1, "0"),
      month: part(text, 2, "0"),
      day: part(text, 3, "0"),
      hour: part(text, 5, "0"),
      minute: part(text, 6, "0"),
      second: seconds,
    });
    return sql`CASE WHEN ${matches} THEN ${made} END`;
  });
}

function fractionOf(call: LoweringCall, text: SqlFragment): SqlFragment {
  const found =
    call.dialect === "duckdb"
      ? sql`regexp_extract(${text}, '${raw(isoSql)}', 9)`
      : sql`regexp_substr(${text}, '${raw(isoSql)}', 1, 1, '', 9)`;
  return sql`CAST(COALESCE(NULLIF(${found}, ''), '0') AS double precision)`;
}

/** Null where there is no such moment. The parts are integers, the second a double. */
export function makeTimestamp(call: LoweringCall, parts: DateParts): SqlFragment {
  const { year, month, day, hour, minute, second } = parts;
  return call.bind([year, month, day, hour, minute, second], (names) => {
    const [y = year, m = month, d = day, h = hour, n = minute, s = second] = names;
    const leap = sql`(${y} % 4 = 0 AND ${y} % 100 <> 0) OR ${y} % 400 = 0`;
    const length = sql`CASE WHEN ${m} IN (4, 6, 9, 11) THEN 30 WHEN ${m} <> 2 THEN 31 WHEN ${leap} THEN 29 ELSE 28 END`;
    const days = sql`${y} BETWEEN 1 AND 9999 AND ${m} BETWEEN 1 AND 12 AND ${d} BETWEEN 1 AND ${length}`;
    const times = sql`${h} BETWEEN 0 AND 23 AND ${n} BETWEEN 0 AND 59 AND ${s} >= 0 AND ${s} < 60`;
    return sql`CASE WHEN ${days} AND ${times} THEN ${callSql("make_timestamp", y, m, d, h, n, s)} END`;
  });
}

/** Seconds since 1970, with their fraction, of a date taken as UTC. */
export function lowerEpoch(dialect: DialectName, value: SqlFragment): SqlFragment {
  return dialect === "duckdb" ? sql`epoch(${value})` : sql`CAST(extract(epoch FROM ${value}) AS double precision)`;
}
