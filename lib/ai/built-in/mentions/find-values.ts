import { isFunctionWord } from "../lexicon/function-words.ts";
import { findForms } from "../lexicon/value-forms.ts";
import type { KnownSource } from "../source.ts";
import { lemmaOf } from "../text/lemma.ts";
import type { Token } from "../text/tokens.ts";
import type { ValueCandidate } from "./mention.ts";

/** A match of find-values. */
export type FoundValue = {
  readonly word: string;
  readonly column: string;
  readonly values: readonly string[];
  readonly exact: boolean;
};

export type ValueSpan = {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly candidates: readonly ValueCandidate[];
};

const maxPhrase = 5;
const maxPhrases = 60;

/** The phrases of a question that may be values: quotations, then runs of words that are not all function words, with other spellings. */
export function phrasesToFind(tokens: readonly Token[]): readonly string[] {
  const quotations = tokens.filter(({ kind }) => kind === "quoted").map(({ text }) => text);
  const phrases = spansOf(tokens).map(([from, to]) => textOf(tokens, from, to));
  const forms = [...phrases, ...quotations].flatMap(spellingsOf);
  return [...new Set([...quotations, ...forms, ...phrases])].slice(0, maxPhrases * 2);
}

/** The phrases in the order in which they promise to be values: written with a capital or a digit, unknown to the source, the others. */
export function rankPhrases(phrases: readonly string[], source: KnownSource): readonly string[] {
  const rank = (phrase: string): number => {
    if (/^\p{Lu}|\d/u.test(phrase)) return 0;
    return phrase.split(/\s+/).some((word) => !isOfSource(word, source)) ? 1 : 2;
  };
  return phrases.toSorted((a, b) => rank(a) - rank(b) || a.split(" ").length - b.split(" ").length);
}

function isOfSource(word: string, { columns, entity }: KnownSource): boolean {
  const lemma = lemmaOf(word.toLowerCase());
  if (isFunctionWord(word.toLowerCase()) || entity.includes(lemma)) return true;
  return columns.some(({ names }) => names.some((own) => own.some((one) => one.lemma === lemma)));
}

/** Codes and names for the same, and the singular: "engineers" may be the job "engineer". */
function spellingsOf(phrase: string): readonly string[] {
  const lower = phrase.toLowerCase();
  const last = /[^\s]+$/.exec(lower)?.[0] ?? "";
  const singular = lemmaOf(last);
  const forms = singular === last ? [] : [`${lower.slice(0, lower.length - last.length)}${singular}`];
  return [...findForms(lower), ...forms];
}

/** Joins what find-values found to the spans of the question. */
export function findValueSpans(
  tokens: readonly Token[],
  found: readonly FoundValue[],
  source: KnownSource,
): readonly ValueSpan[] {
  const byWord = Map.groupBy(found, ({ word }) => word.toLowerCase());
  const quotations = tokens.flatMap((token, index): [number, number][] =>
    token.kind === "quoted" ? [[index, index + 1]] : [],
  );
  return [...quotations, ...spansOf(tokens)].flatMap(([from, to]) => {
    const text = textOf(tokens, from, to);
    const spellings = [text, ...spellingsOf(text)];
    const matches = spellings.flatMap((spelling, index) =>
      (byWord.get(spelling.toLowerCase()) ?? []).filter((match) => index === 0 || match.exact),
    );
    const candidates = matches.flatMap((match) => candidateOf(match, source));
    return candidates.length === 0 ? [] : [{ from, to, text, candidates: mergeCandidates(candidates) }];
  });
}

function candidateOf(match: FoundValue, source: KnownSource): ValueCandidate[] {
  const column =
    source.columns.find(({ path }) => path === match.column) ??
    source.columns.find(({ name }) => name === match.column);
  return column === undefined ? [] : [{ column, values: match.values, exact: match.exact }];
}

/** One candidate a column; whole values before parts of values. */
function mergeCandidates(candidates: readonly ValueCandidate[]): readonly ValueCandidate[] {
  const byColumn = Map.groupBy(candidates, ({ column }) => column);
  const merged = [...byColumn.values()].flatMap((group) => {
    const exact = group.filter((candidate) => candidate.exact);
    const best = exact.length > 0 ? exact : group;
    const first = best[0];
    if (first === undefined) return [];
    return [{ ...first, values: [...new Set(best.flatMap(({ values }) => values))] }];
  });
  return merged.toSorted((a, b) => Number(b.exact) - Number(a.exact) || a.column.position - b.column.position);
}

/** Runs of one to five words without punctuation that neither begin nor end with a function word, unless written with a capital. */
function spansOf(tokens: readonly Token[]): [number, number][] {
  return tokens.flatMap((_, from) =>
    Array.from({ length: maxPhrase }, (_unused, index): [number, number] => [from, from + index + 1]).filter(
      ([start, end]) => end <= tokens.length && isPhrase(tokens, start, end),
    ),
  );
}

function isPhrase(tokens: readonly Token[], from: number, to: number): boolean {
  const span = tokens.slice(from, to);
  if (span.some(({ kind, text }) => kind === "quoted" || (kind === "symbol" && !/^[-&./,]$/.test(text)))) return false;
  if (
    span.some(({ kind, text }, index) => kind === "symbol" && (index === 0 || index === span.length - 1 || text === ""))
  )
    return false;
  if (span.every(({ kind }) => kind !== "word")) return false;
  const [first, last] = [span[0], span.at(-1)];
  return first !== undefined && last !== undefined && isContent(first, from) && isContent(last, from + 1);
}

function isContent(token: Token, position: number): boolean {
  if (token.kind === "number") return true;
  if (/^\p{Lu}/u.test(token.text) && position > 0) return true;
  return !isFunctionWord(token.lower) || findForms(token.lower).length > 0;
}

/** The words as they stand in the question, with a single space where there was any. */
function textOf(tokens: readonly Token[], from: number, to: number): string {
  return tokens.slice(from, to).reduce((text, token, index) => {
    const before = tokens[from + index - 1];
    const gap = index > 0 && before !== undefined && before.to < token.from ? " " : "";
    return text + gap + token.text;
  }, "");
}
