import { dialects } from "../../sql/dialect.ts";
import { join, raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { CheckedExpression } from "../checked.ts";
import { lowerFirstOfGroup, lowerLastOfGroup } from "./aggregate.ts";
import {
  type ArgumentProblem,
  argument,
  both,
  type FunctionDefinition,
  type Lowering,
  type LoweringCall,
} from "./definition.ts";
import { asDouble, asInteger, ofFirst, ofTotal } from "./precision-rules.ts";
import { at, callSql, castSql, collated, literalNumber, nodeAt, operand, toDouble, wholeSql } from "./sql.ts";

/** Window functions run over the rows of their level: `context.window` has the partition and the order. */

const number = argument("column", "number");
const anything = argument("column", "T");
const direction = argument("direction", "text", { values: ["asc", "desc"] });

function window(
  definition: Omit<FunctionDefinition, "category" | "levelKind"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "window", levelKind: "window", ...definition };
}

type Frame = {
  readonly partitionBy?: readonly SqlFragment[];
  readonly orderBy?: readonly SqlFragment[];
  readonly rows?: SqlFragment;
};

/** `… OVER (PARTITION BY … ORDER BY … ROWS …)`; what the frame does not say comes from the context. */
function over(call: LoweringCall, value: SqlFragment, frame: Frame = {}): SqlFragment {
  const { window: rows } = call.context;
  if (rows === undefined) throw new Error(`${call.node.name} needs the rows that it runs over.`);
  const partitionBy = [...rows.partitionBy, ...(frame.partitionBy ?? [])];
  const orderBy = frame.orderBy ?? rows.orderBy;
  const parts = [
    ...(partitionBy.length === 0 ? [] : [sql`PARTITION BY ${join(partitionBy)}`]),
    ...(orderBy.length === 0 ? [] : [sql`ORDER BY ${join(orderBy)}`]),
    ...(frame.rows === undefined || orderBy.length === 0 ? [] : [frame.rows]),
  ];
  return sql`${value} OVER (${join(parts, " ")})`;
}

const untilHere = raw("ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
const allRows = raw("ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING");

/** The SQL aggregate of a running or moving function. */
type Running = (call: LoweringCall) => SqlFragment;

const running: Readonly<Record<string, Running>> = {
  Sum: (call) => callSql("sum", at(call, 0)),
  Avg: (call) => callSql("avg", toDouble(call.dialect, at(call, 0))),
  Count: (call) => callSql("count", at(call, 0)),
  Min: (call) => callSql("min", collated(call, 0)),
  Max: (call) => callSql("max", collated(call, 0)),
  StdDev: (call) => callSql("stddev_samp", toDouble(call.dialect, at(call, 0))),
  Variance: (call) => callSql("var_samp", toDouble(call.dialect, at(call, 0))),
  Corr: (call) => callSql("corr", toDouble(call.dialect, at(call, 0)), toDouble(call.dialect, at(call, 1))),
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
  return [name === "Min" || name === "Max" ? anything : name === "Count" ? argument("column", "any") : number];
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
    lowering: both((call) => withoutNan(call, name, over(call, aggregate(call), { rows: untilHere }))),
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
      withoutNan(call, name, over(call, aggregate(call), { rows: boundsOf(call, columns.length) })),
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

/** Lag and Lead: a negative offset looks the other way. */
function lowerShift(name: "lag" | "lead"): Lowering {
  return (call) => {
    const offset = call.arguments.length > 1 ? wholeSql(call, 1) : raw("1");
    const [value, fallback] = sameHolding(call);
    return over(call, callSql(name, value, offset, ...(fallback === undefined ? [] : [fallback])));
  };
}

/** PostgreSQL wants the default held exactly as the value is. */
function sameHolding(call: LoweringCall): readonly [SqlFragment, SqlFragment | undefined] {
  const value = at(call, 0);
  const fallback = call.arguments[2];
  if (fallback === undefined || call.node.type !== "number" || call.dialect === "duckdb") return [value, fallback];
  const { kind } = call.node.precision ?? { kind: "double" };
  const typeName = kind === "double" ? dialects.postgres.types.double : "numeric";
  return [castSql(value, typeName), castSql(fallback, typeName)];
}

function lowerEdgeValue(name: "first_value" | "last_value"): Lowering {
  return (call) => over(call, callSql(name, at(call, 0)), { rows: allRows });
}

/** PostgreSQL has no IGNORE NULLS: an array of the values that are there. */
function lowerNonNull(edgeName: "first" | "last"): Lowering {
  return (call) => {
    if (call.node.levelKind === "aggregate")
      return edgeName === "first" ? lowerFirstOfGroup(call) : lowerLastOfGroup(call);
    const value = at(call, 0);
    if (call.dialect === "duckdb")
      return over(call, callSql(`${edgeName}_value`, sql`${value} IGNORE NULLS`), { rows: allRows });
    const orderBy = call.context.window?.orderBy ?? [];
    const found = over(call, sql`array_agg(${value}) FILTER (WHERE ${operand(value)} IS NOT NULL)`, { rows: allRows });
    if (edgeName === "first") return sql`(${found})[1]`;
    const count = over(call, callSql("count", value), { rows: allRows });
    return sql`(${found})[${orderBy.length === 0 ? raw("1") : count}]`;
  };
}

function lowerNth(call: LoweringCall): SqlFragment {
  const place = callSql("NULLIF", callSql("greatest", wholeSql(call, 1, 0), raw("0")), raw("0"));
  return over(call, callSql("nth_value", at(call, 0), place), { rows: allRows });
}

function lowerFillDown(call: LoweringCall): SqlFragment {
  return over(call, callSql("last_value", sql`${at(call, 0)} IGNORE NULLS`), { rows: untilHere });
}

function lowerValueInGroup(call: LoweringCall): SqlFragment {
  const value = at(call, 0);
  const found = sql`array_agg(${value}) FILTER (WHERE ${operand(value)} IS NOT NULL)`;
  return sql`(${over(call, found, { partitionBy: [at(call, 1)], orderBy: [] })})[1]`;
}

/** By a column in a direction, or by the element's own order. Nulls come last either way. */
function rankOrder(call: LoweringCall, index: number): readonly SqlFragment[] {
  const node = call.node.arguments[index];
  if (node === undefined) return call.context.window?.orderBy ?? [];
  const directionNode = call.node.arguments[index + 1];
  const isDescending = directionNode?.kind === "literal" && String(directionNode.value).toLowerCase() === "desc";
  return [sql`${operand(collated(call, index))} ${raw(isDescending ? "DESC" : "ASC")} NULLS LAST`];
}

function lowerRank(name: string): Lowering {
  return (call) => over(call, callSql(name), { orderBy: rankOrder(call, 0) });
}

function lowerRowNumber(call: LoweringCall): SqlFragment {
  const own = rankOrder(call, 0);
  const ties = call.arguments.length === 0 ? [] : (call.context.window?.orderBy ?? []);
  return over(call, callSql("row_number"), { orderBy: [...own, ...ties] });
}

function lowerNtile(call: LoweringCall): SqlFragment {
  const ties = call.context.window?.orderBy ?? [];
  return over(call, callSql("ntile", wholeSql(call, 0, 1)), { orderBy: [...rankOrder(call, 1), ...ties] });
}

function checkPositive(index: number, name: string) {
  return (operands: readonly CheckedExpression[]): readonly ArgumentProblem[] => {
    const value = literalNumber(operands[index]);
    if (value !== undefined && value >= 1) return [];
    return [
      { index, code: "argument_value", message: `${name} needs a whole number of at least 1, written as a literal.` },
    ];
  };
}

const ranks = [
  { name: "Rank", sqlName: "rank", description: "The rank, with gaps after ties.", precision: asInteger },
  { name: "RankDense", sqlName: "dense_rank", description: "The rank, without gaps.", precision: asInteger },
  { name: "RankPercentile", sqlName: "percent_rank", description: "The rank as a share, 0 to 1.", precision: asDouble },
  { name: "CumeDist", sqlName: "cume_dist", description: "The share of rows up to this value.", precision: asDouble },
];

const lookbackPeriods = ["year", "quarter", "month", "week", "day", "hour"] as const;

/** The value of the row whose date lies so many periods before this row's. */
function lowerLookback(call: LoweringCall): SqlFragment {
  const date = at(call, 1);
  const amount = literalNumber(call.node.arguments[2]) ?? 1;
  const period = nodeAt(call, 3);
  const word = period.kind === "literal" ? String(period.value).toLowerCase() : "day";
  const months: Readonly<Record<string, string>> = { quarter: "3 months", year: "1 year" };
  const unit = months[word] ?? `1 ${word}`;
  const [count = "1", name = word] = unit.split(" ");
  const interval = `INTERVAL '${Math.abs(Math.trunc(amount)) * Number(count)} ${name}'`;
  const side = amount < 0 ? "FOLLOWING" : "PRECEDING";
  const rows = raw(`RANGE BETWEEN ${interval} ${side} AND ${interval} ${side}`);
  return over(call, callSql("first_value", at(call, 0)), { orderBy: [date], rows });
}

export const windowFunctions: readonly FunctionDefinition[] = [
  ...Object.entries(running).map(([name, aggregate]) => cumulative(name, aggregate)),
  ...Object.entries(running).map(([name, aggregate]) => moving(name, aggregate)),
  ...ranks.map(({ name, sqlName, description, precision }) =>
    window({
      name,
      signature:
        name === "CumeDist" || name === "RankPercentile"
          ? { required: [argument("column", "any")], optional: [direction] }
          : { required: [], optional: [argument("column", "any"), direction] },
      result: "number",
      description: `${description} Null comes last.`,
      example: `${name}([Sales], "desc")`,
      precision,
      lowering: both(lowerRank(sqlName)),
    }),
  ),
  window({
    name: "RowNumber",
    signature: { required: [], optional: [argument("column", "any"), direction] },
    result: "number",
    description: "The number of the row, from 1.",
    example: "RowNumber()",
    precision: asInteger,
    lowering: both(lowerRowNumber),
  }),
  window({
    name: "Ntile",
    signature: { required: [argument("ranks", "number"), argument("column", "any")], optional: [direction] },
    result: "number",
    description: "Divides the rows into so many parts of equal size and numbers them from 1.",
    example: "Ntile(4, [Sales])",
    precision: asInteger,
    check: checkPositive(0, "Ntile"),
    lowering: both(lowerNtile),
  }),
  ...(["Lag", "Lead"] as const).map((name) =>
    window({
      name,
      signature: {
        required: [argument("value", "T")],
        optional: [argument("offset", "number"), argument("default", "T")],
      },
      result: "T",
      description: `The value some rows ${name === "Lag" ? "above" : "below"}, by default of the ${name === "Lag" ? "previous" : "next"} row.`,
      example: `${name}([Sales], 1, 0)`,
      precision: ofFirst,
      lowering: both(lowerShift(name === "Lag" ? "lag" : "lead")),
    }),
  ),
  ...(["First", "Last"] as const).map((name) =>
    window({
      name,
      signature: { required: [anything] },
      result: "T",
      description: `The value of the ${name.toLowerCase()} row.`,
      example: `${name}([Sales])`,
      precision: ofFirst,
      lowering: both(lowerEdgeValue(name === "First" ? "first_value" : "last_value")),
    }),
  ),
  ...(["First", "Last"] as const).map((name) =>
    window({
      name: `${name}NonNull`,
      levelKind: "either",
      signature: { required: [anything] },
      result: "T",
      description: `The ${name.toLowerCase()} value that is not Null.`,
      example: `${name}NonNull([Rating])`,
      precision: ofFirst,
      lowering: both(lowerNonNull(name === "First" ? "first" : "last")),
    }),
  ),
  window({
    name: "Nth",
    signature: { required: [anything, argument("n", "number")] },
    result: "T",
    description: "The value of the n-th row, counted from 1.",
    example: "Nth([Sales], 2)",
    precision: ofFirst,
    lowering: both(lowerNth),
  }),
  window({
    name: "FillDown",
    signature: { required: [anything] },
    result: "T",
    description: "The value, or the last one above that is not Null.",
    example: "FillDown([Category])",
    precision: ofFirst,
    lowering: both(lowerFillDown),
  }),
  window({
    name: "ValueInGroup",
    signature: { required: [anything, argument("group", "number")] },
    result: "T",
    description: "The one value of the rows that share a group.",
    example: "ValueInGroup([Category], 1)",
    precision: ofFirst,
    isInternal: true,
    lowering: both(lowerValueInGroup),
  }),
  window({
    name: "DateLookback",
    signature: {
      required: [
        argument("value", "T"),
        argument("date", "date"),
        argument("amount", "number", { literal: true }),
        argument("period", "text", { values: lookbackPeriods }),
      ],
    },
    result: "T",
    description:
      "The value of the row whose date lies so many periods earlier. The date is a DateTrunc that the rows are grouped by.",
    example: 'DateLookback(Sum([Sales]), DateTrunc("month", [Order Date]), 1, "year")',
    precision: ofFirst,
    grain: ([value]) => value?.grain,
    lowering: both(lowerLookback),
  }),
];
