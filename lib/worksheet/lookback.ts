import type { CheckedCall, CheckedExpression } from "../formula/checked.ts";
import type { CheckedElement } from "./checked-element.ts";
import type { RowLevel } from "./row-level.ts";
import { keySaidAgain } from "./same-as-key.ts";

/** The key of the level that is the date of a DateLookback. */
export function lookbackKey(node: CheckedCall, level: RowLevel, element: CheckedElement): string | undefined {
  const [, date] = node.arguments;
  if (date === undefined || level.kind === "base") return undefined;
  const named = date.kind === "reference" && date.binding.kind === "column" ? date.binding.columnId : undefined;
  return named !== undefined && level.keys.includes(named) ? named : keySaidAgain(date, level, element);
}

/** It finds the row of another date, so each date must stand once beside the other keys and at the start of its period. */
export function findLookbackProblem(
  node: CheckedCall,
  level: RowLevel,
  element: CheckedElement,
): { readonly code: string; readonly message: string } | null {
  if (level.kind === "base" || level.keys.length === 0) {
    const message =
      'DateLookback looks among groups. Put it into the calculations of a grouping by DateTrunc("month", …), or use Lookup.';
    return { code: "lookback_level", message };
  }
  const key = lookbackKey(node, level, element);
  if (key === undefined) {
    const dates = level.keys.flatMap((id) => element.column(id) ?? []).filter(({ type }) => type === "date");
    const named = dates[0] === undefined ? "" : `, such as [${dates[0].column.name}]`;
    const message = `The date of DateLookback must be one of the keys that these rows are grouped by${named}.`;
    return { code: "lookback_date", message };
  }
  const column = element.column(key);
  if (column?.expression == null || isPlainPeriod(column.expression, element)) return null;
  const message = `DateLookback needs rows that are grouped by a plain DateTrunc, and [${column.column.name}] is not one. Use Lookup for such dates.`;
  return { code: "lookback_date", message };
}

/** A DateTrunc, or a day as it is stored, perhaps through columns that only name one. */
function isPlainPeriod(expression: CheckedExpression, element: CheckedElement): boolean {
  if (expression.kind === "call") return expression.name === "DateTrunc";
  if (expression.kind !== "reference") return false;
  const { binding } = expression;
  if (binding.kind === "source-column" && element.rows?.kind === "source") {
    const formula = element.rows.source.column(binding.columnId)?.formula?.expression;
    if (formula != null && formula.kind === "call") return formula.name === "DateTrunc";
  }
  if (binding.kind !== "column") return expression.grain === "day";
  const inner = element.column(binding.columnId)?.expression;
  return inner != null && isPlainPeriod(inner, element);
}
