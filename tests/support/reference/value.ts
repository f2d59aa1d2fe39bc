import { formatMoment, type Moment } from "./calendar.ts";
import { compareDecimals, type Decimal, formatDecimal, parseDecimal, toDouble } from "./decimal.ts";

/** What a formula gives: Null, Logical, Text, a number in floating point, an exact number, a date, or JSON. */
export type Value = null | boolean | string | number | Decimal | Moment | JsonValue;
export type JsonValue = { readonly kind: "json"; readonly json: Json };
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What is known of a value before it is computed. `scale`: decimals of an exact number, null in floating point. */
export type Description = {
  readonly type: "text" | "number" | "date" | "logical" | "variant" | "null";
  readonly scale?: number | null;
  readonly grain?: "day" | "time";
  /** Written in the formula. */
  readonly literal?: Value;
};

/** What happened on the way to an answer. */
export type Trace = {
  /** A decision hung on the last digits of a number in floating point: engines may well decide otherwise. */
  isUnclear: boolean;
  /** A number went over what the language promises: 38 digits, the years 1 to 9999, the range of floating point. */
  isBeyond: boolean;
  /** The largest number on the way, for what cancelling out leaves of it. */
  largest: number;
};

export function isDecimal(value: Value): value is Decimal {
  return typeof value === "object" && value !== null && value.kind === "decimal";
}

export function isMoment(value: Value): value is Moment {
  return typeof value === "object" && value !== null && value.kind === "moment";
}

export function isJson(value: Value): value is JsonValue {
  return typeof value === "object" && value !== null && value.kind === "json";
}

export function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  if (isDecimal(value)) return toDouble(value);
  throw new Error(`A number was expected, not ${show(value)}.`);
}

export function momentIn(value: Value): Moment {
  if (isMoment(value)) return value;
  throw new Error(`A date was expected, not ${show(value)}.`);
}

export function textIn(value: Value): string {
  if (typeof value === "string") return value;
  throw new Error(`A text was expected, not ${show(value)}.`);
}

/** By size, by code point, by time; False before True. Neither is Null. */
export function compareValues(left: Value, right: Value, trace: Trace): number {
  if (isDecimal(left) && isDecimal(right)) return compareDecimals(left, right);
  if (isMoment(left) && isMoment(right)) return order(left.micros, right.micros);
  if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
  if (typeof left === "boolean" && typeof right === "boolean") return order(Number(left), Number(right));
  const [first, second] = [numberOf(left), numberOf(right)];
  if (isClose(first, second)) trace.isUnclear = true;
  return order(first, second);
}

function order<Item extends number | bigint>(left: Item, right: Item): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Within what the order of additions can change. */
export function isClose(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-11 * Math.max(Math.abs(left), Math.abs(right));
}

export function compareTexts(left: string, right: string): number {
  const [first, second] = [[...left], [...right]];
  for (const [index, letter] of first.entries()) {
    const other = second[index];
    if (other === undefined) return 1;
    if (letter !== other) return order(letter.codePointAt(0) ?? 0, other.codePointAt(0) ?? 0);
  }
  return order(first.length, second.length);
}

/** Nulls last, whatever the direction. */
export function compareNullsLast(left: Value, right: Value, isDescending: boolean, trace: Trace): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const compared = compareValues(left, right, trace);
  return isDescending ? -compared : compared;
}

/** The same text for the same value, for grouping. */
export function identity(value: Value): string {
  if (isDecimal(value)) return `n${formatDecimal(value)}`;
  if (typeof value === "number")
    return `n${formatDecimal(parseDecimal(String(value)) ?? { kind: "decimal", units: 0n, scale: 0 })}`;
  if (isMoment(value)) return `d${value.micros}`;
  if (isJson(value)) return `j${JSON.stringify(value.json)}`;
  return typeof value === "string" ? `t${value}` : String(value);
}

/** Decimals as they are read out of 15 significant digits. */
export function readDouble(value: number): Decimal {
  const read = parseDecimal(value.toPrecision(15));
  if (read === null) throw new Error(`${value} is not a number.`);
  return read;
}

/** As `Text` writes numbers: no exponent, no needless zeros; in floating point 15 digits. */
export function textOfNumber(value: Value): string {
  if (isDecimal(value)) return formatDecimal(value);
  const text = formatDecimal(readDouble(numberOf(value)));
  const [whole = "", fraction = ""] = text.split(".");
  const cut = fraction.slice(0, 22).replace(/0+$/, "");
  const written = cut === "" ? whole : `${whole}.${cut}`;
  return written === "-0" ? "0" : written;
}

/** For reports and comparison. */
export function show(value: Value): string {
  if (isDecimal(value)) return formatDecimal(value);
  if (isMoment(value)) return formatMoment(value, false);
  if (isJson(value)) return JSON.stringify(value.json);
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
