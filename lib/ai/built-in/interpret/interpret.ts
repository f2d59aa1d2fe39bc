import { findMentions } from "../mentions/find-mentions.ts";
import type { FoundValue } from "../mentions/find-values.ts";
import type { Mention } from "../mentions/mention.ts";
import type { KnownSource } from "../source.ts";
import { tokenize } from "../text/tokens.ts";
import { combine, type Parts } from "./combine.ts";
import { nameThings } from "./name-things.ts";
import { readChart } from "./read-chart.ts";
import { readNumberConditions } from "./read-conditions.ts";
import { readDates } from "./read-dates.ts";
import { readDerived } from "./read-derived.ts";
import { readFlags } from "./read-flags.ts";
import { readBuckets, readGroups } from "./read-groups.ts";
import { readLosses } from "./read-losses.ts";
import { readOrder } from "./read-order.ts";
import { readPeriods } from "./read-periods.ts";
import { readRanking, readSuperlative, type SuperlativeReading } from "./read-superlatives.ts";
import { readTargets } from "./read-targets.ts";
import { findCompared, joinAlternatives, readMissing, readValueConditions } from "./read-values.ts";
import type { Key, Reading } from "./reading.ts";
import { isMarker, type Workings } from "./workings.ts";

export type Interpretation = {
  readonly reading: Reading;
  readonly mentions: readonly Mention[];
  /** Words with content that found no place in the reading. */
  readonly unknown: readonly string[];
  /** The part of the words with content that did, 0 to 1. */
  readonly coverage: number;
  /** What ranks, as it was said. */
  readonly superlative: SuperlativeReading | null;
};

export type PartsRead = Omit<Interpretation, "reading"> & { readonly parts: Parts; readonly words: readonly string[] };

/** Reads a question against one source. Pure; the rules run in a fixed order and each takes the words it understands. */
export function interpret(question: string, source: KnownSource, found: readonly FoundValue[]): Interpretation {
  const { parts, mentions, unknown, coverage, superlative } = readParts(question, source, found);
  return { reading: combine(source, parts), mentions, unknown, coverage, superlative };
}

/** What a question says, before a shape is chosen: follow-ups join it to the worksheet before. */
export function readParts(question: string, source: KnownSource, found: readonly FoundValue[]): PartsRead {
  const tokens = tokenize(question);
  const mentions = findMentions(tokens, source, found);
  const words = tokens.map(({ lower }) => lower);
  const workings: Workings = { source, mentions, used: new Set(), asOf: source.described.asOf, words };
  const order = readOrder(workings);
  const chart = readChart(workings);
  const missing = readMissing(workings);
  const losses = readLosses(workings);
  const flags = readFlags(workings);
  const periods = readPeriods(workings);
  const dates = readDates(workings);
  const ranking = readRanking(workings);
  const groups = readGroups(workings);
  const superlative = ranking ?? readSuperlative(workings);
  const numbers = readNumberConditions(workings);
  const values = readValueConditions(workings);
  const placed = [...numbers.conditions, ...flags, ...values];
  const buckets = readBuckets(workings);
  const derived = readDerived(workings, [...groups, ...buckets]);
  const targets = readTargets(workings);
  const parts: Parts = {
    conditions: [...joinAlternatives(workings, placed), ...missing, ...periods.conditions, ...dates],
    comparedColumns: findCompared(workings, values),
    isBare: mentions[0]?.kind === "column",
    wantsAll: words.some((word) => /^(information|info|details|everything|fields|columns)$/.test(word)),
    having: [...losses, ...numbers.having],
    keys: withoutFiner([...groups, ...buckets, ...derived.keys], periods.keys),
    superlative,
    order,
    targets: { ...targets, measures: [...derived.measures, ...targets.measures] },
    isComparison: mentions.some((mention) => isMarker(mention, "compare", "versus")),
    chart,
  };
  const named = nameThings(parts, source, words);
  return { parts: named, mentions, words, superlative, ...measureCoverage(workings, targets.dangling) };
}

/** Periods that are compared get rows of their own unless the question groups by parts of them. */
function withoutFiner(asked: readonly Key[], compared: readonly Key[]): Key[] {
  const isGrouped = (key: Key): boolean => asked.some((other) => other.column === key.column && other.bucket !== null);
  return [...asked, ...compared.filter((key) => !isGrouped(key))];
}

function measureCoverage(
  { mentions, used }: Workings,
  dangling: readonly string[],
): {
  readonly unknown: readonly string[];
  readonly coverage: number;
} {
  const lost = mentions.flatMap((mention, index) => (isLost(mention, used.has(index)) ? [nameOf(mention)] : []));
  const unknown = [...lost, ...dangling];
  const known = mentions.filter((mention, index) => used.has(index) && mention.kind !== "filler").length;
  return { unknown, coverage: known + unknown.length === 0 ? 0 : known / (known + unknown.length) };
}

function isLost(mention: Mention, isUsed: boolean): boolean {
  if (isUsed) return false;
  return ["unknown", "number", "value", "quoted", "date", "superlative", "textOperator"].includes(mention.kind);
}

function nameOf(mention: Mention): string {
  if (mention.kind === "unknown") return mention.word;
  return "text" in mention ? mention.text : mention.kind;
}
