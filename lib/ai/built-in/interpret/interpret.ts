import { isDecisive } from "../lexicon/decisive-words.ts";
import type { Aggregate } from "../lexicon/operators.ts";
import type { Marker } from "../lexicon/structure.ts";
import { findMentions } from "../mentions/find-mentions.ts";
import type { FoundValue } from "../mentions/find-values.ts";
import type { Mention } from "../mentions/mention.ts";
import type { KnownSource } from "../source.ts";
import { tokenize } from "../text/tokens.ts";
import { translate } from "../text/translate.ts";
import { combine, type Parts } from "./combine.ts";
import { nameThings } from "./name-things.ts";
import { readChart } from "./read-chart.ts";
import { readNumberConditions } from "./read-conditions.ts";
import { readDates } from "./read-dates.ts";
import { readDerived } from "./read-derived.ts";
import { readDifferences } from "./read-differences.ts";
import { readFlags } from "./read-flags.ts";
import { readBuckets, readGroups } from "./read-groups.ts";
import { rankGrowth, readGrowth } from "./read-growth.ts";
import { readLate } from "./read-late.ts";
import { readLosses } from "./read-losses.ts";
import { readNewcomers } from "./read-new.ts";
import { readOrder } from "./read-order.ts";
import { readPeriods } from "./read-periods.ts";
import { rankRates, readRates } from "./read-rates.ts";
import { findOpenSpans } from "./read-spans.ts";
import { readRanking, readSuperlative, type SuperlativeReading } from "./read-superlatives.ts";
import { readTargets } from "./read-targets.ts";
import { findCompared, joinAlternatives, readMissing, readValueConditions } from "./read-values.ts";
import type { Condition, Key, Reading } from "./reading.ts";
import { isMarker, textAt, type Workings } from "./workings.ts";

export type Interpretation = {
  readonly reading: Reading;
  readonly mentions: readonly Mention[];
  /** Words with content that found no place in the reading. */
  readonly unknown: readonly string[];
  /** The part of the words with content that did, 0 to 1. */
  readonly coverage: number;
  /** A word that was passed over turns the answer into one to another question. */
  readonly isCut: boolean;
  /** What ranks, as it was said. */
  readonly superlative: SuperlativeReading | null;
};

export type PartsRead = Omit<Interpretation, "reading"> & { readonly parts: Parts; readonly words: readonly string[] };

/** Reads a question against one source. Pure; the rules run in a fixed order and each takes the words it understands. */
export function interpret(question: string, source: KnownSource, found: readonly FoundValue[]): Interpretation {
  const { parts, mentions, unknown, coverage, isCut, superlative } = readParts(question, source, found);
  const reading = combine(source, parts);
  // A condition on groups without groups is one on the single line of totals: nobody asks that.
  const isStray = reading.having.length > 0 && reading.keys.length === 0;
  const stray = isStray ? reading.having.map(({ operator, value }) => `${operator} ${value}`) : [];
  return { reading, mentions, unknown: [...unknown, ...stray], coverage, isCut: isCut || isStray, superlative };
}

/** What a question says, before a shape is chosen: follow-ups join it to the worksheet before. */
export function readParts(question: string, source: KnownSource, found: readonly FoundValue[]): PartsRead {
  const tokens = translate(tokenize(question), (lower) => isWordOfColumn(lower, source));
  const mentions = findMentions(tokens, source, found);
  const words = tokens.map(({ lower }) => lower);
  const newcomers = readNewcomers({ source, mentions, used: new Set(), asOf: source.described.asOf, words });
  const { workings } = newcomers;
  const order = readOrder(workings);
  const chart = readChart(workings);
  const missing = readMissing(workings);
  const losses = readLosses(workings);
  const late = readLate(workings);
  const rates = readRates(workings);
  const flags = readFlags(workings);
  const periods = readPeriods(workings);
  const dates = readDates(workings);
  const ranking = readRanking(workings);
  const groups = readGroups(workings);
  const superlative = ranking ?? readSuperlative(workings);
  const numbers = readNumberConditions(workings);
  const values = readValueConditions(workings);
  const placed = [...late.conditions, ...numbers.conditions, ...flags.filter(({ isNever }) => !isNever), ...values];
  const never = flags.flatMap(({ condition, isNever }) => (isNever ? [condition] : []));
  const buckets = readBuckets(workings);
  const growth = readGrowth(workings, [...groups, ...buckets], [...periods.conditions, ...dates]);
  const isCompared = growth?.compared != null;
  const derived = readDerived(workings, [...groups, ...buckets]);
  const targets = readTargets(workings);
  const times = growth?.compared == null ? [...periods.conditions, ...dates] : [growth.compared];
  const stated = [...joinAlternatives(workings, placed), ...missing, ...times];
  const differences = superlative === null ? readDifferences(stated, targets, never) : null;
  const parts: Parts = {
    conditions: differences?.conditions ?? [...stated, ...never.map(asNot)],
    comparedColumns: findCompared(workings, values),
    isBare: mentions[0]?.kind === "column",
    wantsAll: words.some((word) => /^(information|info|details|everything|fields|columns)$/.test(word)),
    having: [...losses, ...numbers.having, ...(differences?.having ?? [])],
    keys: withoutFiner(
      [...groups, ...buckets, ...(growth?.keys ?? []), ...derived.keys],
      isCompared ? [] : periods.keys,
    ),
    superlative: rankRates(rankGrowth(superlative, growth), rates),
    order,
    targets: {
      ...targets,
      measures: [
        ...(growth?.measures ?? []),
        ...newcomers.measures,
        ...late.measures,
        ...rates.measures,
        ...derived.measures,
        ...targets.measures,
      ],
    },
    isComparison: !isCompared && mentions.some((mention) => isMarker(mention, "compare", "versus")),
    chart,
  };
  const named = nameThings(parts, source, words);
  const covered = measureCoverage(workings, targets.dangling);
  const spans = findOpenSpans(workings);
  const unknown = [...spans, ...covered.unknown];
  return { parts: named, mentions, words, superlative, ...covered, unknown, isCut: covered.isCut || spans.length > 0 };
}

function isWordOfColumn(lower: string, { columns }: KnownSource): boolean {
  return columns.some(({ names }) => names.some((words) => words.some((word) => word.lower === lower)));
}

/** Rows that are not so: what is asked for is no thing with several of them. */
function asNot(condition: Condition): Condition {
  return "exclude" in condition ? { ...condition, exclude: !condition.exclude } : condition;
}

/** Periods that are compared get rows of their own unless the question groups by parts of them. */
function withoutFiner(asked: readonly Key[], compared: readonly Key[]): Key[] {
  const isGrouped = (key: Key): boolean => asked.some((other) => other.column === key.column && other.bucket !== null);
  return [...asked, ...compared.filter((key) => !isGrouped(key))];
}

function measureCoverage(
  workings: Workings,
  dangling: readonly Aggregate[],
): Pick<Interpretation, "unknown" | "coverage" | "isCut"> {
  const { mentions, used } = workings;
  const passed = mentions.flatMap((mention, index) =>
    isLost(mention, used.has(index)) && !plainRatio.test(textAt(workings, index)) ? [{ mention, index }] : [],
  );
  const open = dangling.map((aggregate) => aggregateWords[aggregate]);
  const unknown = [...passed.map(({ mention, index }) => nameOf(mention, textAt(workings, index))), ...open];
  const known = mentions.filter((mention, index) => used.has(index) && mention.kind !== "filler").length;
  const isCut =
    dangling.some((aggregate) => aggregate !== "max" && aggregate !== "min") ||
    passed.some(({ mention }) => isTelling(mention));
  return { unknown, isCut, coverage: known + unknown.length === 0 ? 0 : known / (known + unknown.length) };
}

function isTelling(mention: Mention): boolean {
  return mention.kind === "marker" || mention.kind === "superlative" || isDecisive(nameOf(mention, "").toLowerCase());
}

const aggregateWords: Readonly<Record<Aggregate, string>> = {
  count: "number",
  total: "total number",
  sum: "total",
  avg: "average",
  max: "highest",
  min: "lowest",
  median: "median",
  stddev: "standard deviation",
  variance: "variance",
  share: "share",
};

function isLost(mention: Mention, isUsed: boolean): boolean {
  if (isUsed) return false;
  if (mention.kind === "marker") return decisive.has(mention.marker);
  return ["unknown", "number", "value", "quoted", "date", "superlative", "textOperator"].includes(mention.kind);
}

/** Passed over, they turn the answer into another: growth into a count, customers without orders into those with. */
const decisive: ReadonlySet<Marker> = new Set<Marker>(["growth", "cumulative", "ratio", "not", "missing"]);
const plainRatio = /^(ratio|rate of)$/;

function nameOf(mention: Mention, text: string): string {
  if (mention.kind === "unknown") return mention.word;
  if (mention.kind === "marker" || mention.kind === "superlative") return text;
  return "text" in mention ? mention.text : mention.kind;
}
