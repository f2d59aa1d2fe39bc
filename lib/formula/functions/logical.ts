import { dialects } from "../../sql/dialect.ts";
import { join, raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { CheckedExpression } from "../checked.ts";
import { argument, both, type FunctionDefinition, type LoweringCall } from "./definition.ts";
import { ofAll, ofFirst } from "./precision-rules.ts";
import { at, callSql, nodeAt, numberLiteral, operand } from "./sql.ts";

const condition = argument("condition", "logical");
const value = argument("value", "T");

function logical(definition: Omit<FunctionDefinition, "category" | "levelKind">): FunctionDefinition {
  return { category: "logical", levelKind: "row", ...definition };
}

/** `WHEN … THEN …` of pairs, and the value that is left over as ELSE. */
function lowerIf(call: LoweringCall): SqlFragment {
  return caseSql(raw("CASE"), call.arguments);
}

function lowerSwitch(call: LoweringCall): SqlFragment {
  return caseSql(sql`CASE ${operand(at(call, 0))}`, call.arguments.slice(1));
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
  const [index, ...values] = call.arguments;
  const cases = values.flatMap((one, position) => [raw(String(position + 1)), one]);
  return caseSql(sql`CASE ${operand(index ?? raw("NULL"))}`, cases);
}

function lowerIn(call: LoweringCall): SqlFragment {
  const [first = raw("NULL"), ...candidates] = call.arguments;
  return sql`${operand(first)} IN (${join(candidates)})`;
}

function lowerBetween(call: LoweringCall): SqlFragment {
  const [first = raw("NULL"), lower = raw("NULL"), upper = raw("NULL")] = call.arguments;
  const isText = nodeAt(call, 0).type === "text";
  const collation = raw(isText ? dialects[call.dialect].collation : "");
  return sql`${operand(first)}${collation} BETWEEN ${operand(lower)} AND ${operand(upper)}`;
}

/** The values of If and Switch, without conditions and cases. */
function results(from: number, operands: readonly CheckedExpression[]): readonly CheckedExpression[] {
  return operands.filter((_one, index) => {
    const position = index - from;
    return position >= 0 && (position % 2 === 1 || index === operands.length - 1);
  });
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
      required: [argument("value", "U"), argument("case", "U"), argument("result", "T")],
      repeated: [argument("case", "U"), argument("result", "T")],
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
    lowering: both((call) => callSql("COALESCE", ...call.arguments)),
  }),
  logical({
    name: "In",
    signature: { required: [value, argument("candidate", "T")], repeated: [argument("candidate", "T")] },
    result: "logical",
    description: "Whether the value equals one of the candidates.",
    example: 'In([Region], "West", "East")',
    lowering: both(lowerIn),
  }),
  logical({
    name: "Between",
    signature: { required: [value, argument("lower", "T"), argument("upper", "T")] },
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
    signature: { required: [value, argument("other", "T")] },
    result: "T",
    description: "Null when the two are equal, else the first.",
    example: 'NullIf([Region], "n/a")',
    precision: ofFirst,
    lowering: both((call) => callSql("NULLIF", ...call.arguments)),
  }),
];

function grainOf(operands: readonly CheckedExpression[]) {
  const grains = operands.map(({ grain }) => grain).filter((grain) => grain !== undefined);
  return grains.includes("time") ? "time" : grains[0];
}
