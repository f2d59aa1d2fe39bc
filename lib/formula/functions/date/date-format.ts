import type { DialectName } from "../../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import { monthNames } from "../../month-names.ts";
import type { LoweringCall } from "../definition.ts";
import { callSql, castSql, infix, operand, textSql } from "../sql.ts";
import { extract } from "./date-sql.ts";
import { makeTimestamp } from "./date-text.ts";

/** How a specifier is written: in the words of each engine's formatter, or by SQL of its own where one of them has no word. */
type Writing =
  | { readonly postgres: string; readonly duckdb?: string }
  | { readonly write: (value: SqlFragment) => SqlFragment };
/** strftime's specifiers: how they are written, and what of a text they read. */
type Specifier = Writing & { readonly pattern?: string; readonly part?: DatePartName };
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
  | "half"
  | "weekday";

const specifiers: Readonly<Record<string, Specifier>> = {
  Y: { postgres: "YYYY", pattern: "([0-9]{4})", part: "year" },
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
  A: { postgres: "FMDay", pattern: "([A-Za-z]{3,6}day)", part: "weekday" },
  a: { postgres: "Dy", pattern: "([A-Za-z]{3})", part: "weekday" },
  j: { postgres: "DDD" },
  "-j": { postgres: "FMDDD" },
  e: { write: (value) => padded(extract("day", value), " "), pattern: " ?([0-9]{1,2})", part: "day" },
  L: { postgres: "MS", duckdb: "%g", pattern: "([0-9]{1,3})", part: "fraction" },
  q: { write: (value) => textOf(extract("quarter", value)) },
  u: { postgres: "ID" },
  w: { write: (value) => textOf(extract("dow", value)) },
  U: { write: (value) => padded(weekOf(value, extract("dow", value)), "0") },
  W: { write: (value) => padded(weekOf(value, sql`(${extract("isodow", value)} - 1)`), "0") },
  V: { postgres: "IW" },
  G: { postgres: "IYYY" },
  s: { write: (value) => textOf(sql`floor(${extract("epoch", value)})`) },
};

/** Specifiers that stand for several. */
const shorthands: Readonly<Record<string, string>> = {
  F: "%Y-%m-%d",
  T: "%H:%M:%S",
  R: "%H:%M",
  D: "%m/%d/%y",
  h: "%b",
};

function textOf(number: SqlFragment): SqlFragment {
  return castSql(castSql(number, "bigint"), "varchar");
}

function padded(number: SqlFragment, fill: string): SqlFragment {
  return callSql("lpad", textOf(number), raw("2"), raw(`'${fill}'`));
}

/** Full weeks since the first of their first days in the year. */
function weekOf(value: SqlFragment, daysIntoWeek: SqlFragment): SqlFragment {
  return sql`floor((${extract("doy", value)} + 6 - ${daysIntoWeek}) / 7.0)`;
}

type FormatPart = { readonly text: string } | { readonly specifier: string };

export const knownSpecifiers = [...Object.keys(specifiers), ...Object.keys(shorthands)].map((name) => `%${name}`);

/** The parts of a format, or the specifier that is not known. */
export function readFormat(format: string): readonly FormatPart[] | { readonly unknown: string } {
  const parts: FormatPart[] = [];
  const spelledOut = format.replaceAll(/%([\s\S])/g, (whole, name: string) => shorthands[name] ?? whole);
  for (const [whole, name] of spelledOut.matchAll(/%(-?[\s\S]?)|[^%]+/g)) {
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
  const pieces = inPieces(parts);
  if (pieces.length === 1) return lowerPiece(call, value, pieces[0] ?? []);
  return call.bind([value], ([date = value]) => infix("||", ...pieces.map((piece) => lowerPiece(call, date, piece))));
}

/** Neighbours that one call of the engine's formatter writes, and between them what has SQL of its own. */
function inPieces(parts: readonly FormatPart[]): readonly (readonly FormatPart[])[] {
  const pieces: FormatPart[][] = [];
  for (const part of parts) {
    const last = pieces.at(-1);
    const joins = last !== undefined && !isOwn(part) && !last.some(isOwn);
    if (joins) last.push(part);
    else pieces.push([part]);
  }
  return pieces;
}

function isOwn(part: FormatPart): boolean {
  return ownWriting(part) !== undefined;
}

function ownWriting(part: FormatPart | undefined): ((value: SqlFragment) => SqlFragment) | undefined {
  const found = part !== undefined && "specifier" in part ? specifiers[part.specifier] : undefined;
  return found !== undefined && "write" in found ? found.write : undefined;
}

function lowerPiece({ dialect }: LoweringCall, value: SqlFragment, piece: readonly FormatPart[]): SqlFragment {
  const write = ownWriting(piece[0]);
  if (write !== undefined) return write(value);
  const format = piece.map((part) => wordOf(dialect, part)).join("");
  return callSql(dialect === "duckdb" ? "strftime" : "to_char", value, textSql(dialect, format));
}

/** A part in the words of the engine's formatter. */
function wordOf(dialect: DialectName, part: FormatPart): string {
  if ("text" in part) return dialect === "duckdb" ? part.text.replaceAll("%", "%%") : quoteForToChar(part.text);
  const found = specifiers[part.specifier];
  if (found === undefined || "write" in found) return "";
  return dialect === "duckdb" ? (found.duckdb ?? `%${part.specifier}`) : found.postgres;
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
const longMonths = monthNames.map((name) => name.toLowerCase());

function monthOf(number: SqlFragment | null, name: SqlFragment | null): SqlFragment {
  if (number !== null || name === null) return integerOf(number, "1");
  const cases = months.map(
    (short, index) =>
      `WHEN '${short}' THEN ${index + 1} ${short === longMonths[index] ? "" : `WHEN '${longMonths[index]}' THEN ${index + 1}`}`,
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
