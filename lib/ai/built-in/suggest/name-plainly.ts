import { lemmaOf } from "../text/lemma.ts";

/** A name as it stands in a sentence: words that only begin with a capital become small, `MPG` stays. */
export function plainName(name: string): string {
  return name.replace(/[\p{L}\p{N}]+/gu, (word) => (/^\p{Lu}\p{Ll}+$/u.test(word) ? word.toLowerCase() : word));
}

/** Names that read well and cannot be taken for something else: no brackets, quotes or signs, not long. */
export function isPlain(name: string): boolean {
  return name.length <= 40 && /^\p{L}[\p{L}\p{N}]*([ '-][\p{L}\p{N}]+)*$/u.test(name) && !/^column \d+$/i.test(name);
}

export function pluralOf(phrase: string): string {
  if (/[^su]s$/i.test(phrase)) return phrase;
  if (/[^aeiou]y$/i.test(phrase)) return `${phrase.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/i.test(phrase) ? `${phrase}es` : `${phrase}s`;
}

/** What the rows of a source are called: its name when that is a plural, else `rows`. */
export function rowsOf(sourceName: string): string {
  const last = /\p{L}+$/u.exec(sourceName)?.[0].toLowerCase() ?? "";
  const isNoun = isPlain(sourceName) && lemmaOf(last) !== last && sourceName.split(" ").length <= 3;
  return isNoun ? plainName(sourceName) : "rows";
}
