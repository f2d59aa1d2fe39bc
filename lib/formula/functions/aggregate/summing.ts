import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import type { CheckedExpression } from "../../checked.ts";
import {
  type ArgumentProblem,
  argument,
  both,
  compared,
  type FunctionDefinition,
  type Lowering,
  type LoweringCall,
} from "../definition.ts";
import { sumSql } from "../exact-sum.ts";
import { asInteger, mayOutgrowTotal, ofFirst, ofProduct, ofTotal } from "../precision-rules.ts";
import { at, callSql, collated, infix, isExact, named, nodeAt, toDouble } from "../sql.ts";
import { aggregate, column } from "./aggregate-function.ts";

const orderable = argument("column", ["number", "date", "text", "logical"]);

const condition = argument("condition", "logical");

const conditions = { required: [column, condition], repeated: [condition] };

/** `… FILTER (WHERE …)` of the conditions from argument `from` on. */
function filtered(call: LoweringCall, value: SqlFragment, from: number): SqlFragment {
  const given = call.arguments.slice(from);
  return given.length === 0 ? value : sql`${value} FILTER (WHERE ${infix("AND", ...given)})`;
}

/** A double in both: PostgreSQL averages decimals to as many digits as it likes, and DuckDB's sum of large ones could overflow. */
function lowerAverage(call: LoweringCall): SqlFragment {
  const { precision } = nodeAt(call, 0);
  const isLarge = isExact(precision) && mayOutgrowTotal(precision);
  const value = call.dialect === "duckdb" && isLarge ? toDouble("duckdb", at(call, 0)) : at(call, 0);
  const average = filtered(call, callSql("avg", value), 1);
  return call.dialect === "postgres" ? toDouble("postgres", average) : average;
}

function lowerCount(call: LoweringCall): SqlFragment {
  const [value] = call.arguments;
  return callSql("count", value ?? raw("*"));
}

function lowerDistinct(call: LoweringCall): SqlFragment {
  return filtered(call, sql`count(DISTINCT ${at(call, 0)})`, 1);
}

/** Texts by code point; truth values in PostgreSQL by and, or. */
export function extremeSql(call: LoweringCall, name: "min" | "max"): SqlFragment {
  const isTruth = nodeAt(call, 0).type === "logical" && call.dialect === "postgres";
  const truth = name === "min" ? "bool_and" : "bool_or";
  return callSql(isTruth ? truth : name, collated(call, 0));
}

function lowerExtreme(name: "min" | "max"): Lowering {
  return (call) => filtered(call, extremeSql(call, name), 1);
}

function lowerSumProduct(call: LoweringCall): SqlFragment {
  const names = call.arguments.map((_value, index) => [`value ${index}`, named(call, index)] as const);
  return call.formula(`Sum(${names.map(([name]) => `[${name}]`).join(" * ")})`, Object.fromEntries(names));
}

function ofProducts(operands: readonly CheckedExpression[]) {
  const [first, ...rest] = operands;
  if (first === undefined) return undefined;
  let precision = first.precision;
  for (const next of rest) {
    precision = ofProduct([{ ...first, ...(precision === undefined ? {} : { precision }) }, next]);
  }
  return ofTotal([{ ...first, ...(precision === undefined ? {} : { precision }) }]);
}

function checkOrderable([value]: readonly CheckedExpression[]): readonly ArgumentProblem[] {
  if (value?.type !== "variant") return [];
  const message = "An array or record has no order. Convert it with Text(…) or Number(…).";
  return [{ index: 0, code: "argument_type", message }];
}

export const summingFunctions: readonly FunctionDefinition[] = [
  aggregate({
    name: "Sum",
    signature: { required: [column] },
    result: "number",
    description: "The sum of the numbers; Nulls are skipped.",
    example: "Sum([Sales])",
    precision: ofTotal,
    lowering: both((call) => sumSql(call, (aggregate) => filtered(call, aggregate, 1))),
  }),
  aggregate({
    name: "SumIf",
    signature: conditions,
    result: "number",
    description: "The sum of the numbers of the rows where all conditions are true.",
    example: 'SumIf([Sales], [Region] = "West")',
    precision: ofTotal,
    lowering: both((call) => sumSql(call, (aggregate) => filtered(call, aggregate, 1))),
  }),
  aggregate({
    name: "Avg",
    signature: { required: [column] },
    result: "number",
    description: "The mean of the numbers; Nulls are skipped.",
    example: "Avg([Sales])",
    lowering: both(lowerAverage),
  }),
  aggregate({
    name: "AvgIf",
    signature: conditions,
    result: "number",
    description: "The mean of the numbers of the rows where all conditions are true.",
    example: 'AvgIf([Sales], [Region] = "West")',
    lowering: both(lowerAverage),
  }),
  aggregate({
    name: "Count",
    signature: { required: [], optional: [argument("column", "any")] },
    result: "number",
    description: "The number of rows, or of rows where the column is not Null.",
    example: "Count()",
    precision: asInteger,
    lowering: both(lowerCount),
  }),
  aggregate({
    name: "CountIf",
    signature: { required: [condition], repeated: [condition] },
    result: "number",
    description: "The number of rows where all conditions are true.",
    example: "CountIf([Sales] > 100)",
    precision: asInteger,
    lowering: both((call) => filtered(call, raw("count(*)"), 0)),
  }),
  aggregate({
    name: "CountDistinct",
    aliases: ["Ndv"],
    signature: { required: [compared("column", "any")] },
    result: "number",
    description: "The number of different values; Null is not counted.",
    example: "CountDistinct([Customer])",
    precision: asInteger,
    lowering: both(lowerDistinct),
  }),
  aggregate({
    name: "CountDistinctIf",
    signature: { required: [compared("column", "any"), condition], repeated: [condition] },
    result: "number",
    description: "The number of different values on the rows where all conditions are true.",
    example: 'CountDistinctIf([Customer], [Region] = "West")',
    precision: asInteger,
    lowering: both(lowerDistinct),
  }),
  ...(["Min", "Max"] as const).flatMap((name) => [
    aggregate({
      name,
      signature: { required: [{ ...orderable, type: "T" }] },
      result: "T",
      description: `The ${name === "Min" ? "smallest" : "largest"} value: of numbers, dates or texts (by code point).`,
      example: `${name}([Order Date])`,
      precision: ofFirst,
      check: checkOrderable,
      lowering: both(lowerExtreme(name === "Min" ? "min" : "max")),
    }),
    aggregate({
      name: `${name}If`,
      signature: { required: [{ ...orderable, type: "T" }, condition], repeated: [condition] },
      result: "T",
      description: `The ${name === "Min" ? "smallest" : "largest"} value of the rows where all conditions are true.`,
      example: `${name}If([Sales], [Region] = "West")`,
      precision: ofFirst,
      check: checkOrderable,
      lowering: both(lowerExtreme(name === "Min" ? "min" : "max")),
    }),
  ]),
  aggregate({
    name: "SumProduct",
    signature: { required: [column], repeated: [column] },
    result: "number",
    description: "The sum of the products of the columns.",
    example: "SumProduct([Price], [Quantity])",
    precision: ofProducts,
    lowering: both(lowerSumProduct),
  }),
];
