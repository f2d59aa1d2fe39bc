import { raw, type SqlFragment } from "../../../sql/fragment.ts";
import type { CheckedExpression } from "../../checked.ts";
import { extremeSql } from "../aggregate/summing.ts";
import {
  type ArgumentProblem,
  argument,
  both,
  compared,
  type FunctionDefinition,
  type LoweringCall,
} from "../definition.ts";
import { sumSql } from "../exact-sum.ts";
import { asDouble, asInteger, ofFirst, ofTotal } from "../precision-rules.ts";
import { at, callSql, literalNumber, toDouble } from "../sql.ts";
import { number, over, untilHere, window } from "./window-function.ts";

/** The SQL aggregate of a running or moving function. */
type Running = (call: LoweringCall, complete: (aggregate: SqlFragment) => SqlFragment) => SqlFragment;

function simple(aggregate: (call: LoweringCall) => SqlFragment): Running {
  return (call, complete) => complete(aggregate(call));
}

const running: Readonly<Record<string, Running>> = {
  Sum: sumSql,
  Avg: simple((call) => callSql("avg", toDouble(call.dialect, at(call, 0)))),
  Count: simple((call) => callSql("count", at(call, 0))),
  Min: simple((call) => extremeSql(call, "min")),
  Max: simple((call) => extremeSql(call, "max")),
  StdDev: simple((call) => callSql("stddev_samp", toDouble(call.dialect, at(call, 0)))),
  Variance: simple((call) => callSql("var_samp", toDouble(call.dialect, at(call, 0)))),
  Corr: simple((call) => callSql("corr", toDouble(call.dialect, at(call, 0)), toDouble(call.dialect, at(call, 1)))),
};

const runningWords: Readonly<Record<string, string>> = {
  Sum: "sum",
  Avg: "mean",
  Count: "number of values",
  Min: "smallest value",
  Max: "largest value",
  StdDev: "standard deviation",
  Variance: "variance",
  Corr: "correlation of two columns",
};

const runningPrecision: Readonly<Record<string, FunctionDefinition["precision"]>> = {
  Sum: ofTotal,
  Count: asInteger,
  Min: ofFirst,
  Max: ofFirst,
};

function columnsOf(name: string) {
  if (name === "Corr") return [argument("y", "number"), argument("x", "number")];
  return [
    name === "Min" || name === "Max" ? compared("column", "T") : name === "Count" ? argument("column", "any") : number,
  ];
}

/** Where nothing varies, DuckDB says NaN and PostgreSQL says Null. */
function withoutNan(call: LoweringCall, name: string, value: SqlFragment): SqlFragment {
  return call.dialect === "duckdb" && name === "Corr" ? callSql("NULLIF", value, raw("CAST('NaN' AS DOUBLE)")) : value;
}

function cumulative(name: string, aggregate: Running): FunctionDefinition {
  const isTyped = name === "Min" || name === "Max";
  return window({
    name: `Cumulative${name}`,
    signature: { required: columnsOf(name) },
    result: isTyped ? "T" : "number",
    description: `The ${runningWords[name]} of all rows up to this one.`,
    example: name === "Corr" ? "CumulativeCorr([Sales], [Discount])" : `Cumulative${name}([Sales])`,
    precision: runningPrecision[name] ?? asDouble,
    lowering: both((call) =>
      withoutNan(
        call,
        name,
        aggregate(call, (one) => over(call, one, { rows: untilHere })),
      ),
    ),
  });
}

function moving(name: string, aggregate: Running): FunctionDefinition {
  const isTyped = name === "Min" || name === "Max";
  const columns = columnsOf(name);
  return window({
    name: `Moving${name}`,
    signature: { required: [...columns, argument("above", "number")], optional: [argument("below", "number")] },
    result: isTyped ? "T" : "number",
    description: `The ${runningWords[name]} of some rows above to some rows below this one. A negative number counts the other way.`,
    example: name === "Corr" ? "MovingCorr([Sales], [Discount], 6)" : `Moving${name}([Sales], 6)`,
    precision: runningPrecision[name] ?? asDouble,
    check: (operands) => checkBounds(operands, columns.length),
    lowering: both((call) =>
      withoutNan(
        call,
        name,
        aggregate(call, (one) => over(call, one, { rows: boundsOf(call, columns.length) })),
      ),
    ),
  });
}

/** Engines want constants here: literals, or controls, whose values are known when the query is written. */
function checkBounds(operands: readonly CheckedExpression[], from: number): readonly ArgumentProblem[] {
  return operands.slice(from).flatMap((node, offset) => {
    const isConstant =
      literalNumber(node) !== undefined || (node.kind === "reference" && node.binding.kind === "control");
    const message = "The bounds of a moving function are numbers written as literals, or controls.";
    return isConstant ? [] : [{ index: from + offset, code: "literal_required", message }];
  });
}

function boundsOf(call: LoweringCall, from: number): SqlFragment {
  const above = -Math.trunc(constantAt(call, from) ?? 0);
  const below = Math.trunc(constantAt(call, from + 1) ?? 0);
  if (above > below) return raw("ROWS BETWEEN 2 FOLLOWING AND 1 FOLLOWING");
  return raw(`ROWS BETWEEN ${edge(above)} AND ${edge(below)}`);
}

const furthest = 1_000_000_000;

function edge(offset: number): string {
  const rows = Math.min(Math.abs(offset), furthest);
  if (rows === 0) return "CURRENT ROW";
  return `${rows} ${offset < 0 ? "PRECEDING" : "FOLLOWING"}`;
}

function constantAt(call: LoweringCall, index: number): number | undefined {
  const node = call.node.arguments[index];
  const literal = literalNumber(node);
  if (literal !== undefined || node?.kind !== "reference" || node.binding.kind !== "control") return literal;
  const value = Number(call.context.controlValue?.(node.binding) ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

export const runningFunctions: readonly FunctionDefinition[] = [
  ...Object.entries(running).map(([name, aggregate]) => cumulative(name, aggregate)),
  ...Object.entries(running).map(([name, aggregate]) => moving(name, aggregate)),
];
