import type { Comparison } from "../lexicon/operators.ts";
import type { MentionOf } from "../mentions/mention.ts";
import { compareColumn, isYear } from "./compare-column.ts";
import { type Clause, findMeasured, findSubject, leftColumn, numericAt } from "./find-subject.ts";
import { isNegated, negate } from "./negation.ts";
import { readEquality } from "./read-equality.ts";
import { unitOfNumber } from "./read-units.ts";
import type { Condition, Having, Placed } from "./reading.ts";
import { at, findAll, isFree, isMarker, skip, take, type Workings } from "./workings.ts";

export type NumberConditions = { readonly conditions: readonly Placed[]; readonly having: readonly Having[] };
type Found = Condition | Having;

/** Takes comparisons with numbers and with the average, and numbers that a column equals. */
export function readNumberConditions(workings: Workings): NumberConditions {
  const found = [
    ...findAll(workings, "comparison").map(
      ([index, { comparison }]) => [index, readComparison(workings, index, comparison)] as const,
    ),
    ...findAll(workings, "openEnd").map(
      ([index, { operator }]) => [index, readOpenEnd(workings, index, operator)] as const,
    ),
    ...findAll(workings, "number").map(([index]) => [index, readEquality(workings, index)] as const),
  ];
  return {
    conditions: found.flatMap(([index, one]) => (one !== null && "kind" in one ? [{ index, condition: one }] : [])),
    having: found.flatMap(([, one]) => (one === null || "kind" in one ? [] : [one])),
  };
}

function readComparison(workings: Workings, index: number, comparison: Comparison): Found | null {
  if (!isFree(workings, index)) return null;
  const next = skip(workings, index, 1);
  const average = at(workings, next, "aggregate");
  if (average?.aggregate === "avg") return readAverage(workings, index, next, comparison);
  const number = at(workings, next, "number");
  if (number === null) return readNamedComparison(workings, index, next, comparison);
  if (comparison.operator === "between") return readBetween(workings, index, next, number);
  const flipped = isNegated(workings, index) ? negate(comparison.operator) : comparison.operator;
  const open = at(workings, skip(workings, next, 1), "openEnd");
  if (open !== null) take(workings, skip(workings, next, 1));
  return finish(workings, { from: index, to: next, operator: flipped, number, hints: comparison.hints });
}

/** "at least a salary of 100000", "before the year 2000": the column stands between. */
function readNamedComparison(workings: Workings, index: number, next: number, { operator }: Comparison): Found | null {
  const column = numericAt(workings, next);
  const after = skip(workings, next, 1);
  const number = at(workings, after, "number");
  if (column === null || number === null || operator === "between") return null;
  take(workings, index, next, after);
  return compareColumn(column, isNegated(workings, index) ? negate(operator) : operator, number.value);
}

/** "30 or older", "2 or more documents". */
function readOpenEnd(workings: Workings, index: number, operator: ">=" | "<="): Found | null {
  const before = skip(workings, index, -1);
  const number = at(workings, before, "number");
  const unit = number === null ? skip(workings, before, -1) : before;
  const value = number ?? at(workings, unit, "number");
  if (value === null) return null;
  const from = number === null ? unit : before;
  const found = finish(workings, { from, to: index, operator, number: value, hints: [] });
  if (found !== null) take(workings, from);
  return found;
}

/** Finds what the number is compared with: the column beside it, a hinted column, an aggregate, or the number of rows. */
function finish(workings: Workings, clause: Clause): Found | null {
  const { from, to, operator, number } = clause;
  const unit = unitOfNumber(workings, to);
  const subject = unit === null ? findSubject(workings, clause) : findMeasured(workings, clause, unit);
  if (subject === null || (subject.column?.role === "time" && !isYear(number))) return null;
  take(workings, from, to, ...subject.indexes);
  const value = number.value * (subject.factor ?? 1);
  if (subject.measure !== undefined) return { measure: subject.measure, operator, value };
  return compareColumn(subject.column, operator, value);
}

function readAverage(workings: Workings, index: number, next: number, { operator }: Comparison): Found | null {
  const after = skip(workings, next, 1);
  const left = leftColumn(workings, index);
  const column = numericAt(workings, after) ?? left?.column ?? null;
  if (column === null || operator === "between") return null;
  take(workings, index, next, ...(numericAt(workings, after) === null ? (left?.indexes ?? []) : [after]));
  if (left !== null && left.column === column) take(workings, ...left.indexes);
  return { kind: "average", column, operator };
}

function readBetween(workings: Workings, index: number, first: number, number: MentionOf<"number">): Found | null {
  const joint = skip(workings, first, 1);
  const second =
    isMarker(workings.mentions[joint], "and", "or") || workings.mentions[joint]?.kind === "symbol"
      ? skip(workings, joint, 1)
      : joint;
  const upper = at(workings, second, "number");
  if (upper === null) return null;
  const subject = findSubject(workings, {
    from: index,
    to: second,
    operator: "=",
    number,
    hints: isYear(number) ? ["time"] : [],
  });
  if (subject === null) return null;
  take(workings, index, first, joint, second, ...subject.indexes);
  const [min, max] = [Math.min(number.value, upper.value), Math.max(number.value, upper.value)];
  if (subject.measure !== undefined) return { measure: subject.measure, operator: "between", value: min, upper: max };
  const { column } = subject;
  const exclude = isNegated(workings, index);
  if (column.role !== "time") return { kind: "between", column, min, max, exclude };
  const range = { kind: "between" as const, start: `${min}-01-01`, end: `${max}-12-31` };
  return { kind: "dates", column, range, exclude, label: `${number.text} to ${upper.text}` };
}
