import type { CheckedCall, CheckedExpression } from "../../formula/checked.ts";
import { type LoweringContext, lower } from "../../formula/compile.ts";
import { dialects } from "../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import { literal } from "../expression.ts";
import { isWholeDay } from "../filter-values.ts";
import { type Slot, slotOf } from "./relation.ts";

/** A value that a SELECT reads: its SQL as the engine holds it, and what it is. */
export type Column = { readonly value: SqlFragment; readonly slot: Slot };

type NarrowContext = LoweringContext & { readonly columnOf: (slot: string) => Column };

/**
 * Calls that give the same on a column as it is stored as on the widened one, and quicker, since engines then read it from their
 * statistics and indexes. Undefined: the call needs the wide value.
 */
export function lowerNarrow(call: CheckedCall, context: NarrowContext): SqlFragment | undefined {
  return (
    compareDay(call, context) ??
    truncateDay(call, context) ??
    rangeOfDays(call, context) ??
    aggregateNarrow(call, context)
  );
}

const comparisons: ReadonlySet<string> = new Set(["=", "!=", "<", "<=", ">", ">="]);

function compareDay(call: CheckedCall, context: NarrowContext): SqlFragment | undefined {
  const [left, right] = call.arguments;
  if (!comparisons.has(call.name) || left === undefined || right === undefined) return undefined;
  const column = narrowColumn(left, context);
  const day = dayOf(right);
  if (column?.slot.narrow !== "day" || day === undefined) return undefined;
  const operator = raw(call.name === "!=" ? "<>" : call.name);
  return sql`${column.value} ${operator} CAST(${lower(literal(day), context)} AS DATE)`;
}

function dayOf(expression: CheckedExpression): string | undefined {
  const literal = expression.kind === "call" && expression.name === "Date" ? expression.arguments[0] : expression;
  if (literal?.kind !== "literal" || typeof literal.value !== "string" || !isWholeDay(literal.value)) return undefined;
  return literal.type === "date" || literal.type === "text" ? literal.value : undefined;
}

const wholeDays: ReadonlySet<string> = new Set(
  "year quarter month week week_starting_sunday week_starting_monday day".split(" "),
);

/** DuckDB truncates a DATE without making an instant of it first; PostgreSQL would make one in the session's zone. */
function truncateDay(call: CheckedCall, context: NarrowContext): SqlFragment | undefined {
  const [precision, date, zone] = call.arguments;
  if (call.name !== "DateTrunc" || context.dialect !== "duckdb" || date === undefined || zone !== undefined)
    return undefined;
  const isWhole = precision?.kind === "literal" && wholeDays.has(String(precision.value).toLowerCase());
  if (!isWhole || narrowColumn(date, context)?.slot.narrow !== "day") return undefined;
  return sql`CAST(${lower(call, asStored(context))} AS ${raw(dialects.duckdb.types.date)})`;
}

const dayRanges: ReadonlySet<string> = new Set(["InDateRange", "InPriorDateRange"]);

function rangeOfDays(call: CheckedCall, context: NarrowContext): SqlFragment | undefined {
  const [date, ...others] = call.arguments;
  const isLiteral = others.every((other) => other.kind === "literal");
  if (!dayRanges.has(call.name) || date === undefined || !isLiteral) return undefined;
  if (narrowColumn(date, context)?.slot.narrow !== "day") return undefined;
  return lower(call, { ...asStored(context), holdsDays: true });
}

const wideResults: ReadonlySet<string> = new Set(["Sum", "Avg", "Count", "CountDistinct"]);

/** These aggregates give a wide result of narrow values. */
function aggregateNarrow(call: CheckedCall, context: NarrowContext): SqlFragment | undefined {
  const [only, ...others] = call.arguments;
  if (!wideResults.has(call.name) || only === undefined || others.length > 0) return undefined;
  return narrowColumn(only, context)?.slot.narrow === undefined ? undefined : lower(call, asStored(context));
}

function narrowColumn(expression: CheckedExpression, context: NarrowContext): Column | undefined {
  const slot = slotOf(expression);
  return slot === undefined ? undefined : context.columnOf(slot);
}

function asStored(context: NarrowContext): LoweringContext {
  return {
    ...context,
    computed: () => undefined,
    reference: (node) => context.columnOf(slotOf(node) ?? "").value,
  };
}
