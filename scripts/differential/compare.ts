import { parseMoment } from "#tests/support/reference/calendar";
import { compareDecimals, formatDecimal, parseDecimal, toDouble } from "#tests/support/reference/decimal";
import {
  type Description,
  isDecimal,
  isJson,
  isMoment,
  type Json,
  numberOf,
  show,
  type Value,
} from "#tests/support/reference/value";

/** A cell of an engine as a value. What cannot be read stays text and so differs. */
export function readCell(cell: string | null, { type }: Description): Value {
  if (cell === null) return null;
  if (type === "number") return readNumber(cell);
  if (type === "logical")
    return cell === "true" || cell === "t" ? true : cell === "false" || cell === "f" ? false : cell;
  if (type === "date") return parseMoment(cell)?.value ?? cell;
  return type === "variant" ? { kind: "json", json: readJson(cell) } : cell;
}

function readNumber(cell: string): Value {
  return parseDecimal(cell) ?? cell;
}

function readJson(cell: string): Json {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

/** Exact where the number is; else to 1e-9 of its size, and to 1e-12 of the largest number on the way. */
export function isSameValue(left: Value, right: Value, { type, scale }: Description, largest: number): boolean {
  if (left === null || right === null) return left === right;
  if (isJson(left) && isJson(right)) return isSameJson(left.json, right.json);
  if (isMoment(left) && isMoment(right)) return left.micros === right.micros;
  if (type !== "number" || typeof left === "string" || typeof right === "string") return left === right;
  if (scale !== null && scale !== undefined && isDecimal(left) && isDecimal(right))
    return compareDecimals(left, right) === 0;
  const [first, second] = [numberOf(left), numberOf(right)];
  const size = Math.max(Math.abs(first), Math.abs(second));
  return first === second || Math.abs(first - second) <= Math.max(1e-9 * size, 1e-12 * largest);
}

function isSameJson(left: Json, right: Json): boolean {
  if (typeof left === "number" && typeof right === "number")
    return Math.abs(left - right) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right));
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => isSameJson(item, right[index] ?? null));
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return left === right;
  const [first, second] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return first.size === second.size && [...first].every(([key, value]) => isSameJson(value, second.get(key) ?? null));
}

/** Rows without an order, in one. */
export function inSomeOrder(rows: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  const keyOf = (row: readonly Value[]) => row.map(rough).join("\u0000");
  return rows.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function rough(value: Value): string {
  if (isDecimal(value)) return toDouble(value).toPrecision(7);
  return typeof value === "number" ? value.toPrecision(7) : show(value);
}

export function showRows(rows: readonly (readonly Value[])[]): string {
  return rows
    .map(
      (row) => `    ${row.map((value) => (typeof value === "number" ? formatDouble(value) : show(value))).join(" | ")}`,
    )
    .join("\n");
}

function formatDouble(value: number): string {
  const read = parseDecimal(String(value));
  return read === null ? String(value) : formatDecimal(read);
}
