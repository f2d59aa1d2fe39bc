import { channelWords, chartWords } from "../lexicon/chart-words.ts";
import { isFunctionWord, isPersonNoun, isRowNoun } from "../lexicon/function-words.ts";
import { aggregates, comparisons, openEnds, superlatives, textOperators } from "../lexicon/operators.ts";
import { findPhrase, type PhraseTable } from "../lexicon/phrases.ts";
import { findAsked, questionWords } from "../lexicon/question-words.ts";
import { markers } from "../lexicon/structure.ts";
import { areSynonyms } from "../lexicon/synonyms.ts";
import type { KnownSource } from "../source.ts";
import { numberWords, scaleWords } from "../text/numbers.ts";
import { isTypoOf } from "../text/similarity.ts";
import type { Token } from "../text/tokens.ts";
import { findBucket, findDate } from "./find-dates.ts";
import { type FoundValue, findValueSpans } from "./find-values.ts";
import { joinNames } from "./join-names.ts";
import { findColumnSpans, isReturn } from "./match-columns.ts";
import type { Mention, MentionContent } from "./mention.ts";

type Candidate = Mention & { readonly score: number };

/**
 * Cuts the question into mentions so that their scores add up to the most: every token belongs to exactly one.
 * Scores: a word that names a column wholly 1.3, a value 1.7, a word of a known phrase 1.15, a filler 0.5, an unknown word 0.
 */
export function findMentions(
  tokens: readonly Token[],
  source: KnownSource,
  found: readonly FoundValue[],
): readonly Mention[] {
  const candidates = [
    ...columnCandidates(tokens, source),
    ...valueCandidates(tokens, source, found),
    ...tokens.flatMap((_, start) => candidatesAt(tokens, start, source)),
  ];
  const cut = bestCut(
    tokens.length,
    Map.groupBy(candidates, ({ to }) => to),
  );
  return joinNames(cut, tokens);
}

type Choice = { readonly score: number; readonly last: Candidate | null };

function bestCut(length: number, byEnd: ReadonlyMap<number, readonly Candidate[]>): readonly Mention[] {
  const best: Choice[] = [{ score: 0, last: null }];
  for (let end = 1; end <= length; end += 1) {
    let choice: Choice = { score: Number.NEGATIVE_INFINITY, last: null };
    for (const candidate of byEnd.get(end) ?? []) {
      const score = (best[candidate.from]?.score ?? 0) + candidate.score;
      if (score > choice.score) choice = { score, last: candidate };
    }
    best.push(choice);
  }
  const mentions: Mention[] = [];
  for (let end = length; end > 0; ) {
    const last = best[end]?.last;
    if (last === null || last === undefined) break;
    mentions.unshift(last);
    end = last.from;
  }
  return mentions;
}

function columnCandidates(tokens: readonly Token[], source: KnownSource): Candidate[] {
  return findColumnSpans(tokens, source).flatMap(({ from, to, words, candidates }) => {
    const best = candidates[0];
    if (best === undefined) return [];
    // A metric's name is said, not guessed from words like it.
    if (best.column.role === "metric" && words > 1 && best.quality < 0.85) return [];
    if (best.column.role === "metric" && isVerb(tokens[from]?.lower ?? "") && words === 1) return [];
    const bridges = to - from - words;
    const score = words * (0.75 + 0.55 * best.coverage) * best.quality + 0.5 * (words - 1) + 0.4 * bridges;
    return [{ kind: "column", from, to, candidates, score }];
  });
}

/** "were sold" is no metric Units Sold. */
function isVerb(lower: string): boolean {
  return /^(sold|ordered|shipped|rated|counted)$/.test(lower);
}

function valueCandidates(tokens: readonly Token[], source: KnownSource, found: readonly FoundValue[]): Candidate[] {
  return findValueSpans(tokens, found, source).flatMap(({ from, to, text, candidates }) => {
    const exact = candidates[0]?.exact === true;
    const isWritten = /^\p{Lu}|\d/u.test(text) && from > 0;
    const isQuoted = tokens[from]?.kind === "quoted";
    if (!exact && !isWritten && !isQuoted && to - from === 1) return [];
    if (!isQuoted && !isWritten && isThing(tokens, from, to, source)) return [];
    const perToken = isQuoted ? 3 : exact ? (isWritten ? 1.7 : 1.25) : isWritten ? 0.9 : 0.4;
    return [
      {
        kind: "value",
        from,
        to,
        candidates,
        text,
        score: perToken * (to - from) + (exact ? 0.1 * (to - from - 1) : 0),
      },
    ];
  });
}

/** "sales by store", "how many stores": the column of that name, though some channel is called Store. */
function isThing(tokens: readonly Token[], from: number, to: number, { columns }: KnownSource): boolean {
  const lemmas = tokens.slice(from, to).map(({ lemma }) => lemma);
  const before = tokens.slice(Math.max(0, from - 2), from).map(({ lower }) => lower);
  const isGrouped = /^(by|per|each|every)$/.test(before.at(-1) ?? "");
  const isCounted =
    /^(how many|number of|top \d+|which|what)$/.test(before.join(" ")) ||
    /^(which|what|\d+)$/.test(before.at(-1) ?? "");
  const last = tokens[to - 1];
  const isSeveral = last !== undefined && last.lower !== last.lemma && from === 0;
  if (!isGrouped && !isCounted && !isSeveral) return false;
  return columns.some(({ names }) => {
    const words = (names[0] ?? []).map(({ lemma }) => lemma);
    return /^(name|id|title|code)$/.test(words.at(-1) ?? "") && words.slice(0, -1).join(" ") === lemmas.join(" ");
  });
}

function candidatesAt(tokens: readonly Token[], start: number, source: KnownSource): Candidate[] {
  const token = tokens[start];
  if (token === undefined) return [];
  const words = tokens.map(({ lower }) => lower);
  return [
    ...plainCandidates(token, start, isReturn(tokens, start)),
    ...numberCandidates(tokens, start),
    ...entityCandidates(tokens, start, source),
    ...timeCandidates(tokens, start, source),
    ...phraseCandidates(words, start),
    ...questionCandidates(words, start, source),
  ];
}

function plainCandidates(token: Token, start: number, isNoun: boolean): Candidate[] {
  const span = { from: start, to: start + 1 };
  if (token.kind === "symbol") return [{ kind: "symbol", text: token.text, ...span, score: 0.6 }];
  if (token.kind === "quoted") return [{ kind: "quoted", text: token.text, ...span, score: 1 }];
  if (token.kind === "number") return [];
  if (isFunctionWord(token.lower) && !isNoun)
    return [{ kind: "filler", word: token.lower, ...span, score: start === 0 && token.lower !== "amount" ? 1.1 : 0.5 }];
  return [{ kind: "unknown", word: token.text, ...span, score: 0 }];
}

function numberCandidates(tokens: readonly Token[], start: number): Candidate[] {
  const token = tokens[start];
  const spoken = token?.kind === "word" ? (numberWords.get(token.lower) ?? null) : null;
  const value = token?.value ?? spoken;
  if (token === undefined || value === null || value === undefined) return [];
  const isPronoun = token.lower === "one" && !isNoun(tokens[start + 1]);
  if (isPronoun && tokens[start - 1]?.lower === "only") return [];
  if (spoken === 1 && /^(the|this|that|which|each|every|no)$/.test(tokens[start - 1]?.lower ?? "")) return [];
  const scale = scaleWords.get(tokens[start + 1]?.lower ?? "");
  const isPercent = token.isPercent === true || tokens[start + 1]?.lower === "percent";
  const number = { kind: "number" as const, isPercent, text: token.text, from: start };
  const plain: Candidate = { ...number, value, to: start + 1, score: spoken === null ? 1 : 0.9 };
  if (scale !== undefined) return [plain, { ...number, value: value * scale, to: start + 2, score: 2.2 }];
  return tokens[start + 1]?.lower === "percent" ? [plain, { ...number, value, to: start + 2, score: 1.6 }] : [plain];
}

/** "only one order"; "the only one of them" is no number. */
function isNoun(token: Token | undefined): boolean {
  return (
    token?.kind === "word" && !/^(of|in|that|who|which|to|for|from|by|on|at|with|is|was|has|had)$/.test(token.lower)
  );
}

/** The noun of the rows: the source's name or its last word, a synonym, a person for tables of people, "records". */
function entityCandidates(tokens: readonly Token[], start: number, source: KnownSource): Candidate[] {
  const { entity } = source;
  const head = entity.at(-1);
  const whole = entity.every((lemma, offset) => tokens[start + offset]?.lemma === lemma);
  const content: MentionContent = { kind: "entity" };
  const lemma = tokens[start]?.lemma ?? "";
  const isWord = tokens[start]?.kind === "word";
  if (head === undefined || !isWord) return [];
  const spans: Candidate[] = [];
  if (whole)
    spans.push({
      ...content,
      from: start,
      to: start + entity.length,
      score: 1.36 * entity.length + 0.3 * (entity.length - 1),
    });
  if (lemma === head) spans.push({ ...content, from: start, to: start + 1, score: 1.36 });
  else if (entity.includes(lemma)) spans.push({ ...content, from: start, to: start + 1, score: 0.85 });
  else if (areSynonyms(lemma, head) || isTypoOf(lemma, head))
    spans.push({ ...content, from: start, to: start + 1, score: 0.95 });
  else if (isRowNoun(lemma)) spans.push({ ...content, from: start, to: start + 1, score: 0.8 });
  else if (isPersonNoun(lemma) && isAboutPeople(source))
    spans.push({ ...content, from: start, to: start + 1, score: 0.8 });
  return spans;
}

const peopleWords = /\b(name|fname|lname|first|last|gender|sex|age|birth|email|salary)\b/;

function isAboutPeople(source: KnownSource): boolean {
  const words = source.columns.filter(({ names }) =>
    names.some((name) => peopleWords.test(name.map(({ lemma }) => lemma).join(" "))),
  );
  return words.length >= 2;
}

function timeCandidates(tokens: readonly Token[], start: number, source: KnownSource): Candidate[] {
  const hasDates = source.columns.some(({ role }) => role === "time");
  const hasTime = hasDates || source.columns.some(({ role }) => role === "year");
  const date = hasTime ? findDate(tokens, start, source.described.asOf) : null;
  const bucket = hasDates ? findBucket(tokens, start) : null;
  const result: Candidate[] = [];
  if (date !== null) {
    result.push({
      kind: "date",
      range: date.range,
      label: date.label,
      from: start,
      to: start + date.length,
      score: 1.35 * date.length,
    });
  }
  if (bucket !== null) {
    result.push({
      kind: "bucket",
      bucket: bucket.bucket,
      from: start,
      to: start + bucket.length,
      score: 1.2 * bucket.length,
    });
  }
  return result;
}

/** "how old", "where", "when": a question word that names a column by what it asks. */
function questionCandidates(words: readonly string[], start: number, source: KnownSource): Candidate[] {
  const phrase = findPhrase(questionWords, words, start);
  const column = phrase === null ? null : findAsked(source, phrase.tag);
  if (phrase === null || column === null) return [];
  const candidates = [{ column, coverage: 0.5, quality: 0.8 }];
  return [{ kind: "column", candidates, from: start, to: start + phrase.length, score: 1.25 * phrase.length }];
}

/** Words that open a phrase of order and often are nouns of the data. */
function isLooseWord(word: string | undefined): boolean {
  return word === "order" || word === "rank";
}

function phraseCandidates(words: readonly string[], start: number): Candidate[] {
  const at = <Tag>(table: PhraseTable<Tag>, content: (tag: Tag) => MentionContent, weight = 1.15): Candidate[] => {
    const phrase = findPhrase(table, words, start);
    if (phrase === null) return [];
    const own = phrase.length === 1 && isLooseWord(words[start]) ? 0.9 : weight;
    return [
      {
        ...content(phrase.tag),
        from: start,
        to: start + phrase.length,
        score: own * phrase.length + 0.15 * Math.max(0, phrase.length - 2),
      },
    ];
  };
  return [
    ...at(aggregates, (aggregate) => ({ kind: "aggregate", aggregate })),
    ...at(comparisons, (comparison) => ({ kind: "comparison", comparison })),
    ...at(openEnds, (operator) => ({ kind: "openEnd", operator }), 1.2),
    ...at(superlatives, (superlative) => ({ kind: "superlative", superlative })),
    ...at(textOperators, (operator) => ({ kind: "textOperator", operator }), 1.1),
    ...at(markers, (marker) => ({ kind: "marker", marker }), 1.1),
    ...at(chartWords, (wish) => ({ kind: "chart", wish }), 1.12),
    ...at(channelWords, (channel) => ({ kind: "channel", channel }), 1.12),
  ];
}
