import { raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import { makeTimestamp } from "./date-text.ts";
import type { LoweringCall } from "./definition.ts";
import { callSql, castSql, operand, textSql } from "./sql.ts";

/** strftime's specifiers: what PostgreSQL's to_char calls them, and what of a text they read. */
type Specifier = { readonly postgres: string; readonly pattern?: string; readonly part?: DatePartName };
type DatePartName =
  | "year"
  | "year2"
  | "month"
  | "monthName"
  | "day"
  | "hour"
  | "hour12"
  | "minute"
  | "second"
  | "fraction"
  | "half";

const specifiers: Readonly<Record<string, Specifier>> = {
  Y: { postgres: "FMYYYY", pattern: "([0-9]{4})", part: "year" },
  y: { postgres: "YY", pattern: "([0-9]{2})", part: "year2" },
  m: { postgres: "MM", pattern: "([0-9]{1,2})", part: "month" },
  "-m": { postgres: "FMMM", pattern: "([0-9]{1,2})", part: "month" },
  B: { postgres: "FMMonth", pattern: "([A-Za-z]{3,9})", part: "monthName" },
  b: { postgres: "Mon", pattern: "([A-Za-z]{3})", part: "monthName" },
  d: { postgres: "DD", pattern: "([0-9]{1,2})", part: "day" },
  "-d": { postgres: "FMDD", pattern: "([0-9]{1,2})", part: "day" },
  H: { postgres: "HH24", pattern: "([0-9]{1,2})", part: "hour" },
  "-H": { postgres: "FMHH24", pattern: "([0-9]{1,2})", part: "hour" },
  I: { postgres: "HH12", pattern: "([0-9]{1,2})", part: "hour12" },
  "-I": { postgres: "FMHH12", pattern: "([0-9]{1,2})", part: "hour12" },
  M: { postgres: "MI", pattern: "([0-9]{1,2})", part: "minute" },
  "-M": { postgres: "FMMI", pattern: "([0-9]{1,2})", part: "minute" },
  S: { postgres: "SS", pattern: "([0-9]{1,2})", part: "second" },
  "-S": { postgres: "FMSS", pattern: "([0-9]{1,2})", part: "second" },
  f: { postgres: "US", pattern: "([0-9]{1,6})", part: "fraction" },
  p: { postgres: "AM", pattern: "([AaPp][Mm])", part: "half" },
  A: { postgres: "FMDay" },
  a: { postgres: "Dy" },
  j: { postgres: "DDD" },
  "-j": { postgres: "FMDDD" },
};

type FormatPart = { readonly text: string } | { readonly specifier: string };

export const knownSpecifiers = Object.keys(specifiers).map((name) => `%${name}`);

/** The parts of a format, or the specifier that is not known. */
export function readFormat(format: string): readonly FormatPart[] | { readonly unknown: string } {
  const parts: FormatPart[] = [];
  for (const [whole, name] of format.matchAll(/%(-?[\s\S]?)|[^%]+/g)) {
    if (name === undefined) parts.push({ text: whole });
    else if (name === "%") parts.push({ text: "%" });
    else if (name in specifiers) parts.push({ specifier: name });
    else return { unknown: whole };
  }
  return parts;
}

export function lowerFormat(call: LoweringCall, value: SqlFragment, format: string): SqlFragment {
  const parts = readFormat(format);
  if ("unknown" in parts) throw new Error(`The format ${format} was not checked.`);
  if (parts.length === 0) return sql`CASE WHEN ${operand(value)} IS NOT NULL THEN '' END`;
  if (call.dialect === "duckdb") return callSql("strftime", value, textSql("duckdb", format));
  const pattern = parts
    .map((part) => ("text" in part ? quoteForToChar(part.text) : (specifiers[part.specifier]?.postgres ?? "")))
    .join("");
  return callSql("to_char", value, textSql("postgres", pattern));
}

/** Between double quotes everything stands for itself but the quote and the backslash. */
function quoteForToChar(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Why a format cannot read dates, or null. */
export function findUnreadable(format: string): string | null {
  const parts = readFormat(format);
  if ("unknown" in parts) return parts.unknown;
  const found = parts.find((part) => "specifier" in part && specifiers[part.specifier]?.part === undefined);
  return found !== undefined && "specifier" in found ? `%${found.specifier}` : null;
}

/** Reads a text by a format: a regular expression finds the parts, arithmetic makes the date. Null where it does not fit. */
export function lowerParse(call: LoweringCall, value: SqlFragment, format: string): SqlFragment {
  const parts = readFormat(format);
  if ("unknown" in parts) throw new Error(`The format ${format} was not checked.`);
  const groups = parts.flatMap((part) => ("specifier" in part ? [specifiers[part.specifier]?.part] : []));
  const pattern = parts
    .map((part) => ("text" in part ? escapePattern(part.text) : (specifiers[part.specifier]?.pattern ?? "")))
    .join("");
  const whole = textSql(call.dialect, `^${pattern}$`);
  return call.bind([value], ([text = value]) => {
    const group = (name: DatePartName) => {
      const index = groups.lastIndexOf(name);
      if (index < 0) return null;
      const place = raw(String(index + 1));
      return call.dialect === "duckdb"
        ? sql`regexp_extract(${text}, ${whole}, ${place})`
        : sql`regexp_substr(${text}, ${whole}, 1, 1, '', ${place})`;
    };
    const matches = call.dialect === "duckdb" ? sql`regexp_matches(${text}, ${whole})` : sql`${text} ~ ${whole}`;
    const made = makeTimestamp(call, {
      year: yearOf(group("year"), group("year2")),
      month: monthOf(group("month"), group("monthName")),
      day: integerOf(group("day"), "1"),
      hour: hourOf(group("hour"), group("hour12"), group("half")),
      minute: integerOf(group("minute"), "0"),
      second: secondOf(group("second"), group("fraction")),
    });
    return sql`CASE WHEN ${matches} THEN ${made} END`;
  });
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}

function integerOf(text: SqlFragment | null, fallback: string): SqlFragment {
  return text === null ? raw(fallback) : castSql(callSql("NULLIF", text, raw("''")), "integer");
}

function yearOf(four: SqlFragment | null, two: SqlFragment | null): SqlFragment {
  if (four !== null) return integerOf(four, "1970");
  if (two === null) return raw("1970");
  const year = integerOf(two, "0");
  return sql`CASE WHEN ${year} < 69 THEN 2000 + ${year} ELSE 1900 + ${year} END`;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthNames = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

function monthOf(number: SqlFragment | null, name: SqlFragment | null): SqlFragment {
  if (number !== null || name === null) return integerOf(number, "1");
  const cases = months.map(
    (short, index) =>
      `WHEN '${short}' THEN ${index + 1} ${short === monthNames[index] ? "" : `WHEN '${monthNames[index]}' THEN ${index + 1}`}`,
  );
  return sql`CASE lower(${name}) ${raw(cases.join(" "))} END`;
}

function hourOf(hour: SqlFragment | null, hour12: SqlFragment | null, half: SqlFragment | null): SqlFragment {
  if (hour12 === null || hour !== null) return integerOf(hour, "0");
  const early = integerOf(hour12, "0");
  const base = sql`CASE WHEN ${early} BETWEEN 1 AND 12 THEN ${early} % 12 ELSE 99 END`;
  return half === null ? base : sql`(${base}) + CASE WHEN lower(${half}) = 'pm' THEN 12 ELSE 0 END`;
}

function secondOf(second: SqlFragment | null, fraction: SqlFragment | null): SqlFragment {
  const whole = castSql(integerOf(second, "0"), "double precision");
  if (fraction === null) return whole;
  return sql`${whole} + ${castSql(sql`'0.' || ${fraction}`, "double precision")}`;
}
