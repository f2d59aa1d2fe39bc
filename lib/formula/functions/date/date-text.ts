import type { DialectName } from "../../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import type { LoweringCall } from "../definition.ts";
import { callSql, castSql } from "../sql.ts";
import { convertZoneSql, zoneSql } from "./date-sql.ts";

const isoDate = "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})";
const isoTime = "[T ]([0-9]{1,2}):([0-9]{1,2})(:([0-9]{1,2})(?:(\\.[0-9]{1,6})[0-9]*)?)?";
/** As DuckDB casts it, but for the year 0 and the hour 24. */
const castDate = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{1,2}-[0-9]{1,2}";
const castTime = "[T ](?:[01]?[0-9]|2[0-3]):[0-9]{1,2}(?::[0-9]{1,2}(?:\\.[0-9]+)?)?";
/** Its sign, hours and minutes; none of them for Z. */
const zoneSuffix = " ?(?:[Zz]|([-+])(0[0-9]|1[0-5])(?::?([0-5][0-9]))?)";

/** Which texts are dates; the first group of `cast` is what DuckDB casts, the groups of `iso` are the parts. */
const plainPatterns = {
  iso: `^\\s*${isoDate}(${isoTime})?\\s*$`,
  cast: `^\\s*(${castDate}(?:${castTime})?)\\s*$`,
} as const;
const zonedPatterns = {
  iso: `^\\s*${isoDate}(${isoTime})${zoneSuffix}\\s*$`,
  cast: `^\\s*(${castDate}${castTime})${zoneSuffix}\\s*$`,
} as const;
type Patterns = typeof plainPatterns | typeof zonedPatterns;

export type DateParts = {
  readonly year: SqlFragment;
  readonly month: SqlFragment;
  readonly day: SqlFragment;
  readonly hour: SqlFragment;
  readonly minute: SqlFragment;
  /** With its fraction. */
  readonly second: SqlFragment;
};

/**
 * ISO text, with or without a time; one that names its zone becomes the organization's wall clock. Null for everything else, and for
 * days that no month has.
 */
export function lowerDateOfText(call: LoweringCall, value: SqlFragment): SqlFragment {
  return call.bind([value], ([text = value]) => {
    const utc = sql`${readDate(call, text, zonedPatterns)} - ${readOffset(call, text)}`;
    const zoned = convertZoneSql(utc, raw("'UTC'"), zoneSql(call));
    return sql`CASE WHEN ${isLike(call, text, zonedPatterns)} THEN ${zoned} ELSE ${readDate(call, text, plainPatterns)} END`;
  });
}

function isLike({ dialect }: LoweringCall, text: SqlFragment, { iso, cast }: Patterns): SqlFragment {
  return dialect === "duckdb" ? sql`regexp_matches(${text}, '${raw(cast)}')` : sql`${text} ~ '${raw(iso)}'`;
}

function groupOf({ dialect }: LoweringCall, text: SqlFragment, { iso, cast }: Patterns, group: number): SqlFragment {
  const place = raw(String(group));
  return dialect === "duckdb"
    ? sql`regexp_extract(${text}, '${raw(cast)}', ${place})`
    : sql`regexp_substr(${text}, '${raw(iso)}', 1, 1, '', ${place})`;
}

/** The wall clock that the text shows, whatever its zone. */
function readDate(call: LoweringCall, text: SqlFragment, patterns: Patterns): SqlFragment {
  if (call.dialect === "duckdb") return sql`TRY_CAST(${groupOf(call, text, patterns, 1)} AS TIMESTAMP)`;
  const part = (group: number, typeName: string) => castSql(orZero(groupOf(call, text, patterns, group)), typeName);
  const made = makeTimestamp(call, {
    year: part(1, "integer"),
    month: part(2, "integer"),
    day: part(3, "integer"),
    hour: part(5, "integer"),
    minute: part(6, "integer"),
    second: sql`${part(8, "double precision")} + ${part(9, "double precision")}`,
  });
  return sql`CASE WHEN ${isLike(call, text, patterns)} THEN ${made} END`;
}

/** How far the zone of the text is ahead of UTC. */
function readOffset(call: LoweringCall, text: SqlFragment): SqlFragment {
  const first = call.dialect === "duckdb" ? 2 : 10;
  const [sign, hours, minutes] = [first, first + 1, first + 2].map((group) =>
    groupOf(call, text, zonedPatterns, group),
  );
  const signed = (digits: SqlFragment | undefined) =>
    castSql(sql`COALESCE(${sign ?? raw("''")}, '') || ${orZero(digits ?? raw("''"))}`, "integer");
  const total = sql`${signed(hours)} * 60 + ${signed(minutes)}`;
  return call.dialect === "duckdb"
    ? callSql("to_minutes", castSql(total, "BIGINT"))
    : sql`make_interval(mins => ${total})`;
}

function orZero(digits: SqlFragment): SqlFragment {
  return sql`COALESCE(NULLIF(${digits}, ''), '0')`;
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
