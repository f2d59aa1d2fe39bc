import type { NearValue } from "../ask/near-values.ts";
import { nameOfKey, nameOfMeasure, rowsOf } from "../draft/names.ts";
import { implicitAggregate, isFlow } from "../interpret/flows.ts";
import { interpret } from "../interpret/interpret.ts";
import type { Reading } from "../interpret/reading.ts";
import { isQuantity } from "../interpret/workings.ts";
import type { FoundValue } from "../mentions/find-values.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { plainName } from "../suggest/name-plainly.ts";

/** The question that could not be answered, as far as it was understood. */
export type Unanswered = {
  readonly question: string;
  readonly reading: Reading;
  readonly near: NearValue | null;
  readonly found: readonly FoundValue[];
};

/** The closest question that this source answers: with the value that was nearly named, with what was understood, else a usual one. */
export function nearestQuestion(source: KnownSource, unanswered: Unanswered | null = null): string | null {
  const found = unanswered === null ? [] : foundWith(unanswered);
  const candidates = [...(unanswered === null ? [] : ownQuestions(unanswered, source)), ...usualQuestions(source)];
  return candidates.find((candidate) => isAnswered(candidate, source, found)) ?? null;
}

function foundWith({ near, found }: Unanswered): readonly FoundValue[] {
  return near === null
    ? found
    : [...found, { word: near.value, column: near.column, values: [near.value], exact: true }];
}

/** Nothing of it is passed over, and it computes something. */
function isAnswered(question: string, source: KnownSource, found: readonly FoundValue[]): boolean {
  const { reading, unknown, coverage } = interpret(question, source, found);
  return unknown.length === 0 && coverage > 0.9 && (reading.measures.length > 0 || reading.limit !== null);
}

function ownQuestions({ question, reading, near }: Unanswered, source: KnownSource): string[] {
  const ranked = /^(the )?(top|bottom) (0|zero)\b/i;
  const corrected = [
    ...(near === null ? [] : [question.replace(near.word, near.value)]),
    ...(ranked.test(question) ? [question.replace(/\b(0|zero)\b/i, "5")] : []),
  ];
  const measure = reading.measures[0];
  if (measure === undefined) return corrected;
  const subject = plainName(nameOfMeasure(measure, source));
  const keys = reading.keys.map((key) => plainName(nameOfKey(key)));
  const others = keys.length > 0 ? [keys.join(" and ")] : categoriesOf(source).map(({ name }) => plainName(name));
  return [...corrected, ...others.slice(0, 3).map((by) => `${subject} by ${by}`), subject];
}

function usualQuestions(source: KnownSource): string[] {
  const categories = categoriesOf(source).slice(0, 3);
  const amounts = source.columns
    .filter((column) => isQuantity(column) && !/(^|[\s_])(no|nr|number|code|line|rank|index)$/i.test(column.name))
    .toSorted((a, b) => worthOf(b) - worthOf(a) || a.position - b.position)
    .slice(0, 3);
  const measured = amounts.flatMap((column) => {
    const aggregate = implicitAggregate(column) === "sum" ? "total" : "average";
    return categories.map(({ name }) => `${aggregate} ${plainName(column.name)} by ${plainName(name)}`);
  });
  const counted = categories.map(({ name }) => `how many ${rowsOf(source)} per ${plainName(name)}`);
  return [...measured, ...counted, `how many ${rowsOf(source)} are there`].map(asSentence);
}

/** What people ask for first: what was sold and earned, then other amounts that add up. */
function worthOf(column: KnownColumn): number {
  if (/\b(sales|revenue|turnover|profit)\b/i.test(column.name)) return 2;
  return isFlow(column) && !/\b(unit|list)\b/i.test(column.name) ? 1 : 0;
}

function asSentence(question: string): string {
  const text = question.slice(0, 1).toUpperCase() + question.slice(1);
  return text.startsWith("How many") ? `${text}?` : text;
}

/** Columns with a handful of values; what the notes of the source name comes first. */
function categoriesOf({ columns, described }: KnownSource): readonly KnownColumn[] {
  const usable = columns.filter(({ role, description }) => {
    const count = description.distinctCount ?? 2;
    return role === "category" && count > 1 && count <= 50;
  });
  const isNoted = ({ path }: KnownColumn): boolean => described.aiContext.includes(`[${path}]`);
  return usable.toSorted((a, b) => Number(isNoted(b)) - Number(isNoted(a)) || a.position - b.position);
}
