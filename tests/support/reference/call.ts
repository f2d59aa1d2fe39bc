import { clockOf, type WeekStart } from "./calendar.ts";
import { toDouble, wholeDigits } from "./decimal.ts";
import { type Description, isDecimal, isMoment, numberOf, type Trace, type Value } from "./value.ts";

/** What formulas know of the world around them. */
export type Surroundings = {
  readonly weekStart: WeekStart;
  readonly timeZone: string;
  /** ISO day. */
  readonly asOf: string;
  readonly person: {
    readonly email: string;
    readonly firstName: string;
    readonly fullName: string;
    readonly teams: readonly string[];
    readonly attributes: Readonly<Record<string, string>>;
  };
};

export type Call = {
  readonly name: string;
  readonly values: readonly Value[];
  readonly given: readonly Description[];
  readonly result: Description;
  readonly around: Surroundings;
  readonly trace: Trace;
};

export type Describe = (given: readonly Description[], name: string) => Description;

/** A function of one row. */
export type RowFunction = { readonly describe: Describe; readonly of: (call: Call) => Value };
export type RowFunctions = Readonly<Record<string, RowFunction>>;

export const text: Describe = () => ({ type: "text" });
export const logical: Describe = () => ({ type: "logical" });
export const double: Describe = () => ({ type: "number", scale: null });
export const whole: Describe = () => ({ type: "number", scale: 0 });
export const day: Describe = () => ({ type: "date", grain: "day" });
export const time: Describe = () => ({ type: "date", grain: "time" });

/** Of these, the type that any has; numbers as exact as the least exact, dates with a time when one has. */
export function common(given: readonly Description[]): Description {
  const known = given.filter(({ type }) => type !== "null");
  const type = known[0]?.type ?? "null";
  if (type === "number") {
    const scales = known.map(({ scale }) => scale ?? null);
    const isDouble = scales.includes(null);
    return { type, scale: isDouble ? null : Math.max(...scales.map((scale) => scale ?? 0)) };
  }
  if (type === "date") return { type, grain: known.some(({ grain }) => grain === "time") ? "time" : "day" };
  return { type };
}

export const first: Describe = (given) => common(given.slice(0, 1));

/** Null when any value is Null. */
export function strict(describe: Describe, of: (call: Call) => Value): RowFunction {
  return { describe, of: (call) => (call.values.includes(null) ? null : of(call)) };
}

export function loose(describe: Describe, of: (call: Call) => Value): RowFunction {
  return { describe, of };
}

/** The value as its description says: exact or in floating point, and within what the language promises. */
export function held(value: Value, { type, scale }: Description, trace: Trace): Value {
  if (typeof value === "number" && !Number.isFinite(value)) {
    trace.isBeyond = true;
    return null;
  }
  if (isDecimal(value) && wholeDigits(value) > 20) trace.isBeyond = true;
  if (isMoment(value)) {
    const { year } = clockOf(value);
    if (year < 1 || year > 9999) trace.isBeyond = true;
  }
  if (type !== "number" || value === null) return value;
  const size = Math.abs(numberOf(value));
  if (size > trace.largest) trace.largest = size;
  return isDecimal(value) && scale === null ? toDouble(value) : value;
}

/** The value of an argument that is not Null. */
export function at({ name, values }: Call, index: number): Value {
  const value = values[index];
  if (value === undefined || value === null) throw new Error(`${name} has no argument ${index + 1}.`);
  return value;
}

/** A count or position, cut to a whole number. A literal is cut to the bounds, any other value outside of them is Null. */
export function countAt(call: Call, index: number, low = -2_147_483_647, high = 2_147_483_647): number | null {
  const value = call.values[index] ?? null;
  if (value === null) return null;
  const count = Math.trunc(numberOf(value));
  if (call.given[index]?.literal !== undefined) return Math.min(Math.max(count, low), high);
  return numberOf(value) < low || numberOf(value) > high ? null : count;
}

/** Whether a decision about a number in floating point would be the same a hair away; else it is unclear. */
export function decide<Result>(value: number, trace: Trace, decision: (value: number) => Result): Result {
  const result = decision(value);
  const near = [value * (1 + 1e-11), value * (1 - 1e-11)].map(decision);
  if (near.some((other) => show(other) !== show(result))) trace.isUnclear = true;
  return result;
}

function show(value: unknown): string {
  return typeof value === "object" && value !== null ? Object.values(value).join(" ") : String(value);
}
