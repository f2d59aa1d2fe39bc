import { dialects } from "../../sql/dialect.ts";
import { join, raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { CheckedExpression } from "../checked.ts";
import {
  type ArgumentProblem,
  argument,
  both,
  type FunctionDefinition,
  type Lowering,
  type LoweringCall,
} from "./definition.ts";
import { asInteger, ofFirst, ofProduct, ofTotal } from "./precision-rules.ts";
import { at, callSql, castSql, collated, infix, literalNumber, named, nodeAt, operand, toDouble } from "./sql.ts";

const column = argument("column", "number");
const orderable = argument("column", ["number", "date", "text", "logical"]);
const condition = argument("condition", "logical");
const conditions = { required: [column, condition], repeated: [condition] };

function aggregate(
  definition: Omit<FunctionDefinition, "category" | "levelKind"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "aggregate", levelKind: "aggregate", ...definition };
}

/** `… FILTER (WHERE …)` of the conditions from argument `from` on. */
function filtered(call: LoweringCall, value: SqlFragment, from: number): SqlFragment {
  const given = call.arguments.slice(from);
  return given.length === 0 ? value : sql`${value} FILTER (WHERE ${infix("AND", ...given)})`;
}

function lowerWith(name: string): Lowering {
  return (call) => filtered(call, callSql(name, at(call, 0)), 1);
}

/** PostgreSQL averages decimals to as many digits as it likes; both give a double. */
function lowerAverage(call: LoweringCall): SqlFragment {
  const average = filtered(call, callSql("avg", at(call, 0)), 1);
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
function lowerExtreme(name: "min" | "max"): Lowering {
  const truth = name === "min" ? "bool_and" : "bool_or";
  return (call) => {
    const isTruth = nodeAt(call, 0).type === "logical" && call.dialect === "postgres";
    return filtered(call, callSql(isTruth ? truth : name, collated(call, 0)), 1);
  };
}

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

/** The order inside a group: what the element is sorted by, else the value itself. */
function orderOf(call: LoweringCall): SqlFragment {
  return join(call.context.aggregateOrder ?? [sql`${operand(collated(call, 0))} NULLS LAST`]);
}

function lowerListAgg(call: LoweringCall): SqlFragment {
  const text = call.lowerCall("Text", [nodeAt(call, 0)]);
  return sql`string_agg(${text}, ${call.arguments[1] ?? raw("','")} ORDER BY ${orderOf(call)})`;
}

function directionAt(call: LoweringCall, index: number): SqlFragment {
  const node = call.node.arguments[index];
  const isDescending = node?.kind === "literal" && String(node.value).toLowerCase() === "desc";
  return raw(isDescending ? " DESC" : "");
}

/** De-duplicated and sorted as values, then written as text: 9 comes before 10. */
function lowerListAggDistinct(call: LoweringCall): SqlFragment {
  const list = distinctList(call, 2);
  const separator = call.arguments[1] ?? raw("','");
  const text = call.formula("Text([item])", { item: named(call, 0, raw("item")) });
  if (call.dialect === "duckdb")
    return sql`array_to_string(list_transform(${list}, lambda item: ${text}), ${separator})`;
  return sql`(SELECT string_agg(${text}, ${separator} ORDER BY place) FROM unnest(${list}) WITH ORDINALITY AS items(item, place))`;
}

function distinctList(call: LoweringCall, directionIndex: number): SqlFragment {
  const value = collated(call, 0);
  const name = raw(call.dialect === "duckdb" ? "list" : "array_agg");
  const order = sql`${value}${directionAt(call, directionIndex)}`;
  return sql`${name}(DISTINCT ${value} ORDER BY ${order}) FILTER (WHERE ${operand(at(call, 0))} IS NOT NULL)`;
}

function lowerArrayAgg(call: LoweringCall): SqlFragment {
  const name = raw(call.dialect === "duckdb" ? "list" : "array_agg");
  const value = at(call, 0);
  return toArray(call, sql`${name}(${value} ORDER BY ${orderOf(call)}) FILTER (WHERE ${operand(value)} IS NOT NULL)`);
}

/** A list of the engine as JSON; dates as text, so that both write them alike. */
function toArray(call: LoweringCall, list: SqlFragment): SqlFragment {
  const item = call.formula("Variant([item])", { item: named(call, 0, raw("item")) });
  if (call.dialect === "duckdb") return sql`COALESCE(to_json(list_transform(${list}, lambda item: ${item})), '[]')`;
  return sql`COALESCE((SELECT jsonb_agg(${item} ORDER BY place) FROM unnest(${list}) WITH ORDINALITY AS items(item, place)), CAST('[]' AS jsonb))`;
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

/** First or last of a group that is not Null, in the element's order. */
function lowerEdge(direction: "first" | "last"): Lowering {
  return (call) => {
    const list = sql`${raw(call.dialect === "duckdb" ? "list" : "array_agg")}(${at(call, 0)} ORDER BY ${orderOf(call)}) FILTER (WHERE ${operand(at(call, 0))} IS NOT NULL)`;
    if (direction === "first") return sql`(${list})[1]`;
    return call.dialect === "duckdb"
      ? sql`(${list})[-1]`
      : call.bind([list], ([items = list]) => sql`${items}[cardinality(${items})]`);
  };
}

export const lowerFirstOfGroup = lowerEdge("first");
export const lowerLastOfGroup = lowerEdge("last");

const directionValues = { values: ["asc", "desc"] } as const;

export const aggregateFunctions: readonly FunctionDefinition[] = [
  aggregate({
    name: "Sum",
    signature: { required: [column] },
    result: "number",
    description: "The sum of the numbers; Nulls are skipped.",
    example: "Sum([Sales])",
    precision: ofTotal,
    lowering: both(lowerWith("sum")),
  }),
  aggregate({
    name: "SumIf",
    signature: conditions,
    result: "number",
    description: "The sum of the numbers of the rows where all conditions are true.",
    example: 'SumIf([Sales], [Region] = "West")',
    precision: ofTotal,
    lowering: both(lowerWith("sum")),
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
    signature: { required: [argument("column", "any")] },
    result: "number",
    description: "The number of different values; Null is not counted.",
    example: "CountDistinct([Customer])",
    precision: asInteger,
    lowering: both(lowerDistinct),
  }),
  aggregate({
    name: "CountDistinctIf",
    signature: { required: [argument("column", "any"), condition], repeated: [condition] },
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
    signature: { required: [argument("column", "T"), argument("fraction", "number", { literal: true })] },
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
  aggregate({
    name: "SumProduct",
    signature: { required: [column], repeated: [column] },
    result: "number",
    description: "The sum of the products of the columns.",
    example: "SumProduct([Price], [Quantity])",
    precision: ofProducts,
    lowering: both(lowerSumProduct),
  }),
  aggregate({
    name: "ListAgg",
    signature: { required: [argument("column", "any")], optional: [argument("separator", "text")] },
    result: "text",
    description: "The values as one text, in the element's order.",
    example: 'ListAgg([Product], ", ")',
    lowering: both(lowerListAgg),
  }),
  aggregate({
    name: "ListAggDistinct",
    signature: {
      required: [argument("column", "any")],
      optional: [argument("separator", "text"), argument("direction", "text", directionValues)],
    },
    result: "text",
    description: "The different values as one sorted text.",
    example: 'ListAggDistinct([Region], ", ")',
    lowering: both(lowerListAggDistinct),
  }),
  aggregate({
    name: "ArrayAgg",
    signature: { required: [argument("value", "any")] },
    result: "variant",
    description: "The values as an array, in the element's order; Nulls are dropped.",
    example: "ArrayAgg([Product])",
    lowering: both(lowerArrayAgg),
  }),
  aggregate({
    name: "ArrayAggDistinct",
    signature: { required: [argument("value", "any")], optional: [argument("direction", "text", directionValues)] },
    result: "variant",
    description: "The different values as a sorted array; Nulls are dropped.",
    example: "ArrayAggDistinct([Region])",
    lowering: both((call) => toArray(call, distinctList(call, 1))),
  }),
];

function checkOrderable([value]: readonly CheckedExpression[]): readonly ArgumentProblem[] {
  if (value?.type !== "variant") return [];
  const message = "An array or record has no order. Convert it with Text(…) or Number(…).";
  return [{ index: 0, code: "argument_type", message }];
}

const totalModes = [
  "grand_total",
  "parent_grouping",
  "x_axis",
  "color",
  "row",
  "column",
  "row_parent",
  "column_parent",
] as const;

function lowerElsewhere(call: LoweringCall): SqlFragment {
  throw new Error(`${call.node.name} is computed at another level and must come from the context.`);
}

/** Desugared to Subtotal; the stager computes it at the level that the mode names. */
export const totalFunctions: readonly FunctionDefinition[] = [
  aggregate({
    name: "Subtotal",
    signature: {
      required: [argument("aggregate", "T"), argument("mode", "text", { values: totalModes })],
      repeated: [argument("parameter", "any")],
    },
    levelKind: "total",
    result: "T",
    description: "The aggregate over the rows of another level.",
    example: 'Subtotal(Sum([Sales]), "parent_grouping")',
    precision: ofFirst,
    lowering: both(lowerElsewhere),
  }),
  aggregate({
    name: "GrandTotal",
    signature: { required: [argument("aggregate", "T")] },
    levelKind: "total",
    result: "T",
    description: "The aggregate over all rows.",
    example: "GrandTotal(Sum([Sales]))",
    precision: ofFirst,
    lowering: both(lowerElsewhere),
  }),
  aggregate({
    name: "PercentOfTotal",
    signature: {
      required: [argument("aggregate", "number")],
      optional: [argument("mode", "text", { values: totalModes })],
    },
    levelKind: "total",
    result: "number",
    description: "The aggregate as a share of the same aggregate at another level, by default of all rows.",
    example: 'PercentOfTotal(Sum([Sales]), "parent_grouping")',
    lowering: both(lowerElsewhere),
  }),
];

/** Fetch from one other source without ever multiplying rows. The stager makes the join. */
export const joinFunctions: readonly FunctionDefinition[] = (["Lookup", "Rollup"] as const).map((name) => ({
  name,
  category: "join",
  signature: {
    required: [argument("formula", "T"), argument("local key", "any"), argument("external key", "any")],
    repeated: [argument("local key", "any"), argument("external key", "any")],
  },
  levelKind: "join",
  result: "T",
  description:
    name === "Lookup"
      ? "A value of the row of another source whose keys match; of several, the smallest."
      : "An aggregate over the rows of another source whose keys match.",
  example:
    name === "Lookup"
      ? "Lookup([Products/Category], [Product Id], [Products/Product Id])"
      : "Rollup(Sum([Targets/Target]), [Region], [Targets/Region])",
  precision: ofFirst,
  lowering: both(lowerElsewhere),
}));
