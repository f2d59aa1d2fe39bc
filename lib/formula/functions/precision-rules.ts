import type { CheckedExpression } from "../checked.ts";
import type { Precision } from "../types.ts";

/** How results are held, derived from how arguments are. */

export const double: Precision = { kind: "double" };
export const integer: Precision = { kind: "integer", digits: 19, scale: 0 };
export const maximumDigits = 38;
/** A sum has this many digits more than its values: no table has more than 10^12 rows. */
const digitsOfRows = 12;
/** Products with more decimals than this go on in floating point; DuckDB cannot hold them. */
export const maximumScale = 18;

type Rule = (operands: readonly CheckedExpression[]) => Precision | undefined;

export const asDouble: Rule = () => double;
export const asInteger: Rule = () => integer;

export const ofSum: Rule = (operands) =>
  combine(operands, (left, right) => {
    const { terms, whole, scale, digits } = addTerms(left, right);
    const precision: Exact = { kind: "decimal", digits: Math.min(maximumDigits, digits), scale };
    sums.set(precision, { terms, whole });
    return precision;
  });

/** Of what has been added up: how many terms, and the most digits before the point that one of them has. */
type Terms = { readonly terms: number; readonly whole: number };

const sums = new WeakMap<Exact, Terms>();

function termsOf(precision: Exact): Terms {
  return sums.get(precision) ?? { terms: 1, whole: precision.digits - precision.scale };
}

/** A hundred terms need two digits more than the longest of them. */
function addTerms(left: Exact, right: Exact): Terms & { readonly scale: number; readonly digits: number } {
  const [first, second] = [termsOf(left), termsOf(right)];
  const terms = first.terms + second.terms;
  const whole = Math.max(first.whole, second.whole);
  const scale = Math.max(left.scale, right.scale);
  return { terms, whole, scale, digits: whole + scale + String(terms - 1).length };
}

export const ofProduct: Rule = (operands) =>
  combine(operands, (left, right) => {
    const scale = left.scale + right.scale;
    if (scale > maximumScale) return double;
    return { kind: "decimal", digits: Math.min(maximumDigits, left.digits + right.digits), scale };
  });

/** The one that holds all of them: branches of If, arguments of Coalesce. What 38 digits cannot hold is held in floating point. */
export const ofAll: Rule = (operands) =>
  combine(operands, (left, right) => {
    const scale = Math.max(left.scale, right.scale);
    const digits = wholeOf(left, right) + scale;
    if (digits > maximumDigits) return double;
    const kind = left.kind === "integer" && right.kind === "integer" ? "integer" : "decimal";
    return { kind, digits, scale };
  });

export const ofFirst: Rule = ([first]) => first?.precision;

/** A sum of many: as many decimals, and room for the digits that so many rows add. */
export const ofTotal: Rule = ([first]) => {
  const precision = first?.precision;
  if (precision === undefined || precision.kind === "double") return precision;
  return { ...precision, digits: Math.min(maximumDigits, precision.digits + digitsOfRows) };
};

export type Exact = Exclude<Precision, { kind: "double" }>;

/** Digits before the point that hold both. */
function wholeOf(left: Exact, right: Exact): number {
  return Math.max(left.digits - left.scale, right.digits - right.scale);
}

/** Whether a sum or difference of two exact numbers may need more than 38 digits. */
export function mayOutgrowSum(left: Exact, right: Exact): boolean {
  return addTerms(left, right).digits > maximumDigits;
}

export function mayOutgrowProduct(left: Exact, right: Exact): boolean {
  return left.digits + right.digits > maximumDigits;
}

/** Whether the sum of many such numbers may need more than 38 digits. */
export function mayOutgrowTotal({ digits }: Exact): boolean {
  return digits + digitsOfRows > maximumDigits;
}

/** Null takes part in nothing; one double makes all double; one unknown makes all unknown. */
function combine(
  operands: readonly CheckedExpression[],
  merge: (left: Exact, right: Exact) => Precision,
): Precision | undefined {
  const precisions = operands.filter((one) => !isNull(one)).map((one) => one.precision);
  let result: Precision | undefined = precisions[0];
  for (const next of precisions.slice(1)) {
    if (result?.kind === "double" || next?.kind === "double") result = double;
    else result = result === undefined || next === undefined ? undefined : merge(result, next);
  }
  return result;
}

function isNull(operand: CheckedExpression): boolean {
  return operand.kind === "literal" && operand.value === null;
}
