import type { AskToolInput } from "#lib/contract/ask-tools";
import type { Conversation } from "../ask/conversation.ts";
import { displayName, rowsOf } from "../draft/names.ts";
import { isQuantity } from "../interpret/workings.ts";
import type { KnownSource } from "../source.ts";

type Decline = AskToolInput<"decline">;

/** Why the data cannot answer, in a sentence, and the closest question that it can. */
export const writeDecline = {
  noSource: ({ listed }: Conversation): Decline => ({
    reason:
      listed === null || listed.length === 0
        ? "No data source that you may use fits this question. Upload data or ask for access to a source."
        : "The sources that fit this question could not be described. Try again, or choose another source.",
    nearestQuestion: null,
  }),
  unknownWords: (unknown: readonly string[], source: KnownSource): Decline => ({
    reason:
      unknown.length === 0
        ? `The question names nothing that ${source.described.name} has. It holds ${holdings(source)}.`
        : `${source.described.name} has no column or value for ${listOf(unknown.slice(0, 4).map((word) => `“${word}”`))}. It holds ${holdings(source)}.`,
    nearestQuestion: nearestQuestion(source),
  }),
  failedRun: (message: string, source: KnownSource): Decline => ({
    reason: `The worksheet for this question did not run: ${message}`,
    nearestQuestion: nearestQuestion(source),
  }),
};

function holdings(source: KnownSource): string {
  const names = source.columns.slice(0, 6).map(({ name }) => displayName(name));
  return source.columns.length > names.length ? `${names.join(", ")} and more` : listOf(names);
}

/** A question of the usual kind over this source. */
export function nearestQuestion(source: KnownSource): string | null {
  const quantity = source.columns.find(isQuantity);
  const category = source.columns.find(
    ({ role, description }) =>
      role === "category" && (description.distinctCount ?? 0) <= 50 && (description.distinctCount ?? 2) > 1,
  );
  if (quantity !== undefined && category !== undefined) {
    return `Average ${displayName(quantity.name)} by ${displayName(category.name)}`;
  }
  if (category !== undefined) return `How many ${rowsOf(source)} per ${displayName(category.name)}?`;
  return source.columns.length === 0 ? null : `How many ${rowsOf(source)} are there?`;
}

export function listOf(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
