/** Finds known phrases in a row of words. The longest phrase wins; a later table entry never hides an earlier, equal one. */
export type PhraseTable<Tag> = ReadonlyMap<string, readonly Phrase<Tag>[]>;
type Phrase<Tag> = { readonly words: readonly string[]; readonly tag: Tag };

/** Entries are a tag and its phrases, written with `|` between them: `["sum", "total|sum|in total"]`. */
export function createPhraseTable<Tag>(entries: readonly (readonly [Tag, string])[]): PhraseTable<Tag> {
  const phrases = entries.flatMap(([tag, list]) => list.split("|").map((text) => ({ words: text.split(" "), tag })));
  const byLength = phrases.toSorted((a, b) => b.words.length - a.words.length);
  return Map.groupBy(byLength, (phrase) => phrase.words[0] ?? "");
}

export function findPhrase<Tag>(
  table: PhraseTable<Tag>,
  words: readonly string[],
  start: number,
): { readonly tag: Tag; readonly length: number } | null {
  const candidates = table.get(words[start] ?? "") ?? [];
  const phrase = candidates.find((one) => one.words.every((word, offset) => words[start + offset] === word));
  return phrase === undefined ? null : { tag: phrase.tag, length: phrase.words.length };
}
