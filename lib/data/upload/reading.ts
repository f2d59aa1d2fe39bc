import "server-only";
import { z } from "zod";
import { type DateGrain, type Format, type ValueType, valueTypes } from "#lib/formula/types";
import type { Cell } from "#lib/worksheet/result";
import { numberCell } from "../cells.ts";
import { dateFormats, readDate } from "./dates.ts";
import { readDouble, readNumber } from "./numbers.ts";

/** How the values of a column are read: decided once, then the same for preview and source. */
export const readingSchema = z.object({
  type: z.enum(valueTypes),
  /** The engine's type. */
  nativeType: z.string(),
  style: z.enum(["point", "comma"]),
  dateFormats: z.array(z.enum(dateFormats)),
  isZoned: z.boolean(),
  hasTime: z.boolean(),
  format: z.enum(["percent", "currency:USD", "currency:EUR", "currency:GBP"]).nullable(),
});
export type Reading = z.infer<typeof readingSchema>;

/** A value as canonical text, or null for none and for what does not fit the type. */
export function readValue(text: string, reading: Reading): string | null {
  const trimmed = text.trim();
  if (isNothing(trimmed, reading.type)) return null;
  return readers[reading.type](trimmed, reading, text);
}

const readers: Record<ValueType, (trimmed: string, reading: Reading, text: string) => string | null> = {
  text: (_trimmed, _reading, text) => text.replaceAll("\0", ""),
  number: (trimmed, { style }) => readNumber(trimmed, style)?.digits ?? readDouble(trimmed),
  date: readDateValue,
  logical: (trimmed) => logicals.get(trimmed.toLowerCase()) ?? null,
  variant: readJson,
};

function readDateValue(trimmed: string, reading: Reading): string | null {
  for (const format of reading.dateFormats) {
    const read = readDate(trimmed, format);
    if (read !== null) return reading.hasTime && !read.hasTime ? `${read.iso}T00:00:00` : read.iso;
  }
  return null;
}

function readJson(trimmed: string): string | null {
  try {
    return JSON.stringify(JSON.parse(trimmed));
  } catch {
    return JSON.stringify(trimmed);
  }
}

/** The same value on the wire. */
export function cellOf(value: string | null, { type }: Reading): Cell {
  if (value === null) return null;
  if (type === "logical") return value === "true";
  return type === "number" ? (/e/i.test(value) ? Number(value) : numberCell(value)) : value;
}

export const logicals: ReadonlyMap<string, "true" | "false"> = new Map([
  ["true", "true"],
  ["yes", "true"],
  ["false", "false"],
  ["no", "false"],
]);

const nothingInText = new Set(["", "na", "n/a", "#n/a", "null", "nan", "\\n"]);
const nothingElsewhere = new Set([...nothingInText, "-", "--", "none", "nil", "?", "."]);

/** Whether a trimmed text stands for no value. */
export function isNothing(trimmed: string, type: ValueType): boolean {
  if (trimmed.length > 4 || (trimmed >= "0" && trimmed < ":")) return false;
  return (type === "text" ? nothingInText : nothingElsewhere).has(trimmed.toLowerCase());
}

export function grainOf({ type, hasTime }: Reading): DateGrain | undefined {
  if (type !== "date") return undefined;
  return hasTime ? "time" : "day";
}

export function formatOf({ format, type, nativeType }: Reading): Format | undefined {
  if (type !== "number" || format === null) return undefined;
  const decimals = Math.min(2, Number(/,(\d+)\)$/.exec(nativeType)?.[1] ?? 0));
  if (format === "percent") return { kind: "percent", decimals: 1 };
  return { kind: "currency", currency: format.slice(-3), decimals };
}

/** A reading for a type that somebody chose against what was found. */
export function readingFor(type: ValueType, found: Reading): Reading {
  if (type === found.type) return found;
  const base = { ...found, type, format: null };
  const natives: Record<ValueType, Reading> = {
    text: { ...base, nativeType: "VARCHAR" },
    number: { ...base, nativeType: "DOUBLE" },
    date: { ...base, nativeType: "TIMESTAMP", hasTime: true, isZoned: false, dateFormats: [...dateFormats] },
    logical: { ...base, nativeType: "BOOLEAN" },
    variant: { ...base, nativeType: "JSON" },
  };
  return natives[type];
}
