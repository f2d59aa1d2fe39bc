import type { CheckedExpression } from "../../formula/checked.ts";
import { call, fingerprint } from "../expression.ts";
import { isReadableAt, isSameLevel, type RowLevel } from "../row-level.ts";
import { read, type Slot } from "./relation.ts";
import type { Definition, Values } from "./values.ts";

type Aggregate = Extract<Definition, { kind: "aggregate" }>;

/** How groups' values become the value of all their rows together. Others (Avg, Median, CountDistinct) need the rows again. */
const combining: Readonly<Record<string, (part: CheckedExpression) => CheckedExpression>> = {
  Sum: (part) => call("Sum", part),
  SumIf: (part) => call("Sum", part),
  Count: counted,
  CountIf: counted,
  Min: (part) => call("Min", part),
  Max: (part) => call("Max", part),
};

export type Derivation = {
  /** A finer level, whose groups are aggregated once more instead of all rows. */
  readonly level: RowLevel;
  expressionOf(aggregate: Aggregate): CheckedExpression;
};

/** Finds a finer level that already has every aggregate, so that the rows are read once. The coarsest such level is best. */
export function findDerivation(
  aggregates: readonly Aggregate[],
  level: RowLevel,
  stage: number,
  values: Values,
): Derivation | undefined {
  const finer = values
    .levels()
    .filter((other) => other.kind === "keys" && isReadableAt(level, other) && !isSameLevel(level, other))
    .toSorted((left, right) => keyCount(left) - keyCount(right));
  for (const candidate of finer) {
    const parts = aggregates.map((aggregate) => partAt(aggregate, candidate, stage, values));
    if (aggregates.length === 0 || parts.includes(undefined)) continue;
    const bySlot = new Map(aggregates.map((aggregate, index) => [aggregate.slot.id, parts[index]]));
    return {
      level: candidate,
      expressionOf(aggregate) {
        const part = bySlot.get(aggregate.slot.id);
        const combine = combining[nameOf(aggregate)];
        return part === undefined || combine === undefined ? aggregate.expression : combine(read(part));
      },
    };
  }
  return undefined;
}

function partAt(aggregate: Aggregate, level: RowLevel, stage: number, values: Values): Slot | undefined {
  if (combining[nameOf(aggregate)] === undefined) return undefined;
  const wanted = fingerprint(aggregate.expression);
  return values
    .definitions(level)
    .find(
      (other) =>
        other.kind === "aggregate" &&
        other.stage === stage &&
        isSameLevel(other.input, aggregate.input) &&
        fingerprint(other.expression) === wanted,
    )?.slot;
}

function nameOf({ expression }: Aggregate): string {
  return expression.kind === "call" ? expression.name : "";
}

function keyCount(level: RowLevel): number {
  return level.kind === "keys" ? level.keys.length : Number.POSITIVE_INFINITY;
}

/** Of no groups the count is zero, not null. */
function counted(part: CheckedExpression): CheckedExpression {
  return call("Zn", call("Sum", part));
}
