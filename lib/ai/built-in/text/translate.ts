import { german, sharedWords } from "../lexicon/german.ts";
import { lemmaOf } from "./lemma.ts";
import type { Token } from "./tokens.ts";

const longestPhrase = 3;

/**
 * The tokens of a German question with the English words that the rules read; its text and its values stay as they were written.
 * `isName`: a word that a column has for its own name keeps it. Tokens of other questions come back as they are.
 */
export function translate(tokens: readonly Token[], isName: (lower: string) => boolean): readonly Token[] {
  if (!isGerman(tokens)) return tokens;
  const translated: Token[] = [];
  for (let index = 0; index < tokens.length; ) {
    const found = findPhrase(tokens, index, isName);
    const token = tokens[index];
    if (token === undefined) break;
    if (found === null) translated.push(token);
    else translated.push(...found.english.map((lower): Token => ({ ...token, lower, lemma: lemmaOf(lower) })));
    index += found?.length ?? 1;
  }
  return translated;
}

/** Half of the words are known, and one of them is German only. */
function isGerman(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ kind }) => kind === "word").map(({ lower }) => lower);
  const known = words.filter((word) => german.has(word) || sharedWords.has(word) || isPartOfPhrase(word));
  const own = known.filter((word) => !sharedWords.has(word));
  return own.length > 0 && known.length * 2 >= words.length;
}

const partsOfPhrases: ReadonlySet<string> = new Set("wie viele viel hoch gab gibt es als haben wir hatten".split(" "));

function isPartOfPhrase(word: string): boolean {
  return partsOfPhrases.has(word);
}

function findPhrase(
  tokens: readonly Token[],
  start: number,
  isName: (lower: string) => boolean,
): { readonly length: number; readonly english: readonly string[] } | null {
  for (let length = longestPhrase; length > 0; length -= 1) {
    const words = tokens.slice(start, start + length);
    if (words.length < length || words.some(({ kind }) => kind !== "word")) continue;
    const text = words.map(({ lower }) => lower).join(" ");
    const english = german.get(text);
    if (english !== undefined && !(length === 1 && isName(text))) return { length, english };
  }
  return null;
}
