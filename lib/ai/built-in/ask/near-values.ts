import type { FoundValue } from "../mentions/find-values.ts";
import { likenessOf } from "../text/similarity.ts";

export type NearValue = { readonly word: string; readonly column: string; readonly value: string };

const leastLikeness = 0.6;
const mostWords = 4;

/** The beginnings of words that were found nowhere: values that begin like them may be what was meant. */
export function beginningsOf(words: readonly string[]): readonly string[] {
  const names = words.filter((word) => /^\p{L}{4,}/u.test(word)).slice(0, mostWords);
  return [...new Set(names.map((word) => word.slice(0, word.length >= 6 ? 4 : 3)))];
}

/** The value that is most like one of the words; null: none is. */
export function findNearValue(words: readonly string[], found: readonly FoundValue[]): NearValue | null {
  const near = words.flatMap((word) =>
    found.flatMap(({ column, values }) =>
      values.map((value) => ({ word, column, value, likeness: likeness(word, value) })),
    ),
  );
  const best = near.toSorted((a, b) => b.likeness - a.likeness)[0];
  return best === undefined || best.likeness < leastLikeness ? null : best;
}

function likeness(word: string, value: string): number {
  return Math.max(likenessOf(word, value), ...value.split(/\s+/).map((part) => likenessOf(word, part) * 0.9));
}
