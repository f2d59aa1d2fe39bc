import { raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { CheckedExpression } from "../checked.ts";
import type { LoweringCall } from "./definition.ts";
import { type Exact, maximumDigits, mayOutgrowTotal } from "./precision-rules.ts";
import { at, callSql, castSql, infix, isExact, isPlain, nodeAt, toDouble } from "./sql.ts";

/**
 * Exact numbers have 38 digits in both engines. DuckDB fails the whole query beyond, PostgreSQL goes on; here what needs more is Null
 * in both. Guards are written only where the types of the operands leave room for it.
 */

/** The first number that a decimal with this many decimals cannot hold. */
export function limitSql(scale: number): SqlFragment {
  return raw(`1e${maximumDigits - scale}`);
}

/** What a guarded expression is without its guard, so that a chain of sums is guarded once, and looked through once. */
const guards = new WeakMap<SqlFragment, { readonly bare: SqlFragment; readonly isTry: boolean }>();

export function withoutGuard(value: SqlFragment): SqlFragment {
  return guards.get(value)?.bare ?? value;
}

/** `expression` of the call's arguments, or Null where it or one of `inner` has more than 38 digits. */
export function guarded(
  call: LoweringCall,
  expression: SqlFragment,
  scale: number,
  inner: readonly SqlFragment[] = [],
): SqlFragment {
  const isTry = canTry(call);
  const result = isTry ? sql`TRY(${expression})` : guardByCase(call, expression, scale, inner);
  guards.set(result, { bare: expression, isTry });
  return result;
}

/** DuckDB catches an overflow row by row, but not around aggregates and windows. */
function canTry({ dialect, node, context, arguments: values }: LoweringCall): boolean {
  const isOfOneRow = (one: CheckedExpression): boolean => {
    if (one.kind === "literal") return true;
    if (one.kind === "reference") return isPlain(context.reference(one));
    const computed = context.computed(one);
    if (computed !== undefined) return isPlain(computed);
    return one.levelKind === "row" && one.arguments.every(isOfOneRow);
  };
  const isOpen = (one: CheckedExpression, index: number) => {
    const value = values[index];
    return (value === undefined ? undefined : guards.get(value)?.isTry) ?? isOfOneRow(one);
  };
  return dialect === "duckdb" && node.arguments.every(isOpen);
}

function guardByCase(
  call: LoweringCall,
  expression: SqlFragment,
  scale: number,
  inner: readonly SqlFragment[],
): SqlFragment {
  const limit = limitSql(scale);
  if (call.dialect === "duckdb") {
    const [left = expression, right = expression] = call.arguments.map((value) => toDouble("duckdb", value));
    const estimate = infix(call.node.name, left, right);
    return sql`CASE WHEN abs(${estimate}) < ${limit} THEN ${expression} END`;
  }
  return call.bind([expression, ...inner], (values) => {
    const fits = values.map((value) => sql`abs(${value}) < ${limit}`);
    const [result = expression] = values;
    return sql`CASE WHEN ${fits.reduce((left, right) => sql`${left} AND ${right}`)} THEN ${result} END`;
  });
}

/**
 * The sum of argument 0. `complete` adds what follows an aggregate: FILTER or OVER. A sum that may need more than 38 digits is made in
 * DuckDB of the sums of its parts, which cannot, and put together where it fits.
 */
export function sumSql(call: LoweringCall, complete: (aggregate: SqlFragment) => SqlFragment): SqlFragment {
  const { precision } = nodeAt(call, 0);
  const value = at(call, 0);
  const plain = complete(callSql("sum", value));
  if (precision === undefined || precision.kind === "double" || !mayOutgrowTotal(precision)) return plain;
  if (call.dialect === "duckdb") return sumOfParts(value, precision, complete);
  return call.bind(
    [plain],
    ([total = plain]) => sql`CASE WHEN abs(${total}) < ${limitSql(precision.scale)} THEN ${total} END`,
  );
}

const roomForRows = 26;
const half = "1000000000000000000";

function sumOfParts(
  value: SqlFragment,
  { digits, scale }: Exact,
  complete: (aggregate: SqlFragment) => SqlFragment,
): SqlFragment {
  const whole = scale === 0 ? value : callSql("trunc", value);
  const type = `DECIMAL(${maximumDigits}, ${scale})`;
  const wholes = digits - scale > roomForRows ? sumOfHalves(whole, complete) : complete(callSql("sum", whole));
  if (scale === 0) return sql`TRY_CAST(${wholes} AS ${raw(type)})`;
  const fraction = complete(callSql("sum", infix("-", value, whole)));
  const estimate = infix("+", castSql(wholes, "DOUBLE"), castSql(fraction, "DOUBLE"));
  const total = sql`TRY_CAST(${wholes} AS ${raw(type)}) + ${fraction}`;
  return sql`CASE WHEN abs(${estimate}) < ${limitSql(scale)} THEN ${total} END`;
}

function sumOfHalves(whole: SqlFragment, complete: (aggregate: SqlFragment) => SqlFragment): SqlFragment {
  const huge = castSql(whole, "HUGEINT");
  const high = complete(sql`sum(${huge} // ${raw(half)})`);
  const low = complete(sql`sum(${huge} % ${raw(half)})`);
  const estimate = sql`CAST(${high} AS DOUBLE) * 1e18 + ${low}`;
  return sql`CASE WHEN abs(${estimate}) < 1.7e38 THEN ${high} * CAST(${raw(half)} AS HUGEINT) + ${low} END`;
}

/** Exact numbers that 38 digits do not hold side by side meet in floating point. */
export function meeting(
  call: LoweringCall,
  indexes: readonly number[],
  values: readonly SqlFragment[] = call.arguments,
): readonly SqlFragment[] {
  const exact = indexes.flatMap((index) => {
    const { precision } = nodeAt(call, index);
    return precision === undefined || precision.kind === "double" ? [] : [precision];
  });
  const whole = Math.max(0, ...exact.map(({ digits, scale }) => digits - scale));
  const scale = Math.max(0, ...exact.map((one) => one.scale));
  if (whole + scale <= maximumDigits) return values;
  return values.map((value, index) =>
    indexes.includes(index) && isExact(nodeAt(call, index).precision) ? toDouble(call.dialect, value) : value,
  );
}
