import type { AskModelInput } from "#lib/contract/ask-tools";
import type { Parts } from "../interpret/combine.ts";
import { implicitAggregate, settle } from "../interpret/combine.ts";
import { type Interpretation, readParts } from "../interpret/interpret.ts";
import type { Condition, Key, Measure, Reading, SortTerm } from "../interpret/reading.ts";
import { isQuantity } from "../interpret/workings.ts";
import type { FoundValue } from "../mentions/find-values.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { addPriorPeriod } from "./prior-period.ts";
import { readDraft } from "./read-draft.ts";

type Previous = NonNullable<AskModelInput["previous"]>;

/** Words that point back: what they open changes the worksheet before. */
const opening =
  /^(and|also|but|now|then|so|only|just|what about|how about|same|instead|make it|make that|turn (it|that|this)|change|switch|show (it|that|this|them)|as an?|by|per|for|in|with|without|exclude|excluding|except|include|remove|drop|add|top|bottom|sort|order|rank|limit|color|colour|compare (it|that|this|them)?\s*(with|to)|split|break|group|slice|filter|keep|facet|separate|use|draw|plot (it|that|this))\b/i;
const pointing = /\b(instead|it|that|this one|them|those|these|the same|as well|too)\b/i;

/**
 * Reads a follow-up as a change of the worksheet before it: a condition more or another one, other keys, a measure beside, a rank, a
 * mark. Null: it is a question of its own.
 */
export function interpretFollowUp(
  question: string,
  previous: Previous,
  source: KnownSource,
  found: readonly FoundValue[],
): Interpretation | null {
  if (previous.worksheet.source !== source.described.name) return null;
  const before = readDraft(previous.worksheet, source);
  const { parts, mentions, unknown, coverage, words } = readParts(question, source, found);
  if (before === null || !isFollowUp(question, parts)) return null;
  const pointer = new Set([
    "add",
    "change",
    "make",
    "keep",
    "remove",
    "switch",
    "instead",
    "slice",
    "groups",
    "points",
    "apply",
  ]);
  const lost = unknown.filter((word) => !pointer.has(word.toLowerCase()));
  const reading = change(before, parts, source, words);
  return {
    reading: settle(reading, source),
    mentions,
    unknown: lost,
    coverage: lost.length === 0 ? Math.max(coverage, 0.6) : coverage,
  };
}

/** It points back, or it names no subject of its own. */
function isFollowUp(question: string, parts: Parts): boolean {
  const { targets, keys } = parts;
  const hasSubject = targets.measures.length > 0 || (targets.columns.some(isQuantity) && keys.length > 0);
  if (opening.test(question.trim())) return !(hasSubject && keys.length > 0) || pointing.test(question);
  return !hasSubject && targets.columns.length === 0 && !targets.hasEntity
    ? true
    : pointing.test(question) && !hasSubject;
}

function change(before: Reading, parts: Parts, source: KnownSource, words: readonly string[]): Reading {
  const isAdded = words.some((word) =>
    [
      "and",
      "also",
      "too",
      "add",
      "plus",
      "split",
      "break",
      "further",
      "color",
      "colour",
      "colored",
      "slice",
      "facet",
      "groups",
    ].includes(word),
  );
  const withConditions = {
    ...before,
    conditions: joinConditions(before.conditions, parts.conditions),
    having: [...before.having, ...parts.having],
  };
  const withSubject = changeSubject(withConditions, parts, isAdded);
  const withKeys = changeKeys(withSubject, parts, isAdded);
  const withRank = changeRank(withKeys, parts);
  const withPeriod = isPriorPeriod(words) ? addPriorPeriod(withRank, source) : withRank;
  return { ...withPeriod, chart: parts.chart };
}

/** A condition on a column that had one replaces it. */
function joinConditions(before: readonly Condition[], after: readonly Condition[]): readonly Condition[] {
  const columns = new Set(after.flatMap(columnsOf));
  return [...before.filter((condition) => !columnsOf(condition).some((column) => columns.has(column))), ...after];
}

function columnsOf(condition: Condition): readonly KnownColumn[] {
  if (condition.kind === "any") return condition.conditions.flatMap(columnsOf);
  return condition.kind === "formula" ? [] : [condition.column];
}

/** "and profit?" stands beside what was measured, "profit instead" takes its place. */
function changeSubject(reading: Reading, { targets }: Parts, isAdded: boolean): Reading {
  const isGrouped = reading.keys.length > 0 || reading.measures.length > 0;
  const [first] = reading.measures;
  const quantities = targets.columns.filter(isQuantity);
  if (!isGrouped)
    return targets.columns.length === 0
      ? reading
      : { ...reading, columns: unique([...reading.columns, ...targets.columns]) };
  const named = quantities.map((column): Measure => ({ aggregate: sameAggregate(first, column), column }));
  const wanted = [...targets.measures, ...named];
  if (wanted.length === 0) return reading;
  const measures = isAdded ? [...reading.measures, ...wanted] : wanted;
  const sort = reading.sort.filter(({ by }) => !("aggregate" in by) || measures.includes(by));
  return { ...reading, measures, sort };
}

function sameAggregate(first: Measure | undefined, column: KnownColumn): Measure["aggregate"] {
  const known = first?.column === null || first === undefined ? null : first.aggregate;
  return known === "sum" || known === "avg" || known === "max" || known === "min" || known === "median"
    ? known
    : implicitAggregate(column);
}

/** "by month": another time replaces the time; "by segment" the other keys, unless it is added to them. */
function changeKeys(reading: Reading, parts: Parts, isAdded: boolean): Reading {
  const isGrouped = reading.keys.length > 0 || reading.measures.length > 0;
  const named = isGrouped ? parts.targets.columns.filter((column) => !isQuantity(column)) : [];
  const color = parts.chart?.color ?? null;
  const keys = [
    ...parts.keys,
    ...[...named, ...(color === null ? [] : [color])].map((column): Key => ({ column, bucket: null })),
  ];
  if (keys.length === 0) return reading;
  if (!isGrouped) return { ...reading, columns: unique([...reading.columns, ...keys.map(({ column }) => column)]) };
  const isTime = (key: Key): boolean => key.column.role === "time";
  const kept = isAdded || color !== null ? reading.keys.filter((key) => !keys.some(isTime) || !isTime(key)) : [];
  return { ...reading, keys: [...kept.filter((key) => !keys.some((other) => other.column === key.column)), ...keys] };
}

function changeRank(reading: Reading, { superlative, order, targets }: Parts): Reading {
  const [measure] = reading.measures;
  if (superlative !== null) {
    const direction = superlative.direction === "max" ? ("descending" as const) : ("ascending" as const);
    const isNamed =
      "aggregate" in superlative.by ? superlative.by.column !== null : targets.columns.includes(superlative.by);
    const by: SortTerm["by"] = isNamed ? superlative.by : (measure ?? reading.sort[0]?.by ?? superlative.by);
    return { ...reading, sort: [{ by, direction }], limit: superlative.limit ?? 1 };
  }
  if (order === null) return reading;
  const direction = order.direction ?? (order.terms.length > 0 ? "ascending" : "descending");
  const fallback = order.isAlphabetical ? (reading.keys[0] ?? reading.columns[0]) : (measure ?? reading.columns[0]);
  const terms =
    order.terms.length > 0
      ? order.terms.map((term) => ({ ...term, by: sameColumn(term.by, reading) }))
      : fallback === undefined
        ? []
        : [{ by: fallback, direction }];
  return { ...reading, sort: terms };
}

function sameColumn(by: SortTerm["by"], reading: Reading): SortTerm["by"] {
  if ("aggregate" in by || "bucket" in by) return by;
  return reading.keys.find(({ column }) => column === by) ?? reading.measures.find(({ column }) => column === by) ?? by;
}

function isPriorPeriod(words: readonly string[]): boolean {
  return (
    words.some((word) => /^(compare|compared|versus|vs|against)$/.test(word)) &&
    /(last|previous|prior) (year|period|quarter|month)|year before|prior period/.test(words.join(" "))
  );
}

function unique(columns: readonly KnownColumn[]): readonly KnownColumn[] {
  return [...new Set(columns)];
}
