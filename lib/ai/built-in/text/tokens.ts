import { lemmaOf } from "./lemma.ts";
import { parseNumber } from "./numbers.ts";

export type TokenKind = "word" | "number" | "quoted" | "symbol";

/** A piece of the question. `from` and `to` are positions in its text. */
export type Token = {
  readonly kind: TokenKind;
  /** As written; of a quotation what stands between the quotes. */
  readonly text: string;
  readonly lower: string;
  readonly lemma: string;
  readonly from: number;
  readonly to: number;
  /** Numbers only. */
  readonly value?: number;
  readonly isPercent?: boolean;
};

const quoted = /"([^"]+)"|“([^”]+)”|‘([^’]+)’|`([^`]+)`|(?<![\p{L}\p{N}])'((?:[^']|'(?=\p{L}))+?)'(?![\p{L}\p{N}])/u;
const isoDate = /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?/;
const number = /[$€£]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[kKmMbB](?!\p{L}))?\s?%?(?!\p{L})|[$€£]?\.\d+/u;
const word = /\p{L}[\p{L}\p{N}]*(?:\.\p{L}+(?=\.))*|\d+\p{L}[\p{L}\p{N}]*/u;
const symbol = /<=|>=|!=|<>|[<>=#,;:?!.()/&+*-]/;
const pattern = new RegExp([quoted, isoDate, number, word, symbol].map((part) => `(?:${part.source})`).join("|"), "gu");

/** Splits a question into words, numbers, quotations and symbols. Possessives lose their ending, joined and hyphenated names are taken apart. */
export function tokenize(text: string): readonly Token[] {
  const plain = text
    .replace(/(?<=\p{L})['’](s|S)\b/gu, "  ")
    .replace(/(?<=s)['’](?=\s)/gu, " ")
    .replace(/(?<=\p{L})-(?=\p{L})/gu, " ");
  return [...plain.matchAll(pattern)].flatMap((match) => tokensOf(match[0], match.index, match));
}

function tokensOf(piece: string, from: number, match: RegExpMatchArray): Token[] {
  const quotation = match.slice(1, 6).find((group) => group !== undefined);
  if (quotation !== undefined) return [token("quoted", quotation.trim(), from, from + piece.length)];
  if (new RegExp(`^${isoDate.source}$`).test(piece)) return [token("quoted", piece, from, from + piece.length)];
  const parsed = parseNumber(piece);
  if (parsed !== null) return [{ ...token("number", piece, from, from + piece.length), ...parsed }];
  if (/^[\p{L}\p{N}]/u.test(piece)) return wordsOf(piece, from);
  return [token("symbol", piece, from, from + piece.length)];
}

/** `AirportCode` is two words; so are `Q3` and `USA` one. */
function wordsOf(piece: string, from: number): Token[] {
  const parts = /\p{Ll}\p{Lu}/u.test(piece) ? [...piece.matchAll(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{N}]+/gu)] : null;
  if (parts === null) return [token("word", piece, from, from + piece.length)];
  return parts.map((part) =>
    token("word", part[0], from + (part.index ?? 0), from + (part.index ?? 0) + part[0].length),
  );
}

function token(kind: TokenKind, text: string, from: number, to: number): Token {
  const lower = text.toLowerCase();
  return { kind, text, lower, lemma: kind === "word" ? lemmaOf(lower) : lower, from, to };
}
