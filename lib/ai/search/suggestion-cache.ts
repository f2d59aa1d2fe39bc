import "server-only";
import type { Suggestion } from "#lib/contract/suggestions";

/** Not complete: a source could not be asked this time. */
export type Found = { readonly suggestions: readonly Suggestion[]; readonly isComplete: boolean };

/** Keeps the newest `size` complete lists in memory. Whoever asks while one is being made waits for the same. */
export function createSuggestionCache(size: number) {
  const lists = new Map<string, Promise<Found>>();
  const get = async (key: string, make: () => Promise<Found>): Promise<readonly Suggestion[]> => {
    const made = lists.get(key) ?? make();
    lists.delete(key);
    lists.set(key, made);
    for (const oldest of lists.keys()) if (lists.size > size) lists.delete(oldest);
    const forget = () => lists.get(key) === made && lists.delete(key);
    try {
      const { suggestions, isComplete } = await made;
      if (!isComplete) forget();
      return suggestions;
    } catch (error) {
      forget();
      throw error;
    }
  };
  return { get };
}
