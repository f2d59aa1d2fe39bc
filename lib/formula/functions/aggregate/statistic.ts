import { dialects } from "../../../sql/dialect.ts";
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
import { ofFirst } from "../precision-rules.ts";
import { at, callSql, castSql, collated, literalNumber, toDouble } from "../sql.ts";
import { aggregate, column } from "./aggregate-function.ts";

/** Where nothing varies, DuckDB says NaN and PostgreSQL says Null. */
function lowerStatistic(name: string): Lowering {
  return (call) => {
    const statistic = callSql(name, ...call.arguments.map((value) => toDouble(call.dialect, value)));
    return call.dialect === "duckdb" ? callSql("NULLIF", statistic, raw("CAST('NaN' AS DOUBLE)")) : statistic;
  };
}

function lowerPercentile(kind: "cont" | "disc"): Lowering {
  return (call) => percentile(call, kind, toDouble(call.dialect, at(call, 1)));
}

function percentile(call: LoweringCall, kind: "cont" | "disc", fraction: SqlFragment): SqlFragment {
  const value = kind === "cont" ? toDouble(call.dialect, at(call, 0)) : collated(call, 0);
  if (call.dialect === "duckdb") return callSql(`quantile_${kind}`, value, fraction);
  return sql`${raw(`percentile_${kind}`)}(${fraction}) WITHIN GROUP (ORDER BY ${value})`;
}

function checkFraction([, fraction]: readonly CheckedExpression[]): readonly ArgumentProblem[] {
  const value = literalNumber(fraction);
  if (value !== undefined && value >= 0 && value <= 1) return [];
  return [
    { index: 1, code: "argument_value", message: "The percentile is a number between 0 and 1, written as a literal." },
  ];
}

export const statisticFunctions: readonly FunctionDefinition[] = [
  aggregate({
    name: "Median",
    signature: { required: [column] },
    result: "number",
    description: "The middle number; the mean of the two middle ones when there are two.",
    example: "Median([Sales])",
    lowering: both((call) => percentile(call, "cont", castSql(raw("0.5"), dialects[call.dialect].types.double))),
  }),
  aggregate({
    name: "PercentileCont",
    signature: { required: [column, argument("fraction", "number", { literal: true })] },
    result: "number",
    description: "The number below which a fraction of the numbers lies, interpolated.",
    example: "PercentileCont([Sales], 0.9)",
    check: checkFraction,
    lowering: both(lowerPercentile("cont")),
  }),
  aggregate({
    name: "PercentileDisc",
    signature: { required: [compared("column", "T"), argument("fraction", "number", { literal: true })] },
    result: "T",
    description: "The first value at or above a fraction of the sorted values.",
    example: "PercentileDisc([Sales], 0.9)",
    precision: ofFirst,
    check: checkFraction,
    lowering: both(lowerPercentile("disc")),
  }),
  ...[
    { name: "StdDev", sqlName: "stddev_samp", description: "The standard deviation of a sample (n − 1)." },
    { name: "Variance", sqlName: "var_samp", description: "The variance of a sample (n − 1)." },
    { name: "VariancePop", sqlName: "var_pop", description: "The variance of a whole population (n)." },
  ].map(({ name, sqlName, description }) =>
    aggregate({
      name,
      signature: { required: [column] },
      result: "number",
      description,
      example: `${name}([Sales])`,
      lowering: both(lowerStatistic(sqlName)),
    }),
  ),
  ...[
    { name: "Corr", sqlName: "corr", description: "Pearson's correlation of two columns, −1 to 1." },
    { name: "RegressionSlope", sqlName: "regr_slope", description: "The slope of the line that fits y over x best." },
    {
      name: "RegressionIntercept",
      sqlName: "regr_intercept",
      description: "Where the line that fits y over x best meets x = 0.",
    },
    { name: "RegressionR2", sqlName: "regr_r2", description: "How much of y the line over x explains, 0 to 1." },
  ].map(({ name, sqlName, description }) =>
    aggregate({
      name,
      signature: { required: [argument("y", "number"), argument("x", "number")] },
      result: "number",
      description,
      example: `${name}([Sales], [Discount])`,
      lowering: both(lowerStatistic(sqlName)),
    }),
  ),
];
