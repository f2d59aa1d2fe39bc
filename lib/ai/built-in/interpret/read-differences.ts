import type { KnownColumn } from "../source.ts";
import type { Targets } from "./read-targets.ts";
import { type Condition, columnsOf, type Having, type Measure } from "./reading.ts";
import { isQuantity } from "./workings.ts";

export type Differences = { readonly conditions: readonly Condition[]; readonly having: readonly Having[] };

/**
 * "customers who bought in 2024 but not in 2025", "products that were never returned": of each thing that is asked for some rows are
 * there and others are not. A condition on single rows would find both. Null: no thing is asked for, or nothing is left out.
 */
export function readDifferences(
  conditions: readonly Condition[],
  { columns, measures }: Targets,
  never: readonly Condition[],
): Differences | null {
  const isOfThings = measures.length === 0 && columns.length > 0 && !columns.some(isQuantity);
  if (!isOfThings) return null;
  const absent = [...never, ...conditions.filter((one) => isExcluded(one) && hasOpposite(one, conditions))];
  if (absent.length === 0) return null;
  const present = conditions.filter((one) => absent.some((other) => other !== one && isOpposite(one, other)));
  return {
    conditions: conditions.filter((one) => !absent.includes(one) && !present.includes(one)),
    having: [
      ...present.map((one): Having => ({ measure: countOf(one), operator: ">", value: 0 })),
      ...absent.map((one): Having => ({ measure: countOf(included(one)), operator: "=", value: 0 })),
    ],
  };
}

function isExcluded(condition: Condition): boolean {
  return "exclude" in condition && condition.exclude && (condition.kind === "dates" || condition.kind === "values");
}

function hasOpposite(condition: Condition, conditions: readonly Condition[]): boolean {
  return conditions.some((other) => isOpposite(other, condition));
}

/** The same column, once with and once without. */
function isOpposite(one: Condition, other: Condition): boolean {
  const [column]: readonly (KnownColumn | undefined)[] = columnsOf(one);
  return column !== undefined && one.kind === other.kind && !isExcluded(one) && columnsOf(other).includes(column);
}

function included(condition: Condition): Condition {
  return "exclude" in condition ? { ...condition, exclude: false } : condition;
}

function countOf(condition: Condition): Measure {
  return { aggregate: "count", column: null, condition };
}
