import type { DialectName } from "../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { LoweringCall } from "./definition.ts";
import { callSql } from "./sql.ts";

const isoPattern =
  "^\\s*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})([T ]([0-9]{1,2}):([0-9]{1,2})(:([0-9]{1,2})(\\.[0-9]+)?)?)?\\s*$";
/** As DuckDB casts it, but for the year 0 and the hour 24. */
const castPattern =
  "^\\s*((?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{1,2}-[0-9]{1,2}(?:[T ](?:[01]?[0-9]|2[0-3]):[0-9]{1,2}(?::[0-9]{1,2}(?:\\.[0-9]+)?)?)?)\\s*$";

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
  if (call.dialect === "duckdb") return sql`TRY_CAST(regexp_extract(${value}, '${raw(castPattern)}', 1) AS TIMESTAMP)`;
  return call.bind([value], ([text = value]) => {
    const part = (group: number, typeName: string) => {
      const found = sql`regexp_substr(${text}, '${raw(isoPattern)}', 1, 1, '', ${raw(String(group))})`;
      return sql`CAST(COALESCE(NULLIF(${found}, ''), '0') AS ${raw(typeName)})`;
    };
    const made = makeTimestamp(call, {
      year: part(1, "integer"),
      month: part(2, "integer"),
      day: part(3, "integer"),
      hour: part(5, "integer"),
      minute: part(6, "integer"),
      second: sql`${part(8, "double precision")} + ${part(9, "double precision")}`,
    });
    return sql`CASE WHEN ${text} ~ '${raw(isoPattern)}' THEN ${made} END`;
  });
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
