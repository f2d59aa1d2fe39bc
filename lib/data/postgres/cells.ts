import "server-only";
import type { ValueType } from "#lib/formula/types";
import type { Cell } from "#lib/worksheet/result";
import { numberCell } from "../cells.ts";

/** PostgreSQL's type numbers (pg_type.oid) that are more than text to us. */
const oid = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  json: 114,
  float4: 700,
  float8: 701,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  jsonb: 3802,
} as const;

/** The driver hands everything over as PostgreSQL wrote it: its own parsers use local time and lose digits. */
export const textTypes = {
  asText: {
    to: 25,
    from: Object.values(oid),
    serialize: String,
    parse: (text: string) => text,
  },
};

export function cellOf(type: number, text: unknown): Cell {
  if (text === null || text === undefined) return null;
  if (Array.isArray(text)) return JSON.stringify(text);
  return (converters.get(type) ?? asText)(String(text));
}

function asText(text: string): Cell {
  return text;
}

function number(text: string): Cell {
  return /^-?\d/.test(text) ? numberCell(text) : null;
}

function double(text: string): Cell {
  return Number.isFinite(Number(text)) ? Number(text) : null;
}

function day(text: string): Cell {
  return text.endsWith("infinity") ? null : text;
}

/** `2024-01-31 10:58:00.5+00` becomes `2024-01-31T10:58:00.500000`; sessions are in UTC. */
function moment(text: string): Cell {
  if (text.endsWith("infinity")) return null;
  const [whole = "", fraction] = text.replace(/[+-]\d\d(:?\d\d)*$/, "").split(".");
  const iso = whole.replace(" ", "T");
  return fraction === undefined ? iso : `${iso}.${fraction.padEnd(6, "0")}`;
}

const converters: ReadonlyMap<number, (text: string) => Cell> = new Map([
  [oid.bool, (text) => text === "t"],
  [oid.int2, number],
  [oid.int4, number],
  [oid.int8, number],
  [oid.numeric, number],
  [oid.float4, double],
  [oid.float8, double],
  [oid.date, day],
  [oid.timestamp, moment],
  [oid.timestamptz, moment],
]);

/** What a PostgreSQL type, as `format_type` writes it, is in the formula language. */
export function valueTypeOf(nativeType: string): ValueType {
  if (/\[\]$|^(jsonb?|hstore|xml)$/.test(nativeType)) return "variant";
  if (/^(smallint|integer|bigint|numeric|real|double precision|money)/.test(nativeType)) return "number";
  if (/^(date|timestamp)/.test(nativeType)) return "date";
  return nativeType === "boolean" ? "logical" : "text";
}
