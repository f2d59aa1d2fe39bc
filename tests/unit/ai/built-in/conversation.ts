import type { Conversation, RunOutput } from "#lib/ai/built-in/ask/conversation";
import { decide } from "#lib/ai/built-in/ask/decide";
import type { FoundValue } from "#lib/ai/built-in/mentions/find-values";
import type { DescribedSource } from "#lib/ai/built-in/source";
import { type AskModelInput, type AskToolInput, type AskToolName, askTools } from "#lib/contract/ask-tools";
import type { WorksheetDraft } from "#lib/worksheet/draft";

/** What the tools have told, with the source described and its values found. */
export function conversationWith(
  source: DescribedSource,
  found: readonly FoundValue[],
  runs: Conversation["runs"] = [],
  sought: readonly string[] = [],
): Conversation {
  return {
    listed: null,
    described: [source],
    asked: [source.name],
    sought: new Map([[source.name, new Set(sought)]]),
    found: new Map([[source.name, found]]),
    runs,
    hasChart: true,
    isEnded: false,
    callCount: 0,
  };
}

export function inputOf(question: string, worksheet: WorksheetDraft | null = null): AskModelInput {
  const previous = worksheet === null ? null : { question: "", worksheet, mark: null };
  return { question, sourceScope: null, previous, locale: "en-US", weekStart: "sunday" };
}

export function outputOf(columns: readonly string[], rows: RunOutput["rows"], result = "r1"): RunOutput {
  return {
    ok: true,
    result,
    resultId: "x",
    worksheetId: "w1",
    columns: columns.map((name) => ({ key: name.toLowerCase().replaceAll(" ", "_"), name, type: "number" as const })),
    rowCount: rows.length,
    truncated: false,
    rows,
    facts: [],
    warnings: [],
  };
}

type Inputs = { readonly [Name in AskToolName]: AskToolInput<Name> };
type Readers = { readonly [Name in AskToolName]: (input: unknown) => Inputs[Name] };

const readers: Readers = {
  "find-sources": (input) => askTools["find-sources"].input.parse(input),
  "describe-source": (input) => askTools["describe-source"].input.parse(input),
  "find-values": (input) => askTools["find-values"].input.parse(input),
  "run-worksheet": (input) => askTools["run-worksheet"].input.parse(input),
  "draw-chart": (input) => askTools["draw-chart"].input.parse(input),
  "ask-back": (input) => askTools["ask-back"].input.parse(input),
  decline: (input) => askTools["decline"].input.parse(input),
};

/** The input of the call that comes next; fails when another comes. */
export function nextCall<Name extends AskToolName>(
  name: Name,
  input: AskModelInput,
  conversation: Conversation,
): Inputs[Name] {
  const step = decide(input, conversation);
  const call = step.kind === "calls" ? step.calls.find((one) => one.name === name) : undefined;
  if (call === undefined) throw new Error(`Instead of ${name} comes ${JSON.stringify(step)}.`);
  return readers[name](call.input);
}
