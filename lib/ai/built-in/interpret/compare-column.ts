import { yearRange } from "../mentions/find-dates.ts";
import type { MentionOf } from "../mentions/mention.ts";
import type { KnownColumn } from "../source.ts";
import type { Condition, Operator } from "./reading.ts";
import { isNumeric } from "./workings.ts";

/** The column is one of the numbers; a date is in one of these years. */
export function equals(column: KnownColumn, values: readonly number[], exclude: boolean): Condition {
  const first = values[0] ?? 0;
  if (column.role === "time") {
    const years = values.toSorted((a, b) => a - b);
    const all = years.map(
      (year): Condition => ({ kind: "dates", column, range: yearRange(year), exclude, label: String(year) }),
    );
    return all.length === 1 ? (all[0] ?? { kind: "any", conditions: all }) : { kind: "any", conditions: all };
  }
  if (isNumeric(column)) return { kind: "values", column, values: [...values], exclude };
  return { kind: "values", column, values: values.length === 1 ? [String(first)] : values.map(String), exclude };
}

/** The column against a number; a date against a year. */
export function compareColumn(column: KnownColumn, operator: Operator, value: number): Condition {
  if (column.role !== "time")
    return operator === "=" || operator === "!="
      ? equals(column, [value], operator === "!=")
      : { kind: "compare", column, operator, value };
  const year = String(value);
  const ranges: Record<Operator, { start: string | null; end: string | null }> = {
    ">": { start: `${value + 1}-01-01`, end: null },
    ">=": { start: `${year}-01-01`, end: null },
    "<": { start: null, end: `${value - 1}-12-31` },
    "<=": { start: null, end: `${year}-12-31` },
    "=": { start: `${year}-01-01`, end: `${year}-12-31` },
    "!=": { start: `${year}-01-01`, end: `${year}-12-31` },
  };
  return {
    kind: "dates",
    column,
    range: { kind: "between", ...ranges[operator] },
    exclude: operator === "!=",
    label: `${operator} ${year}`,
  };
}

/** 1999 written as such; 1,999 is none. */
export function isYear(number: MentionOf<"number">): boolean {
  return Number.isInteger(number.value) && number.value >= 1500 && number.value <= 2200 && /^\d{4}$/.test(number.text);
}
