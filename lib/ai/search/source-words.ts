import "server-only";
import type { SearchableSource } from "#db/queries/source-search";
import { wordsOf } from "./words.ts";

/** A name that is only half asked for counts half. Prose has no half. */
const weights = { sourceName: 4, columnName: 2, notes: 1 };

/** Words of time that any column of dates answers: "by month" asks for no column named Month. */
const timeWords = new Set(
  wordsOf(
    "day days daily week weekly month monthly quarter quarterly year yearly annual annually today yesterday time trend recent latest",
  ),
);

type Text = { readonly weight: number; readonly isName: boolean; readonly length: number };
type SourceWords = { readonly texts: readonly Text[]; readonly places: ReadonlyMap<string, readonly number[]> };

/** Taken apart once for as long as the source does not change. */
const known = new WeakMap<SearchableSource, SourceWords>();

const nothing: ReadonlyMap<string, number> = new Map();

/** The asked words that the source has, each with the weight of its best place. */
export function weighWords(asked: readonly string[], source: SearchableSource): ReadonlyMap<string, number> {
  const { texts, places } = sourceWordsOf(source);
  const isFound = (word: string): boolean => places.has(word) || (source.hasDates && timeWords.has(word));
  // Nearly all of thousands of sources have none of them.
  if (!asked.some(isFound)) return nothing;
  const found = asked.filter(isFound);
  const hits = new Map<number, string[]>();
  const fits = new Map<string, number>();
  for (const word of found) {
    for (const place of places.get(word) ?? []) {
      const others = hits.get(place);
      if (others === undefined) hits.set(place, [word]);
      else others.push(word);
    }
    if (source.hasDates && timeWords.has(word)) fits.set(word, weights.columnName);
  }
  for (const [place, words] of hits) {
    const text = texts[place];
    if (text === undefined) continue;
    const weight = text.isName ? (text.weight * words.length) / text.length : text.weight;
    for (const word of words) fits.set(word, Math.max(fits.get(word) ?? 0, weight));
  }
  return fits;
}

function sourceWordsOf(source: SearchableSource): SourceWords {
  const found = known.get(source);
  if (found !== undefined) return found;
  const texts: Text[] = [];
  const places = new Map<string, number[]>();
  const add = (text: string, weight: number, isName: boolean): void => {
    const words = new Set(wordsOf(text));
    if (words.size === 0) return;
    const place = texts.push({ weight, isName, length: words.size }) - 1;
    for (const word of words) {
      const others = places.get(word);
      if (others === undefined) places.set(word, [place]);
      else others.push(place);
    }
  };
  add(source.name, weights.sourceName, true);
  for (const name of source.names) add(name, weights.columnName, true);
  add(`${source.aiContext} ${source.description}`, weights.notes, false);
  const made = { texts, places };
  known.set(source, made);
  return made;
}
