import type { CheckedExpression, CheckedLiteral } from "../checked.ts";
import { literalText } from "./sql.ts";

/** Conversions of a text that is written in the formula: done here, exactly, so that the SQL holds a plain value. */

export function foldNumber([operand]: readonly CheckedExpression[]): CheckedLiteral | null {
  const text = literalText(operand)?.trim();
  if (text === undefined || operand === undefined) return null;
  const isNegative = text.startsWith("-");
  const number = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?$/.test(text)
    ? readNumber(text.replace(/^[-+]/, ""))
    : null;
  if (number === null)
    return { kind: "literal", value: null, type: "number", precision: { kind: "double" }, span: operand.span };
  return {
    kind: "literal",
    type: "number",
    span: operand.span,
    ...number,
    value: isNegative ? `-${number.value}` : number.value,
  };
}

type ReadNumber = Required<Pick<CheckedLiteral, "precision">> & { readonly value: string };

const maximumDigits = 38;
const maximumScale = 18;

/** An unsigned number as plain digits with its size; null when it has more than 38 digits before the point. */
export function readNumber(text: string): ReadNumber | null {
  const [, whole = "", decimals = "", exponentText = "0"] = /^(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > 400)
    return exponent > 0 && /[1-9]/.test(whole + decimals) ? null : { value: "0", precision: { kind: "double" } };
  const point = whole.length + exponent;
  const all = whole + decimals;
  const padded = point > all.length ? all.padEnd(point, "0") : point < 0 ? "0".repeat(-point) + all : all;
  const integerPart = padded.slice(0, Math.max(point, 0)).replace(/^0+/, "");
  const fraction = padded.slice(Math.max(point, 0)).replace(/0+$/, "");
  if (integerPart.length > maximumDigits) return null;
  const value = `${integerPart === "" ? "0" : integerPart}${fraction === "" ? "" : `.${fraction}`}`;
  const isDouble = fraction.length > maximumScale || integerPart.length + fraction.length > maximumDigits;
  if (isDouble) return { value, precision: { kind: "double" } };
  const digits = Math.max(integerPart.length + fraction.length, 1);
  return { value, precision: { kind: "decimal", digits, scale: fraction.length } };
}

export const isoPattern =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6})\d*)?)?)?\s*$/;

/** A time with its zone: what wall clock that is, the organization's zone tells when the query is made. */
const zonedTail = /\d:\d{2}(?::\d{1,2}(?:\.\d+)?)? ?(?:[Zz]|[-+]\d{2}(?::?\d{2})?)\s*$/;

export function foldDate([operand]: readonly CheckedExpression[]): CheckedLiteral | null {
  const text = literalText(operand);
  if (text === undefined || operand === undefined) return null;
  if (zonedTail.test(text)) return null;
  const iso = readIsoDate(text);
  const grain = iso === null || iso.includes("T") ? "time" : "day";
  return { kind: "literal", value: iso, type: "date", grain, span: operand.span };
}

/** `2024-1-31 8:05` → `2024-01-31T08:05:00`; a text without a time stays a day; null for what is no date. */
export function readIsoDate(text: string): string | null {
  const match = isoPattern.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const daysInMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
  if (match[4] === undefined) return date;
  const fraction = (match[7] ?? "").replace(/0+$/, "");
  return `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}${fraction === "" ? "" : `.${fraction}`}`;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}
