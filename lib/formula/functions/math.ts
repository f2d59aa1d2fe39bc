import { raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { CheckedExpression } from "../checked.ts";
import type { Precision } from "../types.ts";
import { argument, both, type FunctionDefinition, type Lowering, type LoweringCall } from "./definition.ts";
import { lowerPower } from "./operators.ts";
import { asInteger, ofAll, ofFirst } from "./precision-rules.ts";
import {
  at,
  callSql,
  castSql,
  infix,
  isExact,
  literalNumber,
  macro,
  nodeAt,
  ofDoubles,
  operand,
  toDouble,
  wholeSql,
} from "./sql.ts";

const number = argument("number", "number");
const digits = argument("digits", "number");
const factor = argument("factor", "number");

function math(
  definition: Omit<FunctionDefinition, "category" | "levelKind" | "result"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "math", levelKind: "row", result: "number", ...definition };
}

type RoundingName = "round" | "trunc" | "ceil" | "floor";

/**
 * Rounding is done on decimals in both engines, so that 2.675 is a half and goes away from zero. A double is first read as its 15
 * significant digits; one that is too large for that has no decimals to lose.
 */
function lowerRounding(name: RoundingName): Lowering {
  return (call) => {
    const count = call.arguments.length > 1 ? literalNumber(nodeAt(call, 1)) : 0;
    if (count === undefined) return roundToColumn(call, name);
    const places = Math.min(Math.max(Math.trunc(count), -38), 18);
    if (isExact(nodeAt(call, 0).precision)) return roundExact(call, name, at(call, 0), places);
    return call.bind([at(call, 0)], ([value = at(call, 0)]) => {
      const rounded = toDouble(call.dialect, roundExact(call, name, asDecimal(call, value), places));
      return call.dialect === "postgres" ? rounded : callSql("COALESCE", rounded, value);
    });
  };
}

function asDecimal(call: LoweringCall, value: SqlFragment): SqlFragment {
  if (call.dialect === "postgres") return castSql(value, "numeric");
  const double = nodeAt(call, 0).precision?.kind === "double" ? value : toDouble("duckdb", value);
  return sql`TRY_CAST(printf('%.15g', ${double}) AS DECIMAL(38, 18))`;
}

/** `round` and `trunc` take digits themselves; up and down to digits go by a power of ten. */
function roundExact(call: LoweringCall, name: RoundingName, value: SqlFragment, places: number): SqlFragment {
  const scale = scaleOf(call);
  if (places === 0) return callSql(name, value);
  if (places >= scale) return value;
  if (name === "round" || (name === "trunc" && places > 0)) return callSql(name, value, raw(String(places)));
  const power = `1${"0".repeat(Math.abs(places))}`;
  if (places > 0)
    return sql`${callSql(name, infix("*", value, raw(power)))} / ${raw(call.dialect === "postgres" ? `${power}.0` : power)}`;
  return infix(
    "*",
    callSql(name, sql`${operand(value)} / ${raw(call.dialect === "postgres" ? `${power}.0` : power)}`),
    raw(power),
  );
}

function scaleOf(call: LoweringCall): number {
  const { precision } = nodeAt(call, 0);
  if (precision?.kind === "integer") return 0;
  return precision?.kind === "decimal" && call.dialect === "duckdb" ? precision.scale : 100;
}

/** A number of digits that differs from row to row: by powers of ten in floating point. */
function roundToColumn(call: LoweringCall, name: RoundingName): SqlFragment {
  const value = asDecimal(call, at(call, 0));
  if (name === "round" && call.dialect === "postgres")
    return toDouble("postgres", callSql("round", value, wholeSql(call, 1, -38, 18)));
  return call.bind(
    [toDouble(call.dialect, at(call, 0)), wholeSql(call, 1, -38, 18)],
    ([one = value, places = value]) => {
      const power = sql`power(CAST(10 AS double precision), ${places})`;
      if (call.dialect === "duckdb" && name === "round") return callSql("round", one, places);
      const scaled = castSql(infix("*", one, power), "numeric");
      const exact = call.dialect === "postgres" ? scaled : infix("*", one, power);
      return sql`${toDouble(call.dialect, callSql(name, exact))} / ${power}`;
    },
  );
}

/** As many decimals as are asked for. */
function ofRounding([value, places]: readonly CheckedExpression[]): Precision | undefined {
  const precision = value?.precision;
  if (precision === undefined || precision.kind === "double") return { kind: "double" };
  const count = places === undefined ? 0 : literalNumber(places);
  if (count === undefined) return { kind: "double" };
  const scale = Math.min(precision.scale, Math.max(0, Math.trunc(count)));
  return { kind: precision.kind, digits: Math.min(38, precision.digits + 1), scale };
}

/** Up and down to some decimals divide, which ends in floating point in DuckDB. */
function ofDirectedRounding(operands: readonly CheckedExpression[]): Precision | undefined {
  const places = operands[1] === undefined ? 0 : literalNumber(operands[1]);
  return places === 0 ? ofRounding(operands) : { kind: "double" };
}

function directed(name: RoundingName): Lowering {
  const lowering = lowerRounding(name);
  return (call) => {
    const isNarrowed = isExact(nodeAt(call, 0).precision) && call.node.precision?.kind === "double";
    return isNarrowed ? toDouble(call.dialect, lowering(call)) : lowering(call);
  };
}

/** The argument as a double where a condition holds, else Null. */
function lowerWithin(name: string, condition: (value: SqlFragment) => SqlFragment): Lowering {
  return (call) =>
    call.bind(
      [toDouble(call.dialect, at(call, 0))],
      ([value = at(call, 0)]) => sql`CASE WHEN ${condition(value)} THEN ${callSql(name, value)} END`,
    );
}

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

/** Null when any is Null, unlike what both engines do by themselves. */
function lowerExtremeOf(name: "greatest" | "least"): Lowering {
  return (call) =>
    call.bind(call.arguments, (values) => {
      const anyNull = values
        .map((value) => sql`${operand(value)} IS NULL`)
        .reduce((left, right) => sql`${left} OR ${right}`);
      return sql`CASE WHEN ${anyNull} THEN NULL ELSE ${callSql(name, ...collate(call, values))} END`;
    });
}

function collate(call: LoweringCall, values: readonly SqlFragment[]): readonly SqlFragment[] {
  const isText = call.node.type === "text" && call.dialect === "postgres";
  return isText ? values.map((value) => sql`${operand(value)} COLLATE "C"`) : values;
}

function lowerRowAverage(call: LoweringCall): SqlFragment {
  return call.bind(call.arguments, (values) => {
    const names = values.map((_value, index) => `value ${index}`);
    const given = Object.fromEntries(
      names.map((name, index) => [
        name,
        {
          type: "number" as const,
          precision: { kind: "double" } as const,
          sql: toDouble(call.dialect, values[index] ?? raw("NULL")),
        },
      ]),
    );
    const total = names.map((name) => `Zn([${name}])`).join(" + ");
    const count = names.map((name) => `If(IsNull([${name}]), 0, 1)`).join(" + ");
    return call.formula(`(${total}) / (${count})`, given);
  });
}

function lowerBinRange(call: LoweringCall): SqlFragment {
  return call.bind([at(call, 0)], ([value = at(call, 0)]) => {
    const cutoffs = call.arguments.slice(1);
    const cases = cutoffs.map(
      (cutoff, index) => sql`WHEN ${operand(value)} < ${operand(cutoff)} THEN ${raw(String(index + 1))}`,
    );
    const known = sql`CASE WHEN ${operand(value)} IS NULL THEN NULL`;
    return sql`${[known, ...cases].reduce((left, right) => sql`${left} ${right}`)} ELSE ${raw(String(cutoffs.length + 1))} END`;
  });
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
    const whole = call.arguments.map((value) => callSql("trunc", value));
    return call.bind(whole, (values) => infix(sign, ...values.map(bits)));
  };
}

const trigonometry = [
  { name: "Sin", description: "The sine of an angle in radians." },
  { name: "Cos", description: "The cosine of an angle in radians." },
  { name: "Tan", description: "The tangent of an angle in radians." },
  { name: "Atan", description: "The angle whose tangent this is." },
  { name: "Degrees", description: "Radians as degrees." },
  { name: "Radians", description: "Degrees as radians." },
];

const roundings = [
  { name: "Round", sqlName: "round", description: "Rounded to a number of digits; a half goes away from zero." },
  { name: "Trunc", sqlName: "trunc", description: "Cut off after a number of digits." },
] as const;

const earth = `[r] * 2 * Asin(Sqrt(Least(1, Sin(Radians([lat2] - [lat1]) / 2) ^ 2 + Cos(Radians([lat1])) * Cos(Radians([lat2])) * Sin(Radians([lon2] - [lon1]) / 2) ^ 2)))`;

export const mathFunctions: readonly FunctionDefinition[] = [
  math({
    name: "Abs",
    signature: { required: [number] },
    description: "The number without its sign.",
    example: "Abs([Profit])",
    precision: ofFirst,
    lowering: both((call) => callSql("abs", at(call, 0))),
  }),
  ...roundings.map(({ name, sqlName, description }) =>
    math({
      name,
      signature: { required: [number], optional: [digits] },
      description,
      example: `${name}([Sales], 2)`,
      precision: ofRounding,
      lowering: both(directed(sqlName)),
    }),
  ),
  math({
    name: "RoundUp",
    signature: { required: [number], optional: [digits] },
    description: "Rounded up, toward plus infinity, to a number of digits.",
    example: "RoundUp([Sales], 2)",
    precision: ofDirectedRounding,
    lowering: both(directed("ceil")),
  }),
  math({
    name: "RoundDown",
    signature: { required: [number], optional: [digits] },
    description: "Rounded down, toward minus infinity, to a number of digits.",
    example: "RoundDown([Sales], 2)",
    precision: ofDirectedRounding,
    lowering: both(directed("floor")),
  }),
  ...(["Ceiling", "Floor"] as const).map((name) =>
    math({
      name,
      signature: { required: [number], optional: [factor] },
      description: `Rounded ${name === "Floor" ? "down" : "up"} to a whole number, or to a multiple of the factor.`,
      example: `${name}([Sales], 10)`,
      precision: (operands) => (operands.length > 1 ? { kind: "double" } : ofRounding(operands)),
      lowering: both((call) =>
        call.arguments.length > 1
          ? macro(`${name}([n] / NullIf([f], 0)) * [f] * 1e0`, ["n", "f"])(call)
          : lowerRounding(name === "Floor" ? "floor" : "ceil")(call),
      ),
    }),
  ),
  math({
    name: "Int",
    signature: { required: [number] },
    description: "The whole number at or below.",
    example: "Int(-3.2)",
    precision: ofRounding,
    lowering: both(lowerRounding("floor")),
  }),
  math({
    name: "MRound",
    signature: { required: [number], optional: [factor] },
    description: "Rounded to the nearest multiple of the factor.",
    example: "MRound([Sales], 5)",
    lowering: both((call) =>
      call.arguments.length > 1
        ? macro("Round([n] / NullIf([f], 0)) * [f]", ["n", "f"])(call)
        : toDouble(call.dialect, call.lowerCall("Round", [nodeAt(call, 0)])),
    ),
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
  ...(["Greatest", "Least"] as const).flatMap((name) => [
    math({
      name,
      signature: { required: [argument("value", "T")], repeated: [argument("value", "T")] },
      result: "T",
      description: `The ${name === "Greatest" ? "largest" : "smallest"} of the values; Null when one is Null.`,
      example: `${name}([Sales], [Target])`,
      precision: ofAll,
      lowering: both(lowerExtremeOf(name === "Greatest" ? "greatest" : "least")),
    }),
    math({
      name: `${name}NonNull`,
      signature: { required: [argument("value", "T")], repeated: [argument("value", "T")] },
      result: "T",
      description: `The ${name === "Greatest" ? "largest" : "smallest"} of the values that are not Null.`,
      example: `${name}NonNull([Sales], [Target])`,
      precision: ofAll,
      lowering: both((call) => callSql(name.toLowerCase(), ...collate(call, call.arguments))),
    }),
  ]),
  math({
    name: "RowAvg",
    signature: { required: [number], repeated: [number] },
    description: "The mean of the numbers of one row; Nulls are skipped.",
    example: "RowAvg([Q1], [Q2], [Q3])",
    lowering: both(lowerRowAverage),
  }),
  math({
    name: "BinFixed",
    signature: { required: [number, argument("min", "number"), argument("max", "number"), argument("bins", "number")] },
    description:
      "The number of the bin of equal width, from 1; 0 below the range, bins + 1 at or above its end. With less than 1 bin, all are in bin 1.",
    example: "BinFixed([Age], 0, 90, 3)",
    lowering: both(
      macro(
        "If(IsNull([n]), Null, [bins] < 1, 1, [n] < [min], 0, [n] >= [max], [bins] + 1, Floor(([n] - [min]) * [bins] / ([max] - [min])) + 1)",
        ["n", "min", "max", "bins"],
      ),
    ),
  }),
  math({
    name: "BinRange",
    signature: { required: [number, argument("cutoff", "number")], repeated: [argument("cutoff", "number")] },
    description: "The number of the bin, from 1; each cutoff is the lower bound of the next bin.",
    example: "BinRange([Age], 18, 30, 60)",
    precision: asInteger,
    lowering: both(lowerBinRange),
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
  math({
    name: "Pi",
    signature: { required: [] },
    description: "The number π.",
    example: "Pi()",
    lowering: both(() => callSql("pi")),
  }),
  ...trigonometry.map(({ name, description }) =>
    math({
      name,
      signature: { required: [number] },
      description,
      example: `${name}(1)`,
      lowering: both(ofDoubles(name.toLowerCase())),
    }),
  ),
  math({
    name: "Cot",
    signature: { required: [number] },
    description: "The cotangent of an angle in radians; Null of zero.",
    example: "Cot(1)",
    lowering: both(
      (call) => sql`1 / ${callSql("NULLIF", callSql("tan", toDouble(call.dialect, at(call, 0))), raw("0"))}`,
    ),
  }),
  ...(["Asin", "Acos"] as const).map((name) =>
    math({
      name,
      signature: { required: [number] },
      description: `The angle whose ${name === "Asin" ? "sine" : "cosine"} this is; Null outside −1 to 1.`,
      example: `${name}(0.5)`,
      lowering: both(lowerWithin(name.toLowerCase(), (value) => sql`${value} BETWEEN -1 AND 1`)),
    }),
  ),
  math({
    name: "Atan2",
    signature: { required: [argument("y", "number"), argument("x", "number")] },
    description: "The angle of the point (x, y).",
    example: "Atan2(1, 1)",
    lowering: both(ofDoubles("atan2")),
  }),
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
  math({
    name: "DistanceGlobe",
    signature: {
      required: ["latitude 1", "longitude 1", "latitude 2", "longitude 2"].map((name) => argument(name, "number")),
    },
    description: "The distance between two places on the globe in kilometres.",
    example: "DistanceGlobe(52.5, 13.4, 48.9, 2.4)",
    lowering: both(macro(earth, ["lat1", "lon1", "lat2", "lon2"], { r: 6371 })),
  }),
  math({
    name: "DistancePlane",
    signature: { required: ["x 1", "y 1", "x 2", "y 2"].map((name) => argument(name, "number")) },
    description: "The distance between two points on a plane.",
    example: "DistancePlane(0, 0, 3, 4)",
    lowering: both(macro("Sqrt(([x2] - [x1]) ^ 2 + ([y2] - [y1]) ^ 2)", ["x1", "y1", "x2", "y2"])),
  }),
];
