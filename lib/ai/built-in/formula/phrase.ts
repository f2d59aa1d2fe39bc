import type { Token } from "../text/tokens.ts";

const openingWords: ReadonlySet<string> = new Set([
  "the",
  "a",
  "an",
  "its",
  "their",
  "our",
  "each",
  "every",
  "this",
  "that",
  "please",
  ",",
]);
const closingWords: ReadonlySet<string> = new Set([
  "column",
  "field",
  "value",
  "values",
  "please",
  ".",
  "?",
  "!",
  ",",
  ";",
]);

/** Without words at the edges that say nothing. */
export function trim(tokens: readonly Token[], from: number, to: number): readonly [number, number] {
  let [start, end] = [from, to];
  while (start < end - 1 && isPlain(tokens[start], openingWords) && !isThisPeriod(tokens, start)) start += 1;
  while (end > start + 1 && isPlain(tokens[end - 1], closingWords)) end -= 1;
  return [start, end];
}

const periods = /^(year|quarter|month|week|day|hour|weekend|(sun|mon|tues|wednes|thurs|fri|satur)day)$/;

/** "this quarter" is not any quarter. */
function isThisPeriod(tokens: readonly Token[], position: number): boolean {
  return tokens[position]?.lower === "this" && periods.test(tokens[position + 1]?.lower ?? "");
}

function isPlain(token: Token | undefined, words: ReadonlySet<string>): boolean {
  return token !== undefined && token.kind !== "quoted" && words.has(token.lower);
}

/** As it was written, with the quotes of quoted words. */
export function originalText(tokens: readonly Token[], from: number, to: number): string {
  return tokens
    .slice(from, to)
    .map((token) => (token.kind === "quoted" ? `"${token.text}"` : token.text))
    .join(" ");
}

export function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text).join(" ");
}
