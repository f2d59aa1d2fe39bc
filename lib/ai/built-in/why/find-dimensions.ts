import type { Condition } from "../interpret/reading.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import type { Why } from "./read-why.ts";

const mostValues = 25;
const nameless = /\b(name|email|phone|address|description|comment|note|title|url|id|code)\b/i;

/** The columns to take a number apart by: what was grouped by, what the notes of the source name, then others with few values. */
export function findDimensions(why: Why, { columns, described, display }: KnownSource): readonly KnownColumn[] {
  const fixed = [
    ...(why.kind === "level" ? [why.column] : []),
    ...columns.filter((column) => isFixed(column, why.conditions)),
  ];
  const usable = columns.filter(
    (column) => column !== display && isDimension(column) && !fixed.some((one) => isKin(column, one)),
  );
  const rank = (column: KnownColumn): number => {
    if (why.groupedBy.includes(column)) return 0;
    if (described.aiContext.includes(`[${column.path}]`)) return 1;
    return column.role === "category" && (column.description.distinctCount ?? mostValues) <= 12 ? 2 : 3;
  };
  const ranked = usable.toSorted((a, b) => rank(a) - rank(b) || a.position - b.position);
  return ranked.filter((column, index) => !ranked.slice(0, index).some((other) => isKin(column, other)));
}

function isDimension({ role, type, name, description }: KnownColumn): boolean {
  const { distinctCount } = description;
  if (role === "logical") return true;
  if (role !== "category" || type !== "text") return false;
  return distinctCount === undefined ? !nameless.test(name) : distinctCount >= 2 && distinctCount <= mostValues;
}

/** Store Region beside Region, Sub-Category beside Category: told by their last word. */
function isKin(column: KnownColumn, other: KnownColumn): boolean {
  return column === other || column.names[0]?.at(-1)?.lemma === other.names[0]?.at(-1)?.lemma;
}

/** Whether a condition leaves only one value of the column. */
function isFixed(column: KnownColumn, conditions: readonly Condition[]): boolean {
  return conditions.some(
    (one) => one.kind === "values" && one.column === column && !one.exclude && one.values.length === 1,
  );
}
