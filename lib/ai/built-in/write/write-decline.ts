import type { AskToolInput } from "#lib/contract/ask-tools";
import type { Conversation } from "../ask/conversation.ts";
import { displayName, listOf } from "../draft/names.ts";
import type { KnownSource } from "../source.ts";
import { nearestQuestion, type Unanswered } from "./nearest-question.ts";

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
  unknownWords: (unknown: readonly string[], source: KnownSource, unanswered: Unanswered): Decline => ({
    reason: `${reasonOf(unknown, source)}${nearText(unanswered)}${whatItTakes(unknown)} It holds ${holdings(source)}.`,
    nearestQuestion: nearestQuestion(source, unanswered),
  }),
  cutWords: (unknown: readonly string[], source: KnownSource, unanswered: Unanswered): Decline => ({
    reason: `The built-in model cannot work out what ${listOf(unknown.slice(0, 4).map((word) => `“${word}”`))} asks for here: ${source.described.name} has no column for it.${whatItTakes(unknown)} It holds ${holdings(source)}.`,
    nearestQuestion: nearestQuestion(source, { ...unanswered, near: null }),
  }),
  noRows: (source: KnownSource, unanswered: Unanswered): Decline => ({
    reason: "A ranking needs at least one place.",
    nearestQuestion: nearestQuestion(source, unanswered),
  }),
  noReason: (source: KnownSource, unanswered: Unanswered): Decline => ({
    reason: `${source.described.name} holds what happened, not why. Name an amount and a time or a value, and the change or difference can be taken apart: of sums, averages, counts and ratios of these.`,
    nearestQuestion: nearestQuestion(source, unanswered),
  }),
  failedRun: (message: string, source: KnownSource): Decline => ({
    reason: `The worksheet for this question did not run: ${message}`,
    nearestQuestion: nearestQuestion(source),
  }),
};

function reasonOf(unknown: readonly string[], source: KnownSource): string {
  if (unknown.length === 0) return `The question names nothing that ${source.described.name} has.`;
  return `${source.described.name} has no column or value for ${listOf(unknown.slice(0, 4).map((word) => `“${word}”`))}.`;
}

function nearText({ near }: Unanswered): string {
  return near === null ? "" : ` The nearest value is ${near.value} in ${near.column.split("/").at(-1)}.`;
}

/** What a source needs, or how to ask, for words that no column answers. */
const needs: readonly (readonly [RegExp, string])[] = [
  [
    /^(late|delayed|overdue)$/,
    "To tell what is late takes a due or promised date beside the date of shipping or delivery.",
  ],
  [/^new$/, "Who is new can be told by first dates: ask for new customers alone, per month or in a period."],
  [/^rates?$/, "A rate takes a metric of that name, or a yes-or-no column of what it is the rate of."],
];

function whatItTakes(unknown: readonly string[]): string {
  const need = needs.find(([words]) => unknown.some((word) => words.test(word.toLowerCase())));
  return need === undefined ? "" : ` ${need[1]}`;
}

function holdings(source: KnownSource): string {
  const names = source.columns.slice(0, 6).map(({ name }) => displayName(name));
  return source.columns.length > names.length ? `${names.join(", ")} and more` : listOf(names);
}
