import type { CheckedExpression } from "../checked.ts";
import type { Precision } from "../types.ts";

/** How results are held, derived from how arguments are. */

export const double: Precision = { kind: "double" };
export const integer: Precision = { kind: "integer", digits: 19, scale: 0 };
const maximumDigits = 38;
/** Products with more decimals than this go on in floating point; DuckDB cannot hold them. */
export const maximumScale = 18;

type Rule = (operands: readonly CheckedExpression[]) => Precision | undefined;

export const asDouble: Rule = () => double;
export const asInteger: Rule = () => integer;

export const ofSum: Rule = (operands) =>
  combine(operands, (left, right) => {
    const scale = Math.max(left.scale, right.scale);
    const whole = Math.max(left.digits - left.scale, right.digits - right.scale);
    return { kind: "decimal", digits: Math.min(maximumDigits, whole + scale + 1), scale };
  });

export const ofProduct: Rule = (operands) =>
  combine(operands, (left, right) => {
    const scale = left.scale + right.scale;
    if (scale > maximumScale) return double;
    return { kind: "decimal", digits: Math.min(maximumDigits, left.digits + right.digits), scale };
  });

/** The one that holds all of them: branches of If, arguments of Coalesce. */
export const ofAll: Rule = (operands) =>
  combine(operands, (left, right) => {
    const scale = Math.max(left.scale, right.scale);
    const whole = Math.max(left.digits - left.scale, right.digits - right.scale);
    const kind = left.kind === "integer" && right.kind === "integer" ? "integer" : "decimal";
    return { kind, digits: Math.min(maximumDigits, whole + scale), scale };
  });

export const ofFirst: Rule = ([first]) => first?.precision;

/** A sum of many: as many decimals, and room for all the digits there are. */
export const ofTotal: Rule = ([first]) => {
  const precision = first?.precision;
  return precision === undefined || precision.kind === "double" ? precision : { ...precision, digits: maximumDigits };
};

type Exact = Exclude<Precision, { kind: "double" }>;

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
