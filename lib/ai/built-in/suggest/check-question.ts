import type { WorksheetDraft } from "#lib/worksheet/draft";
import type { Conversation } from "../ask/conversation.ts";
import { decide } from "../ask/decide.ts";
import { type FoundValue, phrasesToFind } from "../mentions/find-values.ts";
import type { DescribedSource } from "../source.ts";
import { tokenize } from "../text/tokens.ts";
import { type Expected, isExpectedMeasure, type QuestionCandidate } from "./write-questions.ts";

/** The phrases of which the answer depends on whether they are values. */
export function phrasesOf(question: string): readonly string[] {
  return phrasesToFind(tokenize(question));
}

/** What the built-in model would run for the question after it had looked at these sources; null when that is not what was meant. */
export function checkQuestion(
  { question, expected }: QuestionCandidate,
  sourceName: string,
  described: readonly DescribedSource[],
  found: ReadonlyMap<string, readonly FoundValue[]>,
): WorksheetDraft | null {
  const names = described.map(({ name }) => name);
  const conversation: Conversation = {
    listed: null,
    described,
    asked: names,
    sought: new Map(),
    found: new Map(names.map((name) => [name, found.get(name) ?? []])),
    runs: [],
    hasChart: false,
    isEnded: false,
    callCount: 0,
  };
  const input = { question, sourceScope: names, previous: null, locale: "en-US", weekStart: "sunday" as const };
  const step = decide(input, conversation);
  const [call] = step.kind === "calls" ? step.calls : [];
  if (call?.name !== "run-worksheet") return null;
  const { worksheet } = call.input;
  return worksheet.source === sourceName && isAsExpected(worksheet, expected) ? worksheet : null;
}

function isAsExpected(draft: WorksheetDraft, expected: Expected): boolean {
  const [grouping, ...deeper] = draft.groupings;
  const formulas = new Map(draft.columns.map(({ name, formula }) => [name, formula]));
  const [key, ...otherKeys] = grouping?.keys ?? [];
  const [measure, ...otherMeasures] = grouping?.calculations ?? [];
  if (key === undefined || measure === undefined) return false;
  return (
    deeper.length + otherKeys.length + otherMeasures.length === 0 &&
    (formulas.get(key) ?? `[${key}]`) === expected.key &&
    isExpectedMeasure(expected, formulas.get(measure) ?? "") &&
    draft.limit === expected.limit &&
    (draft.filters.length === 1) === expected.isFiltered &&
    draft.filters.length <= 1
  );
}
