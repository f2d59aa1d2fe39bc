import type { AskToolInput } from "#lib/contract/ask-tools";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { displayName, listOf } from "../draft/names.ts";
import { readDraft } from "../follow-up/read-draft.ts";
import { isFlow } from "../interpret/flows.ts";
import { type Interpretation, interpret } from "../interpret/interpret.ts";
import { columnsOf, type Reading } from "../interpret/reading.ts";
import { isQuantity } from "../interpret/workings.ts";
import type { FoundValue } from "../mentions/find-values.ts";
import type { MentionOf } from "../mentions/mention.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { plainName } from "../suggest/name-plainly.ts";
import { tokenize } from "../text/tokens.ts";

type AskBack = AskToolInput<"ask-back">;
type Choice = AskBack["choices"][number];
type Asked = {
  readonly question: string;
  readonly interpretation: Interpretation;
  readonly source: KnownSource;
  readonly found: readonly FoundValue[];
  /** The worksheet before, with how a question would change it; null: the question stands alone. */
  readonly followed: { readonly worksheet: WorksheetDraft; readonly read: (question: string) => Interpretation } | null;
};

const mostChoices = 4;

/** What to ask back when a value, a measure or a "best" has several meanings and none is the usual one. Null: the question is clear. */
export function findAmbiguity(asked: Asked): AskBack | null {
  const back = whichValue(asked) ?? whichMeasure(asked);
  // After another question, "best" is best by what that one measured.
  return back ?? (asked.followed === null ? bestByWhat(asked) : null);
}

/** Only choices that come out as they are meant; one choice is none. */
function offer(
  question: string,
  choices: readonly (Choice & { readonly column: KnownColumn })[],
  asked: Asked,
): AskBack | null {
  const working = choices.filter((choice) => {
    const { reading, unknown } =
      asked.followed?.read(choice.question) ?? interpret(choice.question, asked.source, asked.found);
    return unknown.length === 0 && usesOf(reading).includes(choice.column);
  });
  if (working.length < 2) return null;
  return {
    question,
    choices: working.slice(0, mostChoices).map(({ label, question: full }) => ({ label, question: full })),
  };
}

/** Every column that the reading computes, filters or sorts with. */
function usesOf({ conditions, measures, columns, keys, sort, having }: Reading): readonly KnownColumn[] {
  return [
    ...conditions.flatMap(columnsOf),
    ...measures.flatMap(({ column }) => column ?? []),
    ...having.flatMap(({ measure }) => measure.column ?? []),
    ...columns,
    ...keys.map(({ column }) => column),
    ...sort.flatMap(({ by }) => ("aggregate" in by ? (by.column ?? []) : "bucket" in by ? by.column : by)),
  ];
}

/** A whole value of several columns, none of which is named: "New York" is a city and a state. */
function whichValue(asked: Asked): AskBack | null {
  const { interpretation, question } = asked;
  for (const mention of interpretation.mentions) {
    if (mention.kind !== "value" || isDirected(question, mention)) continue;
    const columns = plainest(mention.candidates.flatMap(({ column, exact }) => (exact ? [column] : [])));
    const [first] = columns;
    const isUsed = first !== undefined && interpretation.reading.conditions.flatMap(columnsOf).includes(first);
    if (columns.length < 2 || !isUsed || isNamed(columns, interpretation) || isSettled(columns, asked)) continue;
    const choices = columns.map((column) => {
      const name = plainName(displayName(column.name));
      return {
        column,
        label: `${displayName(column.name)} ${mention.text}`,
        question: replaceSpan(question, mention, `${name} ${mention.text}`),
      };
    });
    const names = listOf(columns.slice(0, mostChoices).map(({ name }) => displayName(name)));
    const back = offer(`“${mention.text}” is a value of ${names}. Which do you mean?`, choices, asked);
    if (back !== null) return back;
  }
  return null;
}

/** "from Los Angeles", "by King": the preposition tells the origin, the author. */
function isDirected(question: string, { from }: { readonly from: number }): boolean {
  return /^(from|to|by)$/.test(tokenize(question)[from - 1]?.lower ?? "");
}

/** Store Region is left out beside Region, a related column beside an own one: the plain one is meant. */
function plainest(columns: readonly KnownColumn[]): readonly KnownColumn[] {
  const own = columns.filter(({ description }) => description.relationship === undefined);
  const unique = [...new Set(own.length > 0 ? own : columns)];
  return unique.filter((column) => !unique.some((other) => other !== column && isPlainer(other, column)));
}

function isPlainer(one: KnownColumn, other: KnownColumn): boolean {
  const [words, more] = [one, other].map(({ names }) => (names[0] ?? []).map(({ lemma }) => lemma));
  return (
    words !== undefined &&
    more !== undefined &&
    words.length < more.length &&
    words.every((word) => more.includes(word))
  );
}

/** The worksheet before already tells which of them is meant: it groups or filters by one. */
function isSettled(columns: readonly KnownColumn[], { followed, source }: Asked): boolean {
  const before = followed === null ? null : readDraft(followed.worksheet, source);
  const known =
    before === null ? [] : [...before.keys.map(({ column }) => column), ...before.conditions.flatMap(columnsOf)];
  return columns.some((column) => known.includes(column));
}

function isNamed(columns: readonly KnownColumn[], { mentions }: Interpretation): boolean {
  return mentions.some(
    (mention) => mention.kind === "column" && mention.candidates.some(({ column }) => columns.includes(column)),
  );
}

/** A word that several measures share and none is called by alone: "price" of Unit Price and List Price. */
function whichMeasure(asked: Asked): AskBack | null {
  const { interpretation, question } = asked;
  for (const mention of interpretation.mentions) {
    if (mention.kind !== "column") continue;
    const columns = equals(mention);
    const [first] = columns;
    if (columns.length < 2 || first === undefined || !usesOf(interpretation.reading).includes(first)) continue;
    const choices = columns.map((column) => {
      const name = displayName(column.name);
      return { column, label: name, question: replaceSpan(question, mention, plainName(name)) };
    });
    const names = listOf(columns.slice(0, mostChoices).map(({ name }) => displayName(name)));
    const back = offer(`Which do you mean: ${names.replace(/ and (?=[^,]*$)/, " or ")}?`, choices, asked);
    if (back !== null) return back;
  }
  return null;
}

/** Candidates as good as the best, of which only a part of the name was said. */
function equals({ candidates }: MentionOf<"column">): readonly KnownColumn[] {
  const [best] = candidates;
  if (best === undefined || best.coverage > 0.75 || best.quality < 0.85) return [];
  const same = candidates.filter(
    ({ coverage, quality }) => Math.abs(coverage - best.coverage) < 0.01 && Math.abs(quality - best.quality) < 0.01,
  );
  const columns = same.map(({ column }) => column);
  return columns.every(isQuantity) ? plainest(columns) : [];
}

/** "best region" where several amounts could make it so. */
function bestByWhat(asked: Asked): AskBack | null {
  const { interpretation, question, source } = asked;
  const { superlative } = interpretation;
  if (superlative?.isVague !== true || interpretation.reading.having.length > 0) return null;
  const amounts = source.columns.filter((column) => isQuantity(column) && column.role === "measure" && isWorth(column));
  const kinds = amounts.filter((column) => !amounts.some((other) => other !== column && isPlainer(other, column)));
  if (kinds.length < 2 || !kinds.some(isFlow)) return null;
  const text = question.trim().replace(/[?.!]+$/, "");
  const choices = kinds.map((column) => {
    const name = displayName(column.name);
    return { column, label: `By ${plainName(name)}`, question: `${text} by ${plainName(name)}` };
  });
  return offer("Best by what?", choices, asked);
}

function isWorth({ names }: KnownColumn): boolean {
  return names
    .slice(0, 1)
    .some((words) =>
      words.some(({ lemma }) => /^(sale|revenue|turnover|profit|margin|rating|score|income|star)$/.test(lemma)),
    );
}

/** The question with other words in the place of a mention. */
function replaceSpan(
  question: string,
  { from, to }: { readonly from: number; readonly to: number },
  text: string,
): string {
  const tokens = tokenize(question);
  const [start, end] = [tokens[from]?.from, tokens[to - 1]?.to];
  return start === undefined || end === undefined ? question : question.slice(0, start) + text + question.slice(end);
}
