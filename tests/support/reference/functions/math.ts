import {
  at,
  type Call,
  common,
  countAt,
  type Describe,
  decide,
  double,
  logical,
  loose,
  type RowFunction,
  type RowFunctions,
  strict,
  whole,
} from "../call.ts";
import { type Decimal, decimal, type Rounding, roundTo, toDouble, wholeQuotient } from "../decimal.ts";
import { compareValues, type Description, isDecimal, numberOf, readDouble, type Value } from "../value.ts";
import { isZero, number, powerOf, remainderOf } from "./operators.ts";

const same: Describe = ([given]) => ({ type: "number", scale: given?.scale ?? (given?.type === "null" ? 0 : null) });

function placesOf(call: Call): number | null {
  return call.values.length > 1 ? countAt(call, 1, -38, 18) : 0;
}

/** As many decimals as are asked for, when that is written in the formula. */
const rounded: Describe = ([value, places]) => {
  if (value?.scale === null || value?.scale === undefined)
    return { type: "number", scale: value?.type === "null" ? 0 : null };
  if (places === undefined) return { type: "number", scale: 0 };
  if (places.literal === undefined || places.literal === null) return { type: "number", scale: null };
  return { type: "number", scale: Math.min(value.scale, Math.max(0, Math.trunc(numberOf(places.literal)))) };
};

const roundedTowards: Describe = (given, name) => {
  const written = given[1]?.literal;
  const isWhole =
    given[1] === undefined || (written !== undefined && written !== null && Math.trunc(numberOf(written)) === 0);
  return isWhole ? rounded(given, name) : { type: "number", scale: null };
};

/** Floating point is read as 15 significant digits first. */
function round(value: Value, places: number, rounding: Rounding, call: Call): Value {
  if (isDecimal(value)) return roundTo(value, places, rounding);
  return decide(numberOf(value), call.trace, (near) => toDouble(roundTo(readDouble(near), places, rounding)));
}

function rounding(describe: Describe, how: Rounding): RowFunction {
  return strict(describe, (call) => {
    const places = placesOf(call);
    return places === null ? null : round(at(call, 0), places, how, call);
  });
}

function toFactor(how: Rounding): RowFunction {
  return strict(
    (given, name) => (given.length > 1 ? { type: "number", scale: null } : rounded(given, name)),
    (call) => {
      if (call.values.length === 1) return round(at(call, 0), 0, how, call);
      const factor = numberOf(at(call, 1));
      if (factor === 0) return null;
      return numberOf(round(numberOf(at(call, 0)) / factor, 0, how, call)) * factor;
    },
  );
}

function real(of: (...values: readonly number[]) => number | null): RowFunction {
  return strict(double, (call) => of(...call.values.map(numberOf)));
}

function extreme(sign: 1 | -1, skipsNulls: boolean): RowFunction {
  return loose(common, (call) => {
    const known = call.values.filter((value) => value !== null);
    if (known.length === 0 || (!skipsNulls && known.length < call.values.length)) return null;
    return known.reduce((best, value) => (compareValues(value, best, call.trace) * sign > 0 ? value : best));
  });
}

function bits(value: Value): bigint | null {
  const cut = isDecimal(value) ? roundTo(value, 0, "cut").units : BigInt(Math.trunc(numberOf(value)));
  return BigInt.asIntN(64, cut) === cut ? cut : null;
}

function bitwise(combine: (left: bigint, right: bigint) => bigint): RowFunction {
  return strict(whole, (call) => {
    const [left, right] = [bits(at(call, 0)), bits(at(call, 1))];
    return left === null || right === null ? null : decimal(combine(left, right));
  });
}

function cut(value: Value): Value {
  return isDecimal(value) ? roundTo(value, 0, "cut") : Math.trunc(numberOf(value));
}

const isExact = (one: Description) => one.scale !== null;

function wholePart(call: Call): Value {
  const [left, right] = [at(call, 0), at(call, 1)];
  if (isZero(right)) return null;
  if (isDecimal(left) && isDecimal(right)) return wholeQuotient(left, right);
  return decide(numberOf(left) / numberOf(right), call.trace, Math.trunc);
}

function binOf(call: Call): Value {
  const [value, low, high, bins] = [0, 1, 2, 3].map((index) => call.values[index] ?? null);
  if (value === null || value === undefined) return null;
  if (bins !== null && bins !== undefined && numberOf(bins) < 1) return 1;
  const lowest = low ?? null;
  const highest = high ?? null;
  if (lowest !== null && compareValues(value, lowest, call.trace) < 0) return 0;
  if (highest !== null && compareValues(value, highest, call.trace) >= 0)
    return bins === null || bins === undefined ? null : numberOf(bins) + 1;
  if (lowest === null || highest === null || bins === null || bins === undefined) return null;
  const width = numberOf(highest) - numberOf(lowest);
  return decide(((numberOf(value) - numberOf(lowest)) * numberOf(bins)) / width, call.trace, Math.floor) + 1;
}

function binRange(call: Call): Value {
  const [value = null, ...cutoffs] = call.values;
  if (value === null) return null;
  const found = cutoffs.findIndex((cutoff) => cutoff !== null && compareValues(value, cutoff, call.trace) < 0);
  return decimal(found < 0 ? cutoffs.length + 1 : found + 1);
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

function globe(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const half =
    Math.sin(radians(lat2 - lat1) / 2) ** 2 +
    Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon1) / 2) ** 2;
  return 6371 * 2 * Math.asin(Math.sqrt(Math.min(1, half)));
}

function absolute(value: Value): Value {
  if (!isDecimal(value)) return Math.abs(numberOf(value));
  return { ...value, units: value.units < 0n ? -value.units : value.units };
}

function sign(value: Value, call: Call): Decimal {
  if (isDecimal(value)) return decimal(value.units > 0n ? 1 : value.units < 0n ? -1 : 0);
  if (numberOf(value) !== 0 && Math.abs(numberOf(value)) < 1e-11 * call.trace.largest) call.trace.isUnclear = true;
  return decimal(Math.sign(numberOf(value)));
}

export const mathFunctions: RowFunctions = {
  Abs: strict(same, (call) => absolute(at(call, 0))),
  Round: rounding(rounded, "half"),
  Trunc: rounding(rounded, "cut"),
  RoundUp: rounding(roundedTowards, "up"),
  RoundDown: rounding(roundedTowards, "down"),
  Int: rounding(rounded, "down"),
  Ceiling: toFactor("up"),
  Floor: toFactor("down"),
  MRound: strict(double, (call) => {
    const factor = call.values.length > 1 ? numberOf(at(call, 1)) : 1;
    if (factor === 0) return null;
    const value = call.values.length > 1 ? numberOf(at(call, 0)) / factor : at(call, 0);
    return numberOf(round(value, 0, "half", call)) * factor;
  }),
  Mod: strict((given) => number(given.filter(({ type }) => type !== "null")), remainderOf),
  Div: strict((given) => ({ type: "number", scale: given.every(isExact) ? 0 : null }), wholePart),
  Power: strict(double, powerOf),
  Sqrt: real((value = 0) => (value < 0 ? null : Math.sqrt(value))),
  Exp: real((value = 0) => (value > 709.7 ? null : value < -708 ? 0 : Math.exp(value))),
  Ln: real((value = 0) => (value > 0 ? Math.log(value) : null)),
  Log: real((value = 0, base = 10) => (value > 0 && base > 0 && base !== 1 ? Math.log(value) / Math.log(base) : null)),
  Sign: strict(whole, (call) => sign(at(call, 0), call)),
  Greatest: extreme(1, false),
  Least: extreme(-1, false),
  GreatestNonNull: extreme(1, true),
  LeastNonNull: extreme(-1, true),
  RowAvg: loose(double, ({ values }) => {
    const known = values.filter((value) => value !== null).map(numberOf);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  }),
  BinFixed: loose(double, binOf),
  BinRange: loose(whole, binRange),
  IsEven: strict(logical, (call) => isZero(evenRest(call))),
  IsOdd: strict(logical, (call) => !isZero(evenRest(call))),
  Pi: real(() => Math.PI),
  Sin: real((value = 0) => Math.sin(value)),
  Cos: real((value = 0) => Math.cos(value)),
  Tan: real((value = 0) => Math.tan(value)),
  Cot: real((value = 0) => (Math.tan(value) === 0 ? null : 1 / Math.tan(value))),
  Asin: real((value = 0) => (Math.abs(value) <= 1 ? Math.asin(value) : null)),
  Acos: real((value = 0) => (Math.abs(value) <= 1 ? Math.acos(value) : null)),
  Atan: real((value = 0) => Math.atan(value)),
  Atan2: real((y = 0, x = 0) => Math.atan2(y, x)),
  Degrees: real((value = 0) => (value * 180) / Math.PI),
  Radians: real((value = 0) => radians(value)),
  BitAnd: bitwise((left, right) => left & right),
  BitOr: bitwise((left, right) => left | right),
  DistanceGlobe: real((lat1 = 0, lon1 = 0, lat2 = 0, lon2 = 0) => globe(lat1, lon1, lat2, lon2)),
  DistancePlane: real((x1 = 0, y1 = 0, x2 = 0, y2 = 0) => Math.hypot(x2 - x1, y2 - y1)),
};

function evenRest(call: Call): Value {
  const value = cut(at(call, 0));
  return isDecimal(value) ? decimal(value.units % 2n) : numberOf(value) % 2;
}
