import { referenceTo } from "../draft/names.ts";
import type { Parts } from "../interpret/combine.ts";
import { implicitAggregate } from "../interpret/flows.ts";
import type { PartsRead } from "../interpret/interpret.ts";
import {
  type Condition,
  columnsOf,
  isKey,
  isMeasure,
  isSameMeasure,
  type Key,
  type Measure,
  type Reading,
  type SortTerm,
} from "../interpret/reading.ts";
import { isQuantity } from "../interpret/workings.ts";
import type { KnownColumn, KnownSource } from "../source.ts";

/** More groups than this are told from the largest down. */
const manyGroups = 30;
const addingWords: ReadonlySet<string> = new Set(
  "and also too add plus split break further color colour colored slice facet groups".split(" "),
);

/** The worksheet before with what the follow-up changes: conditions, subject, keys, rank, drawing. */
export function changeReading(before: Reading, { parts, words }: PartsRead, source: KnownSource): Reading {
  const isAdded = words.some((word) => addingWords.has(word));
  const kept = clearConditions(before, words, source);
  const withConditions = {
    ...kept,
    conditions: joinConditions(kept.conditions, parts.conditions),
    having: [...kept.having, ...parts.having],
  };
  const withSubject = changeSubject(withConditions, parts, isAdded);
  const withKeys = changeKeys(withSubject, parts, isAdded);
  return { ...changeRank(withKeys, parts), chart: parts.chart };
}

/** "remove the filters", "for all regions". */
function clearConditions(before: Reading, words: readonly string[], { columns }: KnownSource): Reading {
  const text = words.join(" ");
  if (/\b(remove|drop|clear|reset|without)\b.*\bfilters?\b/.test(text))
    return { ...before, conditions: [], having: [] };
  const name = /\ball (?:the )?(\p{L}+)$/u.exec(text)?.[1];
  const freed = columns.filter(({ names }) =>
    names.some((own) => own.some(({ lower, lemma }) => name === lower || name === `${lemma}s`)),
  );
  if (name === undefined || freed.length === 0) return before;
  return {
    ...before,
    conditions: before.conditions.filter((one) => !columnsOf(one).some((column) => freed.includes(column))),
  };
}

/** A condition on a column that had one replaces it. */
function joinConditions(before: readonly Condition[], after: readonly Condition[]): readonly Condition[] {
  const columns = [...new Set(after.flatMap(columnsOf))];
  return [...before.filter((condition) => !columns.some((column) => isAbout(condition, column))), ...after];
}

function isAbout(condition: Condition, column: KnownColumn): boolean {
  if (condition.kind === "formula") return condition.formula.includes(referenceTo(column));
  return columnsOf(condition).includes(column);
}

/** "and profit?" stands beside what was measured, "profit instead" takes its place. */
function changeSubject(reading: Reading, { targets }: Parts, isAdded: boolean): Reading {
  const quantities = targets.columns.filter(isQuantity);
  if (!isGrouped(reading))
    return targets.columns.length === 0
      ? reading
      : { ...reading, columns: unique([...reading.columns, ...targets.columns]) };
  const named = quantities.map((column) => measureLike(reading, column));
  const wanted = [...targets.measures, ...named];
  if (wanted.length === 0) return reading;
  const measures = isAdded ? withMeasures(reading.measures, wanted) : wanted;
  const sort = reading.sort.filter(({ by }) => !isMeasure(by) || measures.some((one) => isSameMeasure(one, by)));
  return { ...reading, measures, sort };
}

function isGrouped({ keys, measures }: Reading): boolean {
  return keys.length > 0 || measures.length > 0;
}

function withMeasures(measures: readonly Measure[], more: readonly Measure[]): readonly Measure[] {
  return [...measures, ...more.filter((one) => !measures.some((known) => isSameMeasure(known, one)))];
}

/** Another column, measured as what was measured before. */
function measureLike({ measures }: Reading, column: KnownColumn): Measure {
  const known = measures.find((measure) => measure.column === column);
  if (known !== undefined) return known;
  const [first] = measures;
  const aggregate = first?.column === null || first === undefined ? null : first.aggregate;
  const isPlain = aggregate === "avg" || aggregate === "max" || aggregate === "min" || aggregate === "median";
  return { aggregate: isPlain ? aggregate : implicitAggregate(column), column };
}

/** "by month": another time replaces the time; "by segment" the other keys, unless it is added to them. */
function changeKeys(reading: Reading, parts: Parts, isAdded: boolean): Reading {
  const named = isGrouped(reading) ? parts.targets.columns.filter((column) => !isQuantity(column)) : [];
  const color = parts.chart?.color ?? null;
  const keys = [
    ...parts.keys,
    ...[...named, ...(color === null ? [] : [color])].map((column): Key => ({ column, bucket: null })),
  ];
  if (keys.length === 0) return reading;
  if (!isGrouped(reading))
    return { ...reading, columns: unique([...reading.columns, ...keys.map(({ column }) => column)]) };
  const isTime = (key: Key): boolean => key.column.role === "time";
  const isKept = isAdded || color !== null;
  const kept = isKept ? reading.keys.filter((key) => !keys.some(isTime) || !isTime(key)) : [];
  const all = [...kept.filter((key) => !keys.some((other) => other.column === key.column)), ...keys];
  return { ...reading, keys: all, sort: sortOfKeys(reading, all), limit: isKept ? reading.limit : null };
}

/** Sorts that still stand for something; many groups are told from the largest down. */
function sortOfKeys({ sort, measures }: Reading, keys: readonly Key[]): readonly SortTerm[] {
  const standing = sort.filter(({ by }) => isMeasure(by) || (isKey(by) && keys.includes(by)));
  const [measure] = measures;
  const isMany = keys.some(({ column, bucket }) => bucket === null && countOf(column) > manyGroups);
  const isTimed = keys.some(({ column }) => column.role === "time" || column.role === "year");
  return standing.length > 0 || measure === undefined || !isMany || isTimed
    ? standing
    : [{ by: measure, direction: "descending" }];
}

/** Of what is not profiled yet, names are many. */
function countOf({ description, names }: KnownColumn): number {
  const isName = names.some((words) => words.length > 1 && words.at(-1)?.lemma === "name");
  return description.distinctCount ?? (isName ? Number.POSITIVE_INFINITY : 0);
}

function changeRank(reading: Reading, parts: Parts): Reading {
  const { superlative, order, targets } = parts;
  const [measure] = reading.measures;
  if (superlative !== null) {
    const direction = superlative.direction === "max" ? ("descending" as const) : ("ascending" as const);
    const isNamed = isMeasure(superlative.by)
      ? superlative.by.column !== null
      : superlative.isShown || targets.columns.includes(superlative.by);
    const by = isNamed ? superlative.by : (measure ?? reading.sort[0]?.by ?? superlative.by);
    return sortBy({ ...reading, limit: superlative.limit ?? 1 }, [{ by, direction }]);
  }
  if (order === null) return reading;
  const fallback = order.isAlphabetical ? (reading.keys[0] ?? reading.columns[0]) : (measure ?? reading.columns[0]);
  const terms = order.terms.length > 0 ? order.terms.map(({ by }) => by) : fallback === undefined ? [] : [fallback];
  return sortBy(
    reading,
    terms.map((by) => ({ by, direction: order.direction ?? (isAmount(by) ? "descending" : "ascending") })),
  );
}

/** Nobody who sorts by an amount wants the smallest first unless it is said. */
function isAmount(by: SortTerm["by"]): boolean {
  return isMeasure(by) || (!isKey(by) && isQuantity(by));
}

/** Groups are sorted by keys and measures; a measure that was not there is shown beside the others. */
function sortBy(reading: Reading, terms: readonly SortTerm[]): Reading {
  if (!isGrouped(reading)) return { ...reading, sort: terms };
  const sort = terms.map((term) => ({ ...term, by: groupedBy(term.by, reading) }));
  return { ...reading, sort, measures: withMeasures(reading.measures, sort.map(({ by }) => by).filter(isMeasure)) };
}

function groupedBy(by: SortTerm["by"], reading: Reading): Key | Measure {
  if (isMeasure(by) || isKey(by)) return by;
  const key = reading.keys.find(({ column }) => column === by);
  if (key !== undefined) return key;
  return isQuantity(by) ? measureLike(reading, by) : { aggregate: "max", column: by };
}

function unique(columns: readonly KnownColumn[]): readonly KnownColumn[] {
  return [...new Set(columns)];
}
