import type { ColumnWord } from "../column-words.ts";
import { areFalseFriends } from "../lexicon/false-friends.ts";
import { isFunctionWord } from "../lexicon/function-words.ts";
import { areSynonyms } from "../lexicon/synonyms.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { stemOf } from "../text/lemma.ts";
import { isAbbreviationOf, isTypoOf } from "../text/similarity.ts";
import type { Token } from "../text/tokens.ts";

/** How well a span of the question names a column. `coverage`: how much of the column's name was said, 0 to 1. */
export type ColumnCandidate = {
  readonly column: KnownColumn;
  readonly coverage: number;
  /** The worst match of a word: 1 equal, below 0.85 only by meaning or likeness. */
  readonly quality: number;
};

export type ColumnSpan = {
  readonly from: number;
  readonly to: number;
  /** Words of the span that name the column. */
  readonly words: number;
  /** Best first; all of the same span. */
  readonly candidates: readonly ColumnCandidate[];
};

const bridges: ReadonlySet<string> = new Set(["of", "the", "for", "a", "in", "their", "its", "to", "from"]);
const minCoverage = 0.2;
/** "of" in a name says nothing by itself. */
const leastWeight = 0.1;

/** Every span of the question that names columns, of every length: the segmenter chooses among them. */
export function findColumnSpans(tokens: readonly Token[], source: KnownSource): readonly ColumnSpan[] {
  const match = createWordMatcher(tokens);
  const found = source.columns.flatMap((column) =>
    column.names.flatMap((words) =>
      tokens.flatMap((_, start) => [
        ...spansFrom(start, tokens, column, words, match),
        ...sharedNounSpan(start, tokens, column, words, match),
      ]),
    ),
  );
  const bySpan = Map.groupBy(found, ({ from, to }) => from * 1000 + to);
  return [...bySpan.values()].flatMap((spans) => {
    const first = spans[0];
    if (first === undefined) return [];
    const words = Math.max(...spans.map((span) => span.words));
    const candidates = rankCandidates(
      spans.filter((span) => span.words === words).flatMap((span) => span.candidates),
      source,
    );
    return [{ from: first.from, to: first.to, words, candidates }];
  });
}

type WordMatcher = (position: number, word: ColumnWord) => number;

function spansFrom(
  start: number,
  tokens: readonly Token[],
  column: KnownColumn,
  words: readonly ColumnWord[],
  match: WordMatcher,
): ColumnSpan[] {
  const spans: ColumnSpan[] = [];
  const free = new Set(words.keys());
  let matched = 0;
  let count = 0;
  let quality = 1;
  for (let position = start; position < tokens.length && position < start + 7; position += 1) {
    const best = bestWord(position, words, free, match);
    if (best === null) {
      if (count > 0 && bridges.has(tokens[position]?.lower ?? "")) continue;
      break;
    }
    const isLast = best.index === words.length - 1;
    if ((words[best.index]?.weight ?? 0) < leastWeight && !(isLast && count > 0)) {
      if (count > 0) continue;
      break;
    }
    free.delete(best.index);
    matched += (words[best.index]?.weight ?? 0) * best.score;
    quality = Math.min(quality, best.score);
    count += 1;
    const coverage = matched / words.reduce((sum, word) => sum + word.weight, 0);
    const isNamed =
      isEnough(column, coverage, words[best.index]) &&
      !isOnlyAmount(column, words, best.index, count) &&
      !isOtherRate(tokens, start, coverage) &&
      !(column.role === "metric" && free.has(words.length - 1));
    if (isNamed) {
      spans.push({ from: start, to: position + 1, words: count, candidates: [{ column, coverage, quality }] });
    }
  }
  return spans;
}

/** "conversion rate" is no Return Rate and no price: what the rate is of must be in the column's name. */
function isOtherRate(tokens: readonly Token[], start: number, coverage: number): boolean {
  const before = tokens[start - 1];
  if (tokens[start]?.lemma !== "rate" || before?.kind !== "word" || coverage >= 0.95) return false;
  return isReturn(tokens, start - 1) || !(isFunctionWord(before.lower) || plainRates.has(before.lower));
}

/** "return rate" asks for no rates to be given back. */
export function isReturn(tokens: readonly Token[], position: number): boolean {
  return tokens[position]?.lemma === "return" && tokens[position + 1]?.lemma === "rate";
}

/** What stands before a rate without saying what it is of. */
const plainRates: ReadonlySet<string> = new Set(
  "average avg mean median highest lowest maximum minimum max min top best room hotel nightly daily hourly weekly monthly base".split(
    " ",
  ),
);

/** "first, middle and last names": a word that lacks the noun which the list ends with. */
function sharedNounSpan(
  start: number,
  tokens: readonly Token[],
  column: KnownColumn,
  words: readonly ColumnWord[],
  match: WordMatcher,
): ColumnSpan[] {
  if (words.length < 2 || !isListJoint(tokens[start + 1])) return [];
  const first = bestWord(start, words, new Set(words.keys()), match);
  if (first === null || first.score < 0.8) return [];
  const rest = new Set([...words.keys()].filter((index) => index !== first.index));
  for (let position = start + 2; position < Math.min(tokens.length, start + 9); position += 1) {
    const noun = bestWord(position, words, rest, match);
    if (noun === null || isListJoint(tokens[position - 1])) {
      if (isListPart(tokens[position])) continue;
      return [];
    }
    const both = (words[first.index]?.weight ?? 0) + (words[noun.index]?.weight ?? 0);
    const coverage = both / words.reduce((sum, word) => sum + word.weight, 0);
    const quality = Math.min(first.score, noun.score);
    return coverage < 0.7
      ? []
      : [{ from: start, to: start + 1, words: 1, candidates: [{ column, coverage: 1.2, quality }] }];
  }
  return [];
}

function isListJoint(token: Token | undefined): boolean {
  return token !== undefined && /^(,|&|\/|and|or)$/.test(token.lower);
}

/** Between the word and its noun stand joints and the words of the other names. */
function isListPart(token: Token | undefined): boolean {
  return isListJoint(token) || (token?.kind === "word" && !stopWords.has(token.lower));
}

const stopWords: ReadonlySet<string> = new Set([
  "of",
  "for",
  "in",
  "by",
  "with",
  "that",
  "which",
  "whose",
  "who",
  "is",
  "are",
  "from",
  "each",
  "every",
  "to",
]);

/** What is computed is only meant by its whole name: "time" alone is no delivery time. */
function isEnough({ formula }: KnownColumn, coverage: number, word: ColumnWord | undefined): boolean {
  return formula === undefined ? coverage >= minCoverage || isRareWord(word) : coverage >= 0.95;
}

const amounts: ReadonlySet<string> = new Set("sale revenue turnover profit income amount cost spend".split(" "));
const holders =
  /^(person|people|rep|representative|man|manager|agent|team|channel|region|territory|office|id|code|name|type|date|group|method|status)$/;

/** "sales" alone is no Sales Rep, "amount" no Amount Type. */
function isOnlyAmount({ type }: KnownColumn, words: readonly ColumnWord[], index: number, count: number): boolean {
  const last = words.at(-1)?.lemma ?? "";
  return type !== "number" && count === 1 && amounts.has(words[index]?.lemma ?? "") && holders.test(last);
}

function isRareWord(word: ColumnWord | undefined): boolean {
  return word !== undefined && word.weight >= 1;
}

function bestWord(
  position: number,
  words: readonly ColumnWord[],
  free: ReadonlySet<number>,
  match: WordMatcher,
): { readonly index: number; readonly score: number } | null {
  let best: { index: number; score: number } | null = null;
  for (const index of free) {
    const word = words[index];
    const score = word === undefined ? 0 : match(position, word);
    if (score > (best?.score ?? 0)) best = { index, score };
  }
  return best;
}

/** Scores are kept per word: 200 columns share few words. */
function createWordMatcher(tokens: readonly Token[]): WordMatcher {
  const known = tokens.map(() => new Map<string, number>());
  const stems = tokens.map((token) => stemOf(token.lower));
  return (position, word) => {
    const token = tokens[position];
    const memory = known[position];
    if (token === undefined || memory === undefined) return 0;
    const before = memory.get(word.lower);
    if (before !== undefined) return before;
    const score = matchWord(token, stems[position] ?? "", word, isReturn(tokens, position));
    memory.set(word.lower, score);
    return score;
  };
}

function matchWord(token: Token, stem: string, word: ColumnWord, isNoun: boolean): number {
  if (token.kind === "number") return token.text === word.lower ? 1 : 0;
  if (token.kind !== "word") return 0;
  if (token.lower === word.lower || token.lemma === word.lemma) return 1;
  if (isFunctionWord(token.lower) && !isNoun && !contentVerbs.has(token.lower)) return 0;
  if (areFalseFriends(token.lemma, word.lemma)) return 0;
  if (stem.length >= 4 && stem === word.stem) return 0.9;
  if (stem.length >= 3 && stem === word.stem && Math.abs(token.lower.length - word.lower.length) <= 3) return 0.86;
  if (isAbbreviationOf(word.lower, token.lower)) return 0.85;
  if (areSynonyms(token.lemma, word.lemma)) return 0.8;
  if (isTypoOf(token.lower, word.lower)) return 0.75;
  if (word.lower.length >= 6 && token.lower.length >= 4 && isPartOf(token.lower, word.lower)) return 0.7;
  return 0;
}

/** Words without content that still may name a column by likeness. */
const contentVerbs: ReadonlySet<string> = new Set([
  "located",
  "named",
  "called",
  "name",
  "total",
  "number",
  "count",
  "amount",
  "when",
  "where",
  "live",
  "lives",
  "titled",
]);

function isPartOf(part: string, whole: string): boolean {
  return whole.startsWith(part) || whole.endsWith(part);
}

function rankCandidates(candidates: readonly ColumnCandidate[], source: KnownSource): readonly ColumnCandidate[] {
  const best = new Map<KnownColumn, ColumnCandidate>();
  for (const candidate of candidates) {
    const known = best.get(candidate.column);
    if (known === undefined || scoreOf(known, source) < scoreOf(candidate, source))
      best.set(candidate.column, candidate);
  }
  return [...best.values()].toSorted(
    (a, b) => scoreOf(b, source) - scoreOf(a, source) || a.column.position - b.column.position,
  );
}

/** What was said whole and literally comes first; a source's own columns before those of its relationships. */
function scoreOf({ column, coverage, quality }: ColumnCandidate, source: KnownSource): number {
  const own = column.description.relationship === undefined ? 0.02 : 0;
  const head = source.entity.at(-1);
  const isOfRows = column.names.some((words) => words.some(({ lemma }) => lemma === head));
  const display = (column === source.display ? 0.05 : 0) + (isOfRows ? 0.04 : 0);
  return coverage * quality + (quality >= 0.85 ? 0.3 : 0) + own + display;
}
