import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import { argument, both, compared, type FunctionDefinition, type Lowering, type LoweringCall } from "../definition.ts";
import { meeting } from "../exact-sum.ts";
import { grainOf } from "../logical.ts";
import { asInteger, ofAll } from "../precision-rules.ts";
import { at, callSql, macro, operand, toDouble } from "../sql.ts";
import { math, number } from "./math-function.ts";

/** Null when any is Null, unlike what both engines do by themselves. */
function lowerExtremeOf(name: "greatest" | "least"): Lowering {
  return (call) =>
    call.bind(met(call), (values) => {
      const anyNull = values
        .map((value) => sql`${operand(value)} IS NULL`)
        .reduce((left, right) => sql`${left} OR ${right}`);
      return sql`CASE WHEN ${anyNull} THEN NULL ELSE ${callSql(name, ...collate(call, values))} END`;
    });
}

function met(call: LoweringCall): readonly SqlFragment[] {
  return meeting(
    call,
    call.arguments.map((_value, index) => index),
  );
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

export const choiceFunctions: readonly FunctionDefinition[] = [
  ...(["Greatest", "Least"] as const).flatMap((name) => [
    math({
      name,
      signature: { required: [compared("value", "T")], repeated: [compared("value", "T")] },
      result: "T",
      description: `The ${name === "Greatest" ? "largest" : "smallest"} of the values; Null when one is Null.`,
      example: `${name}([Sales], [Target])`,
      precision: ofAll,
      grain: grainOf,
      lowering: both(lowerExtremeOf(name === "Greatest" ? "greatest" : "least")),
    }),
    math({
      name: `${name}NonNull`,
      signature: { required: [compared("value", "T")], repeated: [compared("value", "T")] },
      result: "T",
      description: `The ${name === "Greatest" ? "largest" : "smallest"} of the values that are not Null.`,
      example: `${name}NonNull([Sales], [Target])`,
      precision: ofAll,
      grain: grainOf,
      lowering: both((call) => callSql(name.toLowerCase(), ...collate(call, met(call)))),
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
];
