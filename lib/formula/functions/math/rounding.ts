import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import type { CheckedExpression } from "../../checked.ts";
import type { Precision } from "../../types.ts";
import { argument, both, type FunctionDefinition, type Lowering, type LoweringCall } from "../definition.ts";
import { limitSql } from "../exact-sum.ts";
import { maximumDigits } from "../precision-rules.ts";
import {
  at,
  callSql,
  castSql,
  infix,
  isExact,
  literalNumber,
  macro,
  nodeAt,
  operand,
  toDouble,
  wholeSql,
} from "../sql.ts";
import { math, number } from "./math-function.ts";

const digits = argument("digits", "number");
const factor = argument("factor", "number");

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
  if (places >= scale) return value;
  if (places >= 0 && nodeAt(call, 0).precision?.kind === "integer") return value;
  if (places === 0) return callSql(name, value);
  if (name === "round" || (name === "trunc" && places > 0)) {
    const isNarrow = nodeAt(call, 0).precision?.kind === "integer" && call.dialect === "duckdb";
    return callSql(name, isNarrow ? castSql(value, "DECIMAL(38, 0)") : value, raw(String(places)));
  }
  const power = `1${"0".repeat(Math.abs(places))}`;
  if (places > 0) return roundByPower(call, name, value, places);
  return infix(
    "*",
    callSql(name, sql`${operand(value)} / ${raw(call.dialect === "postgres" ? `${power}.0` : power)}`),
    raw(power),
  );
}

/** Up and down to some decimals. In DuckDB a number whose shift would need more than 38 digits has none that a double could tell. */
function roundByPower(call: LoweringCall, name: RoundingName, value: SqlFragment, places: number): SqlFragment {
  const power = `1${"0".repeat(places)}`;
  const rounded = (one: SqlFragment) =>
    sql`${callSql(name, infix("*", one, raw(power)))} / ${raw(call.dialect === "postgres" ? `${power}.0` : power)}`;
  const { precision } = nodeAt(call, 0);
  if (call.dialect === "postgres" || !isExact(precision) || precision.digits + places <= maximumDigits)
    return rounded(value);
  return call.bind([value], ([one = value]) => {
    const fits = sql`abs(${one}) < ${limitSql(precision.scale + places)}`;
    return sql`CASE WHEN ${fits} THEN ${rounded(one)} ELSE ${toDouble("duckdb", one)} END`;
  });
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

const roundings = [
  { name: "Round", sqlName: "round", description: "Rounded to a number of digits; a half goes away from zero." },
  { name: "Trunc", sqlName: "trunc", description: "Cut off after a number of digits." },
] as const;

export const roundingFunctions: readonly FunctionDefinition[] = [
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
];
