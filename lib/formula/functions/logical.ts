import { dialects } from "../../sql/dialect.ts";
import { join, raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { CheckedExpression } from "../checked.ts";
import { argument, both, compared, type FunctionDefinition, type LoweringCall } from "./definition.ts";
import { meeting } from "./exact-sum.ts";
import { ofAll, ofFirst } from "./precision-rules.ts";
import { at, callSql, isExact, nodeAt, numberLiteral, operand } from "./sql.ts";

const condition = argument("condition", "logical");
const value = argument("value", "T");

function logical(definition: Omit<FunctionDefinition, "category" | "levelKind">): FunctionDefinition {
  return { category: "logical", levelKind: "row", ...definition };
}

/** `WHEN … THEN …` of pairs, and the value that is left over as ELSE. */
function lowerIf(call: LoweringCall): SqlFragment {
  return caseSql(raw("CASE"), meeting(call, resultPlaces(0, call.arguments.length)));
}

function lowerSwitch(call: LoweringCall): SqlFragment {
  const places = resultPlaces(1, call.arguments.length);
  const cases = call.arguments.map((_value, index) => index).filter((index) => !places.includes(index));
  const [value = raw("NULL"), ...rest] = meeting(call, cases, meeting(call, places));
  return caseSql(sql`CASE ${operand(value)}`, rest);
}

function caseSql(head: SqlFragment, values: readonly SqlFragment[]): SqlFragment {
  const parts = [head];
  values.forEach((one, index) => {
    const next = values[index + 1];
    if (index % 2 === 0 && next !== undefined) parts.push(sql`WHEN ${one} THEN ${next}`);
    if (index % 2 === 0 && next === undefined) parts.push(sql`ELSE ${one}`);
  });
  return join([...parts, raw("END")], " ");
}

function lowerChoose(call: LoweringCall): SqlFragment {
  const [index, ...values] = meeting(call, placesFrom(1, call.arguments.length));
  const cases = values.flatMap((one, position) => [raw(String(position + 1)), one]);
  return caseSql(sql`CASE ${operand(index ?? raw("NULL"))}`, cases);
}

function lowerIn(call: LoweringCall): SqlFragment {
  const [first = raw("NULL"), ...candidates] = meeting(call, placesFrom(0, call.arguments.length));
  return sql`${operand(first)} IN (${join(candidates)})`;
}

function lowerBetween(call: LoweringCall): SqlFragment {
  const [first = raw("NULL"), lower = raw("NULL"), upper = raw("NULL")] = meeting(call, [0, 1, 2]);
  const isText = nodeAt(call, 0).type === "text";
  const collation = raw(isText ? dialects[call.dialect].collation : "");
  return sql`${operand(first)}${collation} BETWEEN ${operand(lower)} AND ${operand(upper)}`;
}

/** The first, unless it meets the other in floating point. */
function ofMet(operands: readonly CheckedExpression[]) {
  const isMetExactly = isExact(ofAll(operands)) || !operands.every(({ precision }) => isExact(precision));
  return isMetExactly ? ofFirst(operands) : ({ kind: "double" } as const);
}

/** PostgreSQL holds the result as both are compared, which for an exact number and a double is the double. */
function lowerNullIf(call: LoweringCall): SqlFragment {
  const [value = raw("NULL"), other = raw("NULL")] = meeting(call, [0, 1]);
  const [first, second] = call.node.arguments.map(({ precision }) => isExact(precision));
  if (call.node.type !== "number" || first === second) return callSql("NULLIF", value, other);
  return call.bind([value], ([own = value]) => sql`CASE WHEN ${own} = ${operand(other)} THEN NULL ELSE ${own} END`);
}

/** Where the values of If and Switch stand, without conditions and cases. */
function resultPlaces(from: number, count: number): readonly number[] {
  return placesFrom(from, count).filter((index) => (index - from) % 2 === 1 || index === count - 1);
}

function placesFrom(from: number, count: number): readonly number[] {
  return Array.from({ length: count - from }, (_one, index) => from + index);
}

function results(from: number, operands: readonly CheckedExpression[]): readonly CheckedExpression[] {
  return resultPlaces(from, operands.length).flatMap((index) => operands[index] ?? []);
}

export const logicalFunctions: readonly FunctionDefinition[] = [
  logical({
    name: "If",
    signature: { required: [condition, value], repeated: [condition, value], last: argument("else", "T") },
    result: "T",
    description: "The value of the first condition that is true, else the last value, else Null.",
    example: 'If([Sales] > 1000, "big", [Sales] > 100, "medium", "small")',
    precision: (operands) => ofAll(results(0, operands)),
    grain: (operands) => grainOf(results(0, operands)),
    lowering: both(lowerIf),
  }),
  logical({
    name: "Switch",
    signature: {
      required: [compared("value", "U"), compared("case", "U"), argument("result", "T")],
      repeated: [compared("case", "U"), argument("result", "T")],
      last: argument("else", "T"),
    },
    result: "T",
    description: "The result of the first case that equals the value, else the last result, else Null.",
    example: 'Switch([Status], 0, "open", 1, "closed", "unknown")',
    precision: (operands) => ofAll(results(1, operands)),
    grain: (operands) => grainOf(results(1, operands)),
    lowering: both(lowerSwitch),
  }),
  logical({
    name: "Choose",
    signature: { required: [argument("index", "number"), value], repeated: [value] },
    result: "T",
    description: "The value at a position, counted from 1; Null when there is none.",
    example: 'Choose(Quarter([Order Date]), "winter", "spring", "summer", "autumn")',
    precision: (operands) => ofAll(operands.slice(1)),
    grain: grainOf,
    lowering: both(lowerChoose),
  }),
  logical({
    name: "Coalesce",
    signature: { required: [value], repeated: [value] },
    result: "T",
    description: "The first value that is not Null.",
    example: 'Coalesce([Nickname], [Name], "unknown")',
    precision: ofAll,
    grain: grainOf,
    lowering: both((call) => callSql("COALESCE", ...meeting(call, placesFrom(0, call.arguments.length)))),
  }),
  logical({
    name: "In",
    signature: {
      required: [compared("value", "T"), compared("candidate", "T")],
      repeated: [compared("candidate", "T")],
    },
    result: "logical",
    description: "Whether the value equals one of the candidates.",
    example: 'In([Region], "West", "East")',
    lowering: both(lowerIn),
  }),
  logical({
    name: "Between",
    signature: { required: [compared("value", "T"), compared("lower", "T"), compared("upper", "T")] },
    result: "logical",
    description:
      "Whether the value lies between two bounds, both included. An upper bound that is a plain date is its midnight.",
    example: "Between([Sales], 100, 200)",
    lowering: both(lowerBetween),
  }),
  logical({
    name: "IsNull",
    signature: { required: [argument("value", "any")] },
    result: "logical",
    description: "Whether the value is Null.",
    example: "IsNull([Ship Date])",
    lowering: both((call) => sql`${operand(at(call, 0))} IS NULL`),
  }),
  logical({
    name: "IsNotNull",
    signature: { required: [argument("value", "any")] },
    result: "logical",
    description: "Whether the value is not Null.",
    example: "IsNotNull([Ship Date])",
    lowering: both((call) => sql`${operand(at(call, 0))} IS NOT NULL`),
  }),
  logical({
    name: "Zn",
    signature: { required: [argument("number", "number")] },
    result: "number",
    description: "The number, or zero in place of Null.",
    example: "Zn([Discount])",
    precision: ofFirst,
    lowering: both((call) => call.lowerCall("Coalesce", [nodeAt(call, 0), numberLiteral(0)])),
  }),
  logical({
    name: "NullIf",
    signature: { required: [compared("value", "T"), compared("other", "T")] },
    result: "T",
    description: "Null when the two are equal, else the first.",
    example: 'NullIf([Region], "n/a")',
    precision: ofMet,
    lowering: both(lowerNullIf),
  }),
];

/** A time where any of them has one. */
export function grainOf(operands: readonly CheckedExpression[]) {
  const grains = operands.map(({ grain }) => grain).filter((grain) => grain !== undefined);
  return grains.includes("time") ? "time" : grains[0];
}
