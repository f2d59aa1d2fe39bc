import { dialects } from "../../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import { lowerEdgeOfGroup } from "../aggregate/listing.ts";
import { argument, both, type FunctionDefinition, type Lowering, type LoweringCall } from "../definition.ts";
import { double, maximumDigits, ofAll, ofFirst } from "../precision-rules.ts";
import { at, callSql, castSql, literalNumber, nodeAt, nullSql, operand, wholeSql } from "../sql.ts";
import { anything, over, untilHere, window } from "./window-function.ts";

const allRows = raw("ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING");

/** Lag and Lead: a negative offset looks the other way. */
function lowerShift(name: "lag" | "lead"): Lowering {
  return (call) => {
    const offset = call.arguments.length > 1 ? wholeSql(call, 1) : raw("1");
    const [value, fallback] = sameHolding(call);
    return over(call, callSql(name, value, offset, ...(fallback === undefined ? [] : [fallback])));
  };
}

/** PostgreSQL wants the default held exactly as the value is; DuckDB would press it into the value's type. */
function sameHolding(call: LoweringCall): readonly [SqlFragment, SqlFragment | undefined] {
  const value = at(call, 0);
  const fallback = call.arguments[2];
  if (fallback === undefined || call.node.type !== "number") return [value, fallback];
  const { types } = dialects[call.dialect];
  const precision = call.node.precision ?? double;
  const typeName = precision.kind === "double" ? types.double : types.decimal(maximumDigits, precision.scale);
  return [castSql(value, typeName), castSql(fallback, typeName)];
}

function lowerEdgeValue(edgeName: "first" | "last"): Lowering {
  const ofGroup = lowerEdgeOfGroup(edgeName, { skipsNulls: false });
  return (call) =>
    call.node.levelKind === "aggregate"
      ? ofGroup(call)
      : over(call, callSql(`${edgeName}_value`, at(call, 0)), { rows: allRows });
}

/** PostgreSQL has no IGNORE NULLS: an array of the values that are there. */
function lowerNonNull(edgeName: "first" | "last"): Lowering {
  const ofGroup = lowerEdgeOfGroup(edgeName, { skipsNulls: true });
  return (call) => {
    if (call.node.levelKind === "aggregate") return ofGroup(call);
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

const lookbackYears = {
  year: 1,
  quarter: 1 / 4,
  month: 1 / 12,
  week: 1 / 52,
  day: 1 / 365,
  hour: 1 / 8760,
  minute: 1 / 525_600,
  second: 1 / 31_536_000,
} as const;
const lookbackPeriods = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"] as const;

/** Engines have no dates that far off. */
const furthestYears = 2000;

/** The value of the row whose date lies so many periods before this row's. Rows without a date have none. */
function lowerLookback(call: LoweringCall): SqlFragment {
  const date = at(call, 1);
  const amount = Math.trunc(literalNumber(call.node.arguments[2]) ?? 1);
  const node = nodeAt(call, 3);
  const word = node.kind === "literal" ? String(node.value).toLowerCase() : "";
  const period = lookbackPeriods.find((known) => known === word) ?? "day";
  if (Math.abs(amount) * lookbackYears[period] > furthestYears) return nullSql(call.dialect, call.node.type);
  const [count, unit] = period === "quarter" ? [3, "month"] : [1, period];
  const interval = `INTERVAL '${Math.abs(amount) * count} ${unit}'`;
  const side = amount < 0 ? "FOLLOWING" : "PRECEDING";
  const rows = raw(`RANGE BETWEEN ${interval} ${side} AND ${interval} ${side}`);
  const found = over(call, callSql("first_value", at(call, 0)), { orderBy: [date], rows });
  return sql`CASE WHEN ${operand(date)} IS NOT NULL THEN ${found} END`;
}

export const shiftingFunctions: readonly FunctionDefinition[] = [
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
      precision: (operands) => ofAll(operands.filter((_operand, index) => index !== 1)),
      lowering: both(lowerShift(name === "Lag" ? "lag" : "lead")),
    }),
  ),
  ...(["First", "Last"] as const).map((name) =>
    window({
      name,
      levelKind: "either",
      signature: { required: [anything] },
      result: "T",
      description: `The value of the ${name.toLowerCase()} row.`,
      example: `${name}([Sales])`,
      precision: ofFirst,
      lowering: both(lowerEdgeValue(name === "First" ? "first" : "last")),
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
