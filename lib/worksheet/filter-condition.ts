import type { CheckedExpression } from "../formula/checked.ts";
import { call, dateLiteral, literal } from "./expression.ts";
import { isWholeDay, listValues, nextDay, type Scalar, scalarValue, typedLiteral } from "./filter-values.ts";
import type { Control, Filter } from "./worksheet.ts";

type FilterOf<Kind extends Filter["kind"]> = Extract<Filter, { kind: Kind }>;

/** The one place where a filter becomes a formula: true for the rows that stay. Null: it restricts nothing. */
export function filterCondition(
  filter: Filter,
  column: CheckedExpression,
  formula: CheckedExpression | null,
  controls: readonly Control[],
): CheckedExpression | null {
  const match = matches(filter, column, formula, controls);
  if (match === null) return filter.nulls === "drop" && filter.kind !== "formula" ? isNotNull(column) : null;
  const kept = filter.exclude ? not(match.condition) : match.condition;
  if (match.decidesNulls) return kept;
  return filter.nulls === "keep" ? or(isNull(column), kept) : filter.exclude ? and(isNotNull(column), kept) : kept;
}

/** `decidesNulls`: the condition already says what happens to rows where the column is null. */
type Match = { readonly condition: CheckedExpression; readonly decidesNulls: boolean };

function matches(
  filter: Filter,
  column: CheckedExpression,
  formula: CheckedExpression | null,
  controls: readonly Control[],
): Match | null {
  switch (filter.kind) {
    case "list":
      return listMatch(filter, column, controls);
    case "range":
      return rangeMatch(filter, column, controls);
    case "dateRange":
      return undecided(dateMatch(filter, column, controls));
    case "text":
      return textMatch(filter, column, controls);
    case "topN":
      return rankMatch(filter, column, controls);
    case "formula":
      return formula === null ? null : { condition: isTrue(formula), decidesNulls: true };
  }
}

function undecided(condition: CheckedExpression | null): Match | null {
  return condition === null ? null : { condition, decidesNulls: false };
}

function listMatch(filter: FilterOf<"list">, column: CheckedExpression, controls: readonly Control[]): Match | null {
  const values = listValues(filter.values, controls);
  if (values === undefined) return null;
  const candidates = values.flatMap((value) => (value === null ? [] : (typedLiteral(value, column.type) ?? [])));
  const isIn = candidates.length === 0 ? null : equalsAny(column, candidates);
  if (!values.includes(null)) return undecided(isIn ?? literal(false));
  const condition = isIn === null ? isNull(column) : or(isNull(column), and(isNotNull(column), isIn));
  return { condition, decidesNulls: true };
}

function equalsAny(column: CheckedExpression, candidates: readonly CheckedExpression[]): CheckedExpression {
  const [only] = candidates;
  return candidates.length === 1 && only !== undefined ? compare("=", column, only) : call("In", column, ...candidates);
}

function rangeMatch(filter: FilterOf<"range">, column: CheckedExpression, controls: readonly Control[]): Match | null {
  const bound = (value: Scalar) => (value === null ? undefined : typedLiteral(value, "number"));
  const min = bound(scalarValue(filter.min, "min", controls));
  const max = bound(scalarValue(filter.max, "max", controls));
  return undecided(
    allOf([min && compare(">=", column, min), max && compare("<=", column, max)].filter((part) => part !== undefined)),
  );
}

function dateMatch(
  { range }: FilterOf<"dateRange">,
  column: CheckedExpression,
  controls: readonly Control[],
): CheckedExpression | null {
  if (range.kind === "relative") {
    const parts = [literal(range.direction), literal(range.period), literal(range.length), literal(range.offset)];
    return call("InDateRange", column, ...parts);
  }
  const start = scalarValue(range.start, "start", controls);
  const end = scalarValue(range.end, "end", controls);
  const conditions: CheckedExpression[] = [];
  if (typeof start === "string") conditions.push(compare(">=", column, dateLiteral(start)));
  if (typeof end === "string") {
    conditions.push(
      isWholeDay(end) ? compare("<", column, dateLiteral(nextDay(end))) : compare("<=", column, dateLiteral(end)),
    );
  }
  return allOf(conditions);
}

function textMatch(filter: FilterOf<"text">, column: CheckedExpression, controls: readonly Control[]): Match | null {
  const text = scalarValue(filter.text, "value", controls);
  if (typeof text !== "string" || (text === "" && filter.operator !== "equals")) return null;
  const fold = (expression: CheckedExpression) => (filter.matchCase ? expression : call("Lower", expression));
  const [left, right] = [fold(column), fold(literal(text))];
  const conditions: Record<typeof filter.operator, () => CheckedExpression> = {
    equals: () => compare("=", left, right),
    contains: () => call("Contains", left, right),
    startsWith: () => call("StartsWith", left, right),
    endsWith: () => call("EndsWith", left, right),
    like: () => call(filter.matchCase ? "Like" : "ILike", column, literal(text)),
    matches: () => call("RegexpMatch", column, literal(filter.matchCase ? text : `(?i)${text}`)),
  };
  return undecided(conditions[filter.operator]());
}

/** Rows that share the last place all stay: dropping one of them would be arbitrary. */
function rankMatch(filter: FilterOf<"topN">, column: CheckedExpression, controls: readonly Control[]): Match | null {
  const n = scalarValue(filter.n, "value", controls);
  if (typeof n !== "number") return null;
  const rank = call("Rank", column, literal(filter.direction === "top" ? "desc" : "asc"));
  return undecided(and(isNotNull(column), compare("<=", rank, literal(n))));
}

function compare(operator: "=" | "<" | "<=" | ">=", left: CheckedExpression, right: CheckedExpression) {
  return call(operator, left, right);
}
function not(condition: CheckedExpression): CheckedExpression {
  return call("Not", condition);
}
function and(left: CheckedExpression, right: CheckedExpression): CheckedExpression {
  return call("And", left, right);
}
function or(left: CheckedExpression, right: CheckedExpression): CheckedExpression {
  return call("Or", left, right);
}
function isNull(column: CheckedExpression): CheckedExpression {
  return call("IsNull", column);
}
function isNotNull(column: CheckedExpression): CheckedExpression {
  return call("IsNotNull", column);
}
/** A null condition counts as not true, also under exclude. */
function isTrue(condition: CheckedExpression): CheckedExpression {
  return call("Coalesce", condition, literal(false));
}
function allOf(conditions: readonly CheckedExpression[]): CheckedExpression | null {
  return conditions.reduce<CheckedExpression | null>((all, next) => (all === null ? next : and(all, next)), null);
}
