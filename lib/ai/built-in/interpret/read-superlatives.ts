import { isPartnerNoun } from "../lexicon/function-words.ts";
import type { Superlative } from "../lexicon/operators.ts";
import type { MentionOf } from "../mentions/mention.ts";
import type { KnownColumn } from "../source.ts";
import { lemmaOf } from "../text/lemma.ts";
import { countOfFlag } from "./count-rows.ts";
import { isFlow, worthOf } from "./flows.ts";
import type { Measure } from "./reading.ts";
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

/** "The five oldest", "most common", "with the highest average price": what ranks, which way, how many. */
export type SuperlativeReading = {
  readonly direction: Superlative["direction"];
  readonly limit: number | null;
  /** "top 5 products by sales": what ranks is told beside the names. */
  readonly isShown: boolean;
  /** A row column, or a measure of groups. */
  readonly by: KnownColumn | Measure;
  /** "which products have": several of what is asked for. */
  readonly isPlural: boolean;
  /** "best": what is measured was not said. */
  readonly isVague: boolean;
};

const countRows: Measure = { aggregate: "count", column: null };

/** "top 5 products by sales": read before the groups, since its "by" groups nothing. */
export function readRanking(workings: Workings): SuperlativeReading | null {
  for (const [index, { superlative }] of findAll(workings, "superlative")) {
    const count = readCount(workings, index);
    const isRanking = (count.limit !== null && superlative.hints.length === 0) || isWorth(workings, index);
    const subject = isRanking ? rankedBy(workings, count.after + 1) : null;
    if (subject === null) continue;
    take(workings, index, ...count.indexes, ...subject.indexes);
    const isPlural = isPluralBefore(workings, index);
    return {
      direction: superlative.direction,
      limit: count.limit,
      by: subject.by,
      isShown: true,
      isPlural,
      isVague: false,
    };
  }
  return null;
}

/** Takes superlatives that choose rows or groups. One that only aggregates ("what is the highest salary") is left to the targets. */
export function readSuperlative(workings: Workings): SuperlativeReading | null {
  const found = findAll(workings, "superlative").flatMap(([index, { superlative }]) => {
    if (!isFree(workings, index) || isAggregateChain(workings, index)) return [];
    return readOne(workings, index, superlative) ?? [];
  });
  const first = found[0];
  if (first === undefined) return null;
  const best = found.findLast(({ isWeak }) => !isWeak) ?? first;
  const limit = found.map((one) => one.limit).find((count) => count !== null) ?? null;
  return { ...best, limit: limit ?? readDistantCount(workings), isShown: false };
}

type One = SuperlativeReading & { readonly isWeak: boolean };

function readOne(workings: Workings, index: number, superlative: Superlative): One | null {
  const count = readCount(workings, index);
  const next = skip(workings, count.after, 1, ["symbol"]);
  const subject = findSubject(workings, index, next, superlative, count.limit !== null);
  if (subject === null) return null;
  const isAggregate = subject.isNamed && count.limit === null && !hasTarget(workings, index, subject.indexes);
  if (isAggregate) return null;
  take(workings, index, ...count.indexes, ...subject.indexes);
  const direction = subject.isReversed ? flip(superlative.direction) : superlative.direction;
  const several = isWorth(workings, index) && /[a-z]s$/.test(textAt(workings, next)) ? someBest : null;
  const isVague = isWorth(workings, index) && !subject.isNamed && !("aggregate" in subject.by) && !isFlow(subject.by);
  const isPlural = several !== null || isPluralBefore(workings, index);
  return {
    direction,
    limit: count.limit ?? several,
    by: subject.by,
    isWeak: subject.isWeak,
    isShown: false,
    isPlural,
    isVague,
  };
}

/** "which products have the lowest ratings": the column before is named in the plural. */
function isPluralBefore(workings: Workings, index: number): boolean {
  const before = workings.mentions.findLastIndex((mention, position) => position < index && mention.kind === "column");
  const last = /[^ ]*$/.exec(textAt(workings, before))?.[0] ?? "";
  return before >= 0 && lemmaOf(last) !== last;
}

type Subject = {
  readonly by: KnownColumn | Measure;
  readonly indexes: readonly number[];
  /** The column stands in the question. */
  readonly isNamed: boolean;
  readonly isReversed: boolean;
  /** A better superlative of the same question decides. */
  readonly isWeak: boolean;
};

function findSubject(
  workings: Workings,
  index: number,
  next: number,
  superlative: Superlative,
  isTop: boolean,
): Subject | null {
  const plain = { isNamed: true, isReversed: false, isWeak: false };
  const sold = soldBefore(workings, index);
  if (sold !== null) return { ...plain, ...sold, isNamed: false };
  if (superlative.isFrequency) return { ...plain, by: countRows, indexes: [], isNamed: false };
  const aggregate = at(workings, next, "aggregate");
  if (aggregate !== null) return aggregateSubject(workings, next, aggregate);
  const column = at(workings, next, "column");
  const numeric = column === null ? null : bestWhere(column.candidates, (one) => isNumeric(one) || one.role === "time");
  const thing = column?.candidates[0]?.column;
  if (thing?.role === "logical") return { ...plain, by: countOfFlag(thing), indexes: [next], isNamed: false };
  const isPartner = thing?.names.some((name) => name.some(({ lemma }) => isPartnerNoun(lemma))) === true;
  const isRankable = thing?.role === "identifier" || (isPartner && thing !== workings.source.display);
  const worth = isRankable && !isCounting(workings, index) ? findHinted(workings.source, worthHints) : null;
  const isCode = numeric?.role === "identifier" && (superlative.hints.length === 0 || worth !== null);
  if (numeric !== null && !isCode && !isClearlyText(column)) return { ...plain, by: numeric, indexes: [next] };
  if (worth !== null && isPartner && isWorth(workings, index))
    return { ...plain, by: worth, indexes: [], isNamed: false };
  if (worth !== null && isPartner && isBiggest(workings, index) && !hasSize(workings, superlative, thing))
    return { ...plain, by: worth, indexes: [], isNamed: false };
  const hinted = superlative.hints.length > 0 ? hintedSubject(workings, superlative, index) : null;
  if (hinted !== null) return hinted;
  const before = next < 0 ? at(workings, skip(workings, index, -1), "column") : null;
  const quantity = before === null ? null : bestWhere(before.candidates, isQuantity);
  if (quantity !== null) return { ...plain, by: quantity, indexes: [skip(workings, index, -1)] };
  if (worth !== null) return { ...plain, by: worth, indexes: [], isNamed: false };
  if (superlative.hints.length > 0) return null;
  const isThing =
    at(workings, next, "entity") !== null && workings.mentions[index]?.to === workings.mentions[next]?.from;
  const height = isThing && isHeight(workings, index) ? findHinted(workings.source, heightHints) : null;
  if (height !== null) return { ...plain, by: height, indexes: [], isNamed: false };
  if (isTop) return { ...plain, by: countRows, indexes: [], isNamed: false, isWeak: true };
  const isCounted = column !== null || at(workings, next, "entity") !== null;
  return { ...plain, by: countRows, indexes: isCounted ? [next] : [], isNamed: false };
}

/** "sold the most", "who spent the most": an amount, not a number of rows. */
function soldBefore(
  workings: Workings,
  index: number,
): { readonly by: KnownColumn; readonly indexes: readonly number[] } | null {
  const verb = index - 1;
  const isMost = /^(the )?(most|least|fewest)$/.test(textAt(workings, index));
  const isVerb =
    isMost &&
    isFree(workings, verb) &&
    /^(sold|sells?|earned|earns?|spent|spends?|bought|buys?)$/.test(textAt(workings, verb));
  const by = isVerb ? worthOf(workings.source) : null;
  return by === null ? null : { by, indexes: [verb] };
}

/** What makes a customer or a product "best" when the question does not say. */
const worthHints = ["sale", "revenue", "turnover", "amount", "profit"];

/** "the best customers" are so many. */
export const someBest = 10;

function isWorth(workings: Workings, index: number): boolean {
  return /^(the )?(best|worst|top)$/.test(textAt(workings, index));
}

/** "the biggest customer" buys the most; the biggest store may be the largest one. */
function isBiggest(workings: Workings, index: number): boolean {
  return /^(the |our |my )?(biggest|largest|smallest)$/.test(textAt(workings, index));
}

function hasSize({ source }: Workings, { hints }: Superlative, thing: KnownColumn | undefined): boolean {
  const size = findHinted(source, hints);
  const own = new Set(thing?.names[0]?.map(({ lemma }) => lemma));
  return (
    size?.names[0]?.some(({ lemma }) => own.has(lemma) || lemma === "population") === true ||
    (size !== null && thing === source.display)
  );
}

/** "the most customers" counts them; "the best customers" ranks them. */
function isCounting(workings: Workings, index: number): boolean {
  return /^(the )?(most|fewest|least)$/.test(textAt(workings, index));
}

const heightHints = ["height", "elevation", "altitude", "score", "rating", "grade"];

/** "the highest mountain": not the one with the most rows. */
function isHeight(workings: Workings, index: number): boolean {
  const mention = workings.mentions[index];
  return (
    mention?.kind === "superlative" &&
    mention.to - mention.from === 1 &&
    !mention.superlative.isFrequency &&
    /^(highest|lowest)$/.test(textAt(workings, index))
  );
}

/** The column was named by its whole name and holds text: "the most cities". */
function isClearlyText(mention: MentionOf<"column"> | null): boolean {
  const best = mention?.candidates[0];
  return best !== undefined && !isNumeric(best.column) && best.column.role !== "time" && best.coverage >= 0.9;
}

function aggregateSubject(workings: Workings, index: number, { aggregate }: MentionOf<"aggregate">): Subject | null {
  const next = skip(workings, index, 1);
  const mention = at(workings, next, "column");
  const base = { isReversed: false, isWeak: false };
  const column = mention === null ? null : bestWhere(mention.candidates, isNumeric);
  if (aggregate === "count") {
    if (column !== null && isQuantity(column)) return { ...base, by: column, indexes: [index, next], isNamed: true };
    const counted = mention !== null || at(workings, next, "entity") !== null ? [next] : [];
    return { ...base, by: countRows, indexes: [index, ...counted], isNamed: false };
  }
  if (column === null) return null;
  return { ...base, by: { aggregate, column }, indexes: [index, next], isNamed: false };
}

/** "top 5 products by sales": the column after "by". */
function rankedBy(workings: Workings, from: number): Subject | null {
  for (let index = from; index > 0 && index < workings.mentions.length; index += 1) {
    if (!isMarker(workings.mentions[index], "by") || !isFree(workings, index)) continue;
    const next = skip(workings, index, 1);
    const aggregate = at(workings, next, "aggregate");
    if (aggregate !== null) {
      const subject = aggregateSubject(workings, next, aggregate);
      return subject === null ? null : { ...subject, indexes: [index, ...subject.indexes] };
    }
    const mention = at(workings, next, "column");
    const column = mention === null ? null : bestWhere(mention.candidates, isNumeric);
    if (column !== null) return { by: column, indexes: [index, next], isNamed: true, isReversed: false, isWeak: false };
  }
  return null;
}

function hintedSubject(workings: Workings, superlative: Superlative, index: number): Subject | null {
  const before = skip(workings, index, -1);
  const beside = at(workings, before, "column");
  const own =
    beside === null
      ? null
      : bestWhere(
          beside.candidates,
          (one) => findHinted({ ...workings.source, columns: [one] }, superlative.hints) !== null,
        );
  const by = own ?? findHinted(workings.source, superlative.hints);
  const base = { indexes: [], isNamed: false, isWeak: superlative.hints[0] === "time" };
  if (by !== null) return { ...base, by, isReversed: false };
  const reversed = findHinted(workings.source, superlative.reverseHints);
  return reversed === null ? null : { ...base, by: reversed, isReversed: true };
}

type Count = { readonly limit: number | null; readonly indexes: readonly number[]; readonly after: number };

/** "top 5", "3 most", "the five oldest". */
function readCount(workings: Workings, index: number): Count {
  const after = skip(workings, index, 1);
  const before = skip(workings, index, -1);
  for (const position of [after, before]) {
    const number = at(workings, position, "number");
    const isAdjacent = Math.abs(position - index) <= 2;
    if (number !== null && isAdjacent && Number.isInteger(number.value) && number.value > 0 && number.value <= 1000) {
      return { limit: number.value, indexes: [position], after: Math.max(position, index) };
    }
  }
  return { limit: null, indexes: [], after: index };
}

/** "the three colleges with the most players". */
function readDistantCount(workings: Workings): number | null {
  for (const [index, { value }] of findAll(workings, "number")) {
    const next = workings.mentions[index + 1];
    const isThing = next?.kind === "column" || next?.kind === "entity" || next?.kind === "unknown";
    const before = workings.mentions[index - 1];
    if (
      !isThing ||
      value > 100 ||
      value < 1 ||
      !Number.isInteger(value) ||
      (before !== undefined && before.kind !== "filler")
    )
      continue;
    take(workings, index);
    return value;
  }
  return null;
}

/** "highest, lowest and average cost", "highest cost, lowest cost": aggregates beside each other. */
function isAggregateChain(workings: Workings, index: number): boolean {
  return ([1, -1] as const).some((step) => {
    const next = skip(workings, index, step);
    const joint = step === 1 && workings.mentions[next]?.kind === "column" ? skip(workings, next, step) : next;
    const mention = workings.mentions[joint];
    if (!isComma(mention) && !isMarker(mention, "and")) return false;
    const after = skip(workings, joint, step);
    const other = workings.mentions[isMarker(workings.mentions[after], "and") ? skip(workings, after, step) : after];
    return other?.kind === "aggregate" || other?.kind === "superlative";
  });
}

/** Something that is asked for stands before the superlative: "the name of the county with the largest population". */
function hasTarget(workings: Workings, index: number, own: readonly number[]): boolean {
  return workings.mentions.some((mention, position) => {
    if (position >= index || own.includes(position)) return false;
    if (mention.kind === "filler")
      return mention.word === "which" || mention.word === "who" || mention.word === "whose";
    if (mention.kind === "bucket") return /^(with|that|when|where)$/.test(fillerAt(workings, position + 1) ?? "");
    return (
      isFree(workings, position) &&
      (mention.kind === "column" || mention.kind === "entity" || mention.kind === "unknown")
    );
  });
}

function flip(direction: Superlative["direction"]): Superlative["direction"] {
  return direction === "max" ? "min" : "max";
}
