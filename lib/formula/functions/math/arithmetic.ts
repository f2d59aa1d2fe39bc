import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import type { CheckedExpression } from "../../checked.ts";
import type { Precision } from "../../types.ts";
import { argument, both, type FunctionDefinition, type Lowering, type LoweringCall } from "../definition.ts";
import { lowerPower, ofNegation, withoutBounds } from "../operators.ts";
import { asInteger, ofAll } from "../precision-rules.ts";
import { at, callSql, castSql, infix, isExact, macro, nodeAt, operand, toDouble } from "../sql.ts";
import { lowerWithin, math, number } from "./math-function.ts";

/** The whole part of a quotient, exact for whole numbers of any size. */
function lowerDiv(call: LoweringCall): SqlFragment {
  const isInexact = !call.node.arguments.every(({ precision }) => isExact(precision));
  if (call.dialect === "postgres") {
    const [value, divisor] = call.arguments.map((one) => (isInexact ? castSql(one, "numeric") : one));
    const quotient = callSql(
      "div",
      castSql(value ?? raw("NULL"), "numeric"),
      callSql("NULLIF", divisor ?? raw("NULL"), raw("0")),
    );
    return isInexact ? toDouble("postgres", quotient) : quotient;
  }
  return call.bind(call.arguments, ([value = at(call, 0), divisor = at(call, 1)]) => {
    const zeroless = callSql("NULLIF", divisor, raw("0"));
    if (isInexact) return callSql("trunc", sql`${toDouble("duckdb", value)} / ${zeroless}`);
    const isWhole = call.node.arguments.every(
      ({ precision }) => precision?.kind !== "double" && precision?.scale === 0,
    );
    if (isWhole) return castSql(sql`CAST(${value} AS HUGEINT) // CAST(${zeroless} AS HUGEINT)`, "DECIMAL(38, 0)");
    return castSql(callSql("round", sql`(${value} - ${value} % ${zeroless}) / ${zeroless}`), "DECIMAL(38, 0)");
  });
}

function ofDiv(operands: readonly CheckedExpression[]): Precision {
  return operands.every(({ precision }) => isExact(precision))
    ? { kind: "decimal", digits: 38, scale: 0 }
    : { kind: "double" };
}

function lowerLog(call: LoweringCall): SqlFragment {
  const [value, base] = call.arguments;
  const values = [value ?? raw("NULL"), base ?? raw("10")].map((one) => toDouble(call.dialect, one));
  return call.bind(
    values,
    ([one = raw("NULL"), two = raw("NULL")]) =>
      sql`CASE WHEN ${one} > 0 AND ${two} > 0 AND ${two} <> 1 THEN ln(${one}) / ln(${two}) END`,
  );
}

/** A whole number in 64 bits; Null when it does not fit. */
function bits(value: SqlFragment): SqlFragment {
  const fits = sql`${operand(value)} >= -9223372036854775808 AND ${operand(value)} < 9223372036854775808`;
  return sql`CASE WHEN ${fits} THEN ${castSql(value, "bigint")} END`;
}

function lowerBits(sign: "&" | "|"): Lowering {
  return (call) => {
    const isWhole = (index: number) => nodeAt(call, index).precision?.kind === "integer";
    const whole = call.arguments.map((value, index) => (isWhole(index) ? value : callSql("trunc", value)));
    return call.bind(whole, (values) => infix(sign, ...values.map(bits)));
  };
}

export const arithmeticFunctions: readonly FunctionDefinition[] = [
  math({
    name: "Abs",
    signature: { required: [number] },
    description: "The number without its sign.",
    example: "Abs([Profit])",
    precision: ofNegation,
    lowering: both((call) => callSql("abs", withoutBounds(call))),
  }),
  math({
    name: "Mod",
    signature: { required: [number, argument("divisor", "number")] },
    description: "The remainder, with the sign of the number; by zero gives Null.",
    example: "Mod(19, 5)",
    precision: ofAll,
    lowering: both((call) => call.lowerCall("%", call.node.arguments)),
  }),
  math({
    name: "Div",
    signature: { required: [number, argument("divisor", "number")] },
    description: "The whole part of a quotient; by zero gives Null.",
    example: "Div(19, 5)",
    precision: ofDiv,
    lowering: both(lowerDiv),
  }),
  math({
    name: "Power",
    signature: { required: [number, argument("exponent", "number")] },
    description: "The number raised to a power.",
    example: "Power([Side], 2)",
    lowering: both(lowerPower),
  }),
  math({
    name: "Sqrt",
    signature: { required: [number] },
    description: "The square root; Null of a negative number.",
    example: "Sqrt([Area])",
    lowering: both(lowerWithin("sqrt", (value) => sql`${value} >= 0`)),
  }),
  math({
    name: "Exp",
    signature: { required: [number] },
    description: "e raised to a power; Null when the result is too large.",
    example: "Exp(1)",
    lowering: both((call) =>
      call.bind(
        [toDouble(call.dialect, at(call, 0))],
        ([value = at(call, 0)]) =>
          sql`CASE WHEN ${value} > 709.7 THEN NULL WHEN ${value} < -708 THEN 0 ELSE exp(${value}) END`,
      ),
    ),
  }),
  math({
    name: "Ln",
    signature: { required: [number] },
    description: "The natural logarithm; Null unless the number is positive.",
    example: "Ln([Sales])",
    lowering: both(lowerWithin("ln", (value) => sql`${value} > 0`)),
  }),
  math({
    name: "Log",
    signature: { required: [number], optional: [argument("base", "number")] },
    description: "The logarithm to a base, by default 10; Null unless the number is positive.",
    example: "Log([Sales], 2)",
    lowering: both(lowerLog),
  }),
  math({
    name: "Sign",
    signature: { required: [number] },
    description: "−1, 0 or 1.",
    example: "Sign([Profit])",
    precision: asInteger,
    lowering: both((call) => castSql(callSql("sign", at(call, 0)), call.dialect === "duckdb" ? "INTEGER" : "integer")),
  }),
  ...(["IsEven", "IsOdd"] as const).map((name) =>
    math({
      name,
      signature: { required: [number] },
      result: "logical",
      description: `Whether the whole part of the number is ${name === "IsEven" ? "even" : "odd"}.`,
      example: `${name}([Order Number])`,
      lowering: both(macro(`Mod(Trunc([n]), 2) ${name === "IsEven" ? "=" : "!="} 0`, ["n"])),
    }),
  ),
  ...(["BitAnd", "BitOr"] as const).map((name) =>
    math({
      name,
      signature: { required: [number, argument("other", "number")] },
      description: `Bitwise ${name === "BitAnd" ? "and" : "or"} of two whole numbers.`,
      example: `${name}(12, 23)`,
      precision: asInteger,
      lowering: both(lowerBits(name === "BitAnd" ? "&" : "|")),
    }),
  ),
];
