import {
  at,
  type Call,
  common,
  type Describe,
  decide,
  double,
  logical,
  loose,
  type RowFunctions,
  strict,
  text,
} from "../call.ts";
import { add, multiply, negate, remainder, subtract } from "../decimal.ts";
import { compareValues, type Description, isDecimal, numberOf, textIn, type Value } from "../value.ts";

const ofProduct: Describe = ([left, right]) => {
  const known = [left, right].filter((one) => one !== undefined && one.type !== "null");
  const total = known.reduce<number | null>(
    (sum, one) => (sum === null || one?.scale === null || one?.scale === undefined ? null : sum + one.scale),
    0,
  );
  return { type: "number", scale: total === null || total > 18 ? null : total };
};

/** A Null that is written takes part in nothing. */
const ofSum: Describe = (given) => number(given.filter((one) => !(one.type === "null" || one.literal === null)));

export function number(given: readonly Description[]): Description {
  return { type: "number", scale: given.length === 0 ? 0 : (common(given).scale ?? null) };
}

export function isZero(value: Value): boolean {
  return isDecimal(value) ? value.units === 0n : value === 0;
}

type Exact = typeof add;

/** Exactly when both are and the result may be, else in floating point. */
function arithmetic(exact: Exact, inexact: (left: number, right: number) => number) {
  return (call: Call): Value => {
    const [left, right] = [at(call, 0), at(call, 1)];
    if (isDecimal(left) && isDecimal(right) && call.result.scale !== null) return exact(left, right);
    return inexact(numberOf(left), numberOf(right));
  };
}

export function power(base: number, exponent: number): number | null {
  if (base === 0 && exponent < 0) return null;
  if (base < 0 && !Number.isInteger(exponent)) return null;
  const size = exponent * Math.log(Math.abs(base));
  if (base === 0 || base === 1 || exponent === 0) return base ** exponent;
  if (size > 709.7) return null;
  return size < -708 ? 0 : base ** exponent;
}

export function remainderOf(call: Call): Value {
  const [left, right] = [at(call, 0), at(call, 1)];
  if (isZero(right)) return null;
  if (isDecimal(left) && isDecimal(right) && call.result.scale !== null) return remainder(left, right);
  const divisor = numberOf(right);
  decide(numberOf(left), call.trace, (value) => Math.trunc(value / divisor));
  return numberOf(left) % divisor;
}

export function powerOf(call: Call): Value {
  const [base, exponent] = [numberOf(at(call, 0)), numberOf(at(call, 1))];
  const written = call.given[1]?.literal;
  if (written !== undefined && Number.isInteger(exponent) && exponent >= 0 && exponent <= 8) return base ** exponent;
  if (exponent * Math.log(Math.abs(base)) > 700) call.trace.isUnclear = true;
  return power(base, exponent);
}

function comparison(test: (order: number) => boolean) {
  return strict(logical, (call) => test(compareValues(at(call, 0), at(call, 1), call.trace)));
}

function isTrueOrNull(values: readonly Value[], decisive: boolean): Value {
  if (values.includes(decisive)) return decisive;
  return values.includes(null) ? null : !decisive;
}

const negation: Describe = ([operand]) => {
  const literal = operand?.literal;
  const opposite = isDecimal(literal ?? null) || typeof literal === "number" ? negated(literal ?? null) : undefined;
  return {
    type: "number",
    scale: operand?.scale ?? (operand?.type === "null" ? 0 : null),
    ...(opposite === undefined ? {} : { literal: opposite }),
  };
};

function negated(value: Value): Value {
  return isDecimal(value) ? negate(value) : -numberOf(value);
}

export const operators: RowFunctions = {
  "+": strict(
    ofSum,
    arithmetic(add, (left, right) => left + right),
  ),
  "-": strict(
    ofSum,
    arithmetic(subtract, (left, right) => left - right),
  ),
  "*": strict(
    ofProduct,
    arithmetic(multiply, (left, right) => left * right),
  ),
  "/": strict(double, (call) => {
    const divisor = numberOf(at(call, 1));
    return divisor === 0 ? null : numberOf(at(call, 0)) / divisor;
  }),
  "%": strict(ofSum, remainderOf),
  "^": strict(double, powerOf),
  Negate: strict(negation, (call) => negated(at(call, 0))),
  "&": strict(text, (call) => `${textIn(at(call, 0))}${textIn(at(call, 1))}`),
  "=": comparison((order) => order === 0),
  "!=": comparison((order) => order !== 0),
  "<": comparison((order) => order < 0),
  "<=": comparison((order) => order <= 0),
  ">": comparison((order) => order > 0),
  ">=": comparison((order) => order >= 0),
  And: loose(logical, ({ values }) => isTrueOrNull(values, false)),
  Or: loose(logical, ({ values }) => isTrueOrNull(values, true)),
  Not: strict(logical, (call) => at(call, 0) === false),
};
