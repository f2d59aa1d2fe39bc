import type { KnownSource } from "../source.ts";
import { isTypoOf } from "../text/similarity.ts";
import { tokenize } from "../text/tokens.ts";
import type { Rule } from "./grammar.ts";

/** What is typed in a hurry, written out: `%` and `avg`, `w/o`, `y/y`, and slips of the keyboard in the words of the rules. */
export function writeOut(request: string, source: KnownSource, rules: readonly Rule[]): string {
  const named = new Set(
    source.columns.flatMap(({ names }) => names.flatMap((words) => words.map(({ lower }) => lower))),
  );
  const vocabulary = vocabularyOf(rules);
  const unquoted = outsideQuotes(request, (text) =>
    signs.reduce((written, [sign, words]) => written.replaceAll(sign, words), text).replaceAll(/ {2,}/g, " "),
  );
  return outsideQuotes(unquoted, (text) =>
    text.replaceAll(/\p{L}+/gu, (word) => {
      const lower = word.toLowerCase();
      if (named.has(lower)) return word;
      return abbreviations.get(lower) ?? slipOf(lower, vocabulary, named) ?? word;
    }),
  ).trim();
}

/** Names and texts between quotes and brackets stay as they are. */
function outsideQuotes(text: string, change: (plain: string) => string): string {
  return text
    .split(/("[^"]*"|“[^”]*”|`[^`]*`|\[[^\]]*\])/)
    .map((piece, index) => (index % 2 === 1 ? piece : change(piece)))
    .join("");
}

const signs: readonly (readonly [RegExp, string])[] = [
  [/\be\.\s?g\.,?(?=\s)/gi, "like"],
  [/(?<![\d\s])\s*\(\s*%\s*\)/g, " in percent"],
  [/(?<=\d)\s*(?:percent|per cent|pct)\b(?! points?)/gi, "%"],
  [/(?<!\d\s?)%/g, " percent "],
  [/\bw\/o\b/gi, "without"],
  [/\bw\/(?=\s)/gi, "with"],
  [/\b(?:y\/n|yes\/no)\b/gi, "yes or no"],
  [/\b(is|are|was|were|do|does|did|has|have)n['’]?t\b/gi, "$1 not"],
  [/\s*(?:!=|<>|≠)\s*(?=\p{L}|$)/gu, " is not "],
  [
    /(?<=\b(?:vs|versus|than|over|from|against|to|with) )(?:the |one )?(year|quarter|month|week|day) (?:before|earlier|ago|prior)\b/gi,
    "previous $1",
  ],
  [/\b(?:1\/0|0\/1)\b/g, "1 or 0"],
  [/\by\/y\b|\by-o-y\b/gi, "yoy"],
  [/\bm\/m\b|\bm-o-m\b/gi, "mom"],
  [/\bq\/q\b|\bq-o-q\b/gi, "qoq"],
  [/\bw\/w\b/gi, "wow"],
  [/(?<=\p{L})\.(?=\s|$)/gu, ""],
  [/#\s?(?:of\b)?/gi, " number of "],
  [/\s&\s/g, " and "],
  [/->|=>|→/g, " = "],
  [/\bn\/a\b/gi, "missing"],
];

const abbreviations: ReadonlyMap<string, string> = new Map(
  Object.entries({
    pct: "percent",
    perc: "percent",
    prct: "percent",
    avg: "average",
    ave: "average",
    nr: "number",
    num: "number",
    cnt: "count",
    yr: "year",
    yrs: "years",
    mth: "month",
    mths: "months",
    mnth: "month",
    wk: "week",
    wks: "weeks",
    qtr: "quarter",
    qtrs: "quarters",
    hrs: "hours",
    mins: "minutes",
    prev: "previous",
    cum: "cumulative",
    cumul: "cumulative",
    diff: "difference",
    chg: "change",
    incl: "including",
    excl: "excluding",
    vs: "versus",
    eg: "like",
    resp: "and",
    qty: "quantity",
    amt: "amount",
    btw: "between",
  }),
);

/** Shorter words are too like each other. */
const shortestSlip = 7;

function vocabularyOf(rules: readonly Rule[]): ReadonlySet<string> {
  const words = rules.flatMap(({ elements, needs }) => [
    ...needs,
    ...elements.flatMap((element) => (element.kind === "word" ? element.words.flat() : [])),
  ]);
  return new Set([...words, ...tokenize(words.join(" ")).map(({ lemma }) => lemma)]);
}

/** The one word of the rules that was meant, if it is no name that was meant. */
function slipOf(word: string, vocabulary: ReadonlySet<string>, named: ReadonlySet<string>): string | null {
  if (word.length < shortestSlip || vocabulary.has(word)) return null;
  if ([...named].some((name) => isTypoOf(word, name) || name.startsWith(word) || word.startsWith(name))) return null;
  const meant = [...vocabulary].filter((known) => known.length >= shortestSlip && isTypoOf(word, known));
  return meant.length === 1 ? (meant[0] ?? null) : null;
}
