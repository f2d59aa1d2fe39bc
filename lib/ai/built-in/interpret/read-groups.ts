import { mainDate } from "./read-dates.ts";
import { amountsAround } from "./read-derived.ts";
import type { Key } from "./reading.ts";
import {
  at,
  bestColumn,
  fillerAt,
  findAll,
  isComma,
  isFree,
  isMarker,
  skip,
  take,
  textAt,
  type Workings,
} from "./workings.ts";

/** Takes "for each country and year", "by month", "per customer"; the keys in the order of the question. */
export function readGroups(workings: Workings): readonly Key[] {
  const keys = findAll(workings, "marker").flatMap(([index, { marker }]) => {
    if ((marker !== "each" && marker !== "by") || !isFree(workings, index)) return [];
    if (amountsAround(workings, index) !== null) return [];
    const found = readKeys(workings, index);
    if (found.length > 0) take(workings, index);
    return /^(across|over)/.test(textAt(workings, index))
      ? found.filter((key) => key.isEntity !== true && key.column.role !== "identifier")
      : found;
  });
  return keys.filter((key, index) => keys.findIndex((other) => other.column === key.column) === index);
}

/** Buckets without a "by": "monthly sales", and "over time". */
export function readBuckets(workings: Workings): readonly Key[] {
  return findAll(workings, "bucket").flatMap(([index, { bucket }]) => {
    const column = mainDate(workings);
    if (column === null || column.role !== "time") return [];
    take(workings, index);
    return [{ column, bucket, isAsked: isAsked(workings, index) }];
  });
}

/** "which month", "in what year", "the best quarter", "the year with the highest profit". */
function isAsked(workings: Workings, index: number): boolean {
  const before = workings.mentions[index - 1];
  const isBest =
    /^(with|that|when|where)$/.test(fillerAt(workings, index + 1) ?? "") &&
    workings.mentions[skip(workings, index, 1)]?.kind === "superlative";
  return isBest || before?.kind === "superlative" || /^(which|what)$/.test(fillerAt(workings, index - 1) ?? "");
}

function readKeys(workings: Workings, start: number): Key[] {
  const keys: Key[] = [];
  let index = skipTo(workings, start);
  while (index > 0) {
    const found = readKey(workings, index);
    if (found === null) break;
    keys.push(found.key);
    const joint = skip(workings, found.last, 1, ["entity"]);
    const mention = workings.mentions[joint];
    if (!isMarker(mention, "and", "each", "by") && !(isComma(mention) && isListOfKeys(workings, joint))) break;
    if (isMarker(mention, "each", "by")) take(workings, joint);
    index = skipTo(workings, joint);
    if (at(workings, index, "column") === null && at(workings, index, "bucket") === null) break;
  }
  return keys;
}

function skipTo(workings: Workings, index: number): number {
  let next = skip(workings, index, 1);
  while (isMarker(workings.mentions[next], "distinct", "each", "by", "all")) {
    take(workings, next);
    next = skip(workings, next, 1);
  }
  return next;
}

/** A comma goes on with keys only when an "and" with a column follows: "by a, b and c". */
function isListOfKeys(workings: Workings, comma: number): boolean {
  const next = skip(workings, comma, 1);
  const joint = skip(workings, next, 1);
  return at(workings, next, "column") !== null && isMarker(workings.mentions[joint], "and");
}

function readKey(workings: Workings, index: number): { readonly key: Key; readonly last: number } | null {
  const bucket = at(workings, index, "bucket");
  if (bucket !== null) return readBucketKey(workings, index);
  const mention = at(workings, index, "column");
  const column = mention === null ? null : bestColumn(mention.candidates);
  if (column !== null) {
    if (column.role === "metric" || isCondition(workings, index)) return null;
    take(workings, index);
    return { key: { column, bucket: null }, last: index };
  }
  return readEntityKey(workings, index);
}

/** "by grade 5" names a value, not a group. */
function isCondition(workings: Workings, index: number): boolean {
  const next = skip(workings, index, 1);
  const kind = workings.mentions[next]?.kind;
  return next === index + 1 && (kind === "number" || kind === "value" || kind === "quoted") && isFree(workings, next);
}

/** "per customer" in a table of customers: the rows by their name. */
function readEntityKey(workings: Workings, index: number): { readonly key: Key; readonly last: number } | null {
  const { display } = workings.source;
  if (at(workings, index, "entity") === null || display === null) return null;
  const next = skip(workings, index, 1);
  const named = at(workings, next, "column");
  if (named !== null && next === index + 1) return null;
  take(workings, index);
  return { key: { column: display, bucket: null, isEntity: true }, last: index };
}

function readBucketKey(workings: Workings, index: number): { readonly key: Key; readonly last: number } | null {
  const mention = at(workings, index, "bucket");
  const column = mainDate(workings);
  if (mention === null || column === null || column.role !== "time") return null;
  take(workings, index);
  return { key: { column, bucket: mention.bucket }, last: index };
}
