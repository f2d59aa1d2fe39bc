import type { KnownColumn, KnownSource } from "../source.ts";
import { createPhraseTable } from "./phrases.ts";

/** What a question word asks for: words of the columns that answer it, the best first. `time`: dates and years. */
export const questionWords = createPhraseTable<readonly string[]>([
  [["age"], "how old"],
  [["height", "elevation", "altitude"], "how tall|how high"],
  [["length", "duration", "distance"], "how long"],
  [["area", "size", "capacity", "population"], "how big|how large"],
  [["distance"], "how far"],
  [["depth"], "how deep"],
  [["weight"], "how heavy"],
  [["speed", "velocity"], "how fast"],
  [["price", "cost", "fee"], "how expensive"],
  [
    ["population"],
    "how populous|how many people live|how many people lived|how many inhabitants|how many citizens|how many residents|how many people reside",
  ],
  [["location", "place", "address", "city", "country", "venue"], "where"],
  [["time"], "when|what day|which day|what date"],
  [["year", "time"], "what year|which year|in what year|in which year"],
]);

/** The column that a question word asks for, by the first of its words that some column has. */
export function findAsked({ columns }: KnownSource, hints: readonly string[]): KnownColumn | null {
  for (const hint of hints) {
    const found = columns.find((column) => {
      if (column.role === "identifier") return false;
      if (hint === "time" && (column.role === "time" || column.role === "year")) return true;
      return column.names.some((words) =>
        words.some(({ lemma }) => lemma === hint || (hint === "time" && lemma === "date")),
      );
    });
    if (found !== undefined) return found;
  }
  return null;
}
