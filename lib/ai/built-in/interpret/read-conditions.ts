import type { Comparison } from "../lexicon/operators.ts";
import { yearRange } from "../mentions/find-dates.ts";
import type { MentionOf } from "../mentions/mention.ts";
import type { KnownColumn } from "../source.ts";
import { repeatedKey } from "./count-rows.ts";
import { isFlow } from "./flows.ts";
import { amountOf, onlyDuration, type Unit, unitOfNumber } from "./read-units.ts";
import type { Condition, Having, Measure, Operator, Placed } from "./reading.ts";
import {
  at,
  bestWhere,
  fillerAt,
  findAll,
  findHinted,
  isComma,
  isFree,
  isMarker,
  isNumeric,
  isQuantity,
  skip,
  take,
  textAt,
  type Workings,
} from "./workings.ts";

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

type Clause = {
  readonly from: number;
  readonly to: number;
  readonly operator: Operator;
  readonly number: MentionOf<"number">;
  readonly hints: readonly string[];
};

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

type Subject = { readonly indexes: readonly number[]; readonly factor?: number } & (
  | { readonly column: KnownColumn; readonly measure?: undefined }
  | { readonly measure: Measure; readonly column?: undefined }
);

/** "longer than 5 days" is a time that the source can tell, "above 5000 dollars" an amount: neither is a number of rows. */
function findMeasured(workings: Workings, { from, hints }: Clause, unit: Unit): Subject | null {
  const { source } = workings;
  const left = leftColumn(workings, from);
  const named = left !== null && left.column.role !== "time" ? left.column : null;
  const indexes = [...(unit.index === null ? [] : [unit.index]), ...(named === null ? [] : (left?.indexes ?? []))];
  if (unit.kind === "money") {
    const key = repeatedKey(source);
    const column = named ?? amountOf(source);
    if (column === null || left?.measure != null)
      return left?.measure == null ? null : { measure: left.measure, indexes };
    const isWhole = named === null && key !== null && isFlow(column);
    return isWhole ? { measure: { aggregate: "sum", column }, indexes } : { column, indexes };
  }
  const hinted = hints.length === 0 ? null : findHinted(source, hints);
  const column = named ?? (hinted?.role === "measure" ? hinted : null) ?? onlyDuration(source);
  if (column === null || (column.formula !== undefined && unit.days === null)) return null;
  const factor = column.formula === undefined ? 1 : (unit.days ?? 1);
  return left?.measure != null && named !== null
    ? { measure: left.measure, indexes, factor }
    : { column, indexes, factor };
}

function findSubject(workings: Workings, { from, to, hints }: Clause): Subject | null {
  const right = skip(workings, to, 1);
  const gap = fillerAt(workings, to + 1) ?? "";
  const isAdjacent =
    !isMarker(workings.mentions[right], "and", "or") &&
    !["in", "for", "by", "from", "at", "on", "with", "that", "which", "who"].includes(gap);
  const left = leftColumn(workings, from);
  const leftIsDirect = left !== null && skip(workings, from, -1) === left.index;
  const rightIndex = isAdjacent ? unitIndex(workings, right) : right;
  const rightColumn = isAdjacent ? numericAt(workings, rightIndex) : null;
  const isHaving = ["have", "has", "had", "with", "having", "contain", "contains"].includes(
    fillerAt(workings, from - 1) ?? "",
  );
  const counted: Subject = { measure: { aggregate: "count", column: null }, indexes: [right] };
  if (isHaving && isAdjacent && at(workings, right, "entity") !== null && unitIndex(workings, right) === right)
    return counted;
  if (left !== null && leftIsDirect) return subjectOf(left);
  const hinted = hints.length === 0 ? null : findHinted(workings.source, hints);
  if (hinted !== null) return { column: hinted, indexes: [] };
  if (rightColumn !== null && rightColumn.role !== "identifier")
    return { column: rightColumn, indexes: [right, rightIndex] };
  if (isAdjacent && isCounted(workings, right)) return counted;
  if (left !== null) return subjectOf(left);
  const height = /^(higher|lower|taller|shorter) than$/.test(textAt(workings, from))
    ? findHinted(workings.source, ["height", "elevation"])
    : null;
  return height === null ? null : { column: height, indexes: [] };
}

/** "18000 students enrolled": the column may stand after the noun that it counts. */
function unitIndex(workings: Workings, right: number): number {
  const kind = workings.mentions[right]?.kind;
  if (numericAt(workings, right) !== null || (kind !== "unknown" && kind !== "entity")) return right;
  const next = right + 1;
  const column = numericAt(workings, next);
  return column !== null && isQuantity(column) ? next : right;
}

type Left = {
  readonly index: number;
  readonly column: KnownColumn;
  readonly measure: Measure | null;
  readonly indexes: readonly number[];
};

function subjectOf({ column, measure, indexes }: Left): Subject {
  return measure === null ? { column, indexes } : { measure, indexes };
}

/** The nearest numeric column before the comparison, with an aggregate in front of it: "average age above 20". */
function leftColumn(workings: Workings, from: number): Left | null {
  for (let index = from - 1; index >= Math.max(0, from - 7); index -= 1) {
    const mention = workings.mentions[index];
    if (mention?.kind === "number" || mention?.kind === "value" || mention?.kind === "comparison") return null;
    const column = numericAt(workings, index);
    if (column === null || column.role === "identifier") continue;
    const before = skip(workings, index, -1);
    const aggregate = at(workings, before, "aggregate");
    if (aggregate === null || aggregate.aggregate === "share")
      return { index, column, measure: null, indexes: [index] };
    if (aggregate.aggregate === "count") {
      if (isQuantity(column)) return { index, column, measure: null, indexes: [before, index] };
      return { index, column, measure: { aggregate: "count", column: null }, indexes: [before, index] };
    }
    return { index, column, measure: { aggregate: aggregate.aggregate, column }, indexes: [before, index] };
  }
  return null;
}

function numericAt(workings: Workings, index: number): KnownColumn | null {
  const mention = at(workings, index, "column");
  if (mention === null) return null;
  return bestWhere(mention.candidates, (column) => column.role === "time" || isNumeric(column));
}

/** Rows or things that are counted: "at least 15 stations". */
function isCounted(workings: Workings, index: number): boolean {
  const mention = workings.mentions[index];
  return (
    isFree(workings, index) && (mention?.kind === "entity" || mention?.kind === "column" || mention?.kind === "unknown")
  );
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

function isYear(number: MentionOf<"number">): boolean {
  return Number.isInteger(number.value) && number.value >= 1500 && number.value <= 2200 && /^\d{4}$/.test(number.text);
}

/** "id 5", "in 2008", "with 4 cylinders": a number beside the column that it equals. */
function readEquality(workings: Workings, index: number): Found | null {
  const number = at(workings, index, "number");
  if (number === null) return null;
  const list = numbersFrom(workings, index);
  const before = skip(workings, index, -1, ["marker"]);
  const direct = skip(workings, index, -1);
  const left = at(workings, before, "column");
  const exclude = isNegated(workings, index);
  const isTime = isYear(number) && isTimeWord(workings, index) && findHinted(workings.source, ["time"]) !== null;
  const isApart = isMarker(workings.mentions[direct], "and", "each") || isTime;
  const leftColumn = left === null || isApart ? null : equalColumn(left, number);
  if (leftColumn !== null) {
    take(workings, before, ...list.indexes);
    return equals(leftColumn, list.values, exclude);
  }
  const right = skip(workings, index, 1);
  const rightMention = at(workings, right, "column");
  const rightColumn = rightMention === null ? null : bestWhere(rightMention.candidates, isNumeric);
  const lead = fillerAt(workings, index - 1);
  const isLed =
    (lead !== null && ["with", "have", "has", "had", "of", "at", "for"].includes(lead)) ||
    isMarker(workings.mentions[index - 1], "and");
  if (rightColumn !== null && isLed && isQuantity(rightColumn)) {
    take(workings, index, right);
    return equals(rightColumn, [number.value], exclude);
  }
  const time = isYear(number) ? findHinted(workings.source, ["time"]) : null;
  if (time === null) return null;
  take(workings, ...list.indexes);
  return equals(time, list.values, exclude);
}

/** "in 2025", unless a column of years or codes stands before it: "class of 2025". */
function isTimeWord(workings: Workings, index: number): boolean {
  const before = at(workings, skip(workings, index, -1), "column");
  const isQuantified = before === null || bestWhere(before.candidates, isQuantity) !== null;
  return isQuantified && ["in", "during", "for", "of"].includes(fillerAt(workings, index - 1) ?? "");
}

/** Numbers joined by commas, "and" and "or". */
function numbersFrom(
  workings: Workings,
  start: number,
): { readonly indexes: readonly number[]; readonly values: readonly number[] } {
  const indexes = [start];
  const values: number[] = [];
  for (let index = start; ; ) {
    const number = at(workings, index, "number");
    if (number === null) break;
    values.push(number.value);
    const joint = skip(workings, index, 1);
    if (!isComma(workings.mentions[joint]) && !isMarker(workings.mentions[joint], "and", "or")) break;
    const next = skip(workings, joint, 1);
    if (at(workings, next, "number") === null) break;
    indexes.push(joint, next);
    index = next;
  }
  return { indexes, values };
}

function equalColumn(mention: MentionOf<"column">, number: MentionOf<"number">): KnownColumn | null {
  const column = bestWhere(mention.candidates, (one) => isNumeric(one) || one.role === "time");
  if (column?.role === "time" && !isYear(number)) return null;
  return column ?? bestWhere(mention.candidates, (one) => one.role === "identifier" || one.role === "category");
}

function equals(column: KnownColumn, values: readonly number[], exclude: boolean): Condition {
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

function compareColumn(column: KnownColumn, operator: Operator, value: number): Condition {
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

const negations: Readonly<Record<Operator, Operator>> = {
  ">": "<=",
  ">=": "<",
  "<": ">=",
  "<=": ">",
  "=": "!=",
  "!=": "=",
};

function negate(operator: Exclude<Comparison["operator"], "between">): Operator {
  return negations[operator];
}

/** A negation right before: "not", "other than", at most three mentions away. It is taken. */
export function isNegated(workings: Workings, index: number): boolean {
  for (let before = index - 1; before >= Math.max(0, index - 5); before -= 1) {
    const mention = workings.mentions[before];
    if (isMarker(mention, "not") && isFree(workings, before)) {
      take(workings, before);
      return true;
    }
    if (
      mention?.kind !== "filler" &&
      mention?.kind !== "column" &&
      mention?.kind !== "textOperator" &&
      mention?.kind !== "comparison"
    )
      return false;
  }
  return false;
}
