import type { MentionOf } from "../mentions/mention.ts";
import type { KnownColumn } from "../source.ts";
import { lemmaOf } from "../text/lemma.ts";
import { countLines, countOfFlag, countRows, isPartNoun, repeatedKey } from "./count-rows.ts";
import { isFlow } from "./flows.ts";
import { amountOf, onlyDuration, type Unit } from "./read-units.ts";
import type { Measure, Operator } from "./reading.ts";
import {
  at,
  bestWhere,
  fillerAt,
  findHinted,
  isFree,
  isMarker,
  isNumeric,
  isQuantity,
  skip,
  textAt,
  type Workings,
} from "./workings.ts";

/** A comparison with a number, by its positions. */
export type Clause = {
  readonly from: number;
  readonly to: number;
  readonly operator: Operator;
  readonly number: MentionOf<"number">;
  readonly hints: readonly string[];
};

/** What a number is compared with. `factor` turns its unit into the column's. */
export type Subject = { readonly indexes: readonly number[]; readonly factor?: number } & (
  | { readonly column: KnownColumn; readonly measure?: undefined }
  | { readonly measure: Measure; readonly column?: undefined }
);

/** "longer than 5 days" is a time that the source can tell, "above 5000 dollars" an amount: neither is a number of rows. */
export function findMeasured(workings: Workings, { from, hints }: Clause, unit: Unit): Subject | null {
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

/** The column beside the number, a hinted column, an aggregate, or the number of rows. */
export function findSubject(workings: Workings, { from, to, hints, number }: Clause): Subject | null {
  const right = skip(workings, to, 1);
  const isOften = textAt(workings, right) === "times" || /^(once|twice)$/.test(number.text.toLowerCase());
  if (isOften) return findDeed(workings, from, textAt(workings, right) === "times" ? [right] : []);
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
  const count = isAdjacent ? countAt(workings, right) : null;
  const counted: Subject | null = count === null ? null : { measure: count, indexes: [right] };
  const isPlain = at(workings, right, "entity") !== null && unitIndex(workings, right) === right;
  if (isHaving && counted !== null && (isPlain || count?.isOfLines === true)) return counted;
  if (left !== null && leftIsDirect) return subjectOf(left);
  const hinted = hints.length === 0 ? null : findHinted(workings.source, hints);
  if (hinted !== null) return { column: hinted, indexes: [] };
  if (rightColumn !== null && rightColumn.role !== "identifier")
    return { column: rightColumn, indexes: [right, rightIndex] };
  if (counted !== null) return counted;
  // In a table of single things an unknown noun behind "with more than 3" mostly means its rows; the answer says that it was left out.
  const isRows = isHaving && isAdjacent && at(workings, right, "unknown") !== null;
  if (isRows && repeatedKey(workings.source) === null) return { measure: countRows, indexes: [] };
  if (left !== null) return subjectOf(left);
  const height = /^(higher|lower|taller|shorter) than$/.test(textAt(workings, from))
    ? findHinted(workings.source, ["height", "elevation"])
    : null;
  return height === null ? null : { column: height, indexes: [] };
}

/** "ordered more than 10 times", "were returned twice". Null: nobody knows what was done so often. */
function findDeed(workings: Workings, from: number, indexes: readonly number[]): Subject | null {
  for (let index = from - 1; index >= Math.max(0, from - 4); index -= 1) {
    const mention = workings.mentions[index];
    const flag = mention?.kind === "column" ? mention.candidates[0]?.column : undefined;
    if (flag?.role === "logical") return { measure: countOfFlag(flag), indexes: [...indexes, index] };
    if (/^(ordered|bought|purchased|shopped)$/.test(textAt(workings, index)))
      return { measure: countRows, indexes: [...indexes, index] };
  }
  return repeatedKey(workings.source) === null ? { measure: countRows, indexes } : null;
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
export function leftColumn(workings: Workings, from: number): Left | null {
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

/** The numeric column or date that is named at a position. */
export function numericAt(workings: Workings, index: number): KnownColumn | null {
  const mention = at(workings, index, "column");
  if (mention === null) return null;
  return bestWhere(mention.candidates, (column) => column.role === "time" || isNumeric(column));
}

/** What is counted where a noun stands behind the number: rows, different things, rows that a flag marks. Null: nothing that is known. */
function countAt(workings: Workings, index: number): Measure | null {
  if (!isFree(workings, index)) return null;
  const noun = lemmaOf(textAt(workings, index));
  const mention = workings.mentions[index];
  if (mention?.kind === "entity") return isPartNoun(noun) ? countLines : countRows;
  const column = mention?.kind === "column" ? (mention.candidates[0]?.column ?? null) : null;
  if (column === null) return null;
  if (column.names[0]?.[0]?.lemma === noun && isPartNoun(noun)) return countLines;
  if (column.role === "logical") return countOfFlag(column);
  return { aggregate: "count", column };
}
