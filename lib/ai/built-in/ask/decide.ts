import type { AskModelInput } from "#lib/contract/ask-tools";
import { writeDraft } from "../draft/write-draft.ts";
import { phrasesToFind, rankPhrases } from "../mentions/find-values.ts";
import { type DescribedSource, prepareSource } from "../source.ts";
import { tokenize } from "../text/tokens.ts";
import { explainStep } from "../why/why-step.ts";
import { writeAnswer } from "../write/write-answer.ts";
import { writeDecline } from "../write/write-decline.ts";
import { type Candidate, chooseSource } from "./choose-source.ts";
import type { Conversation } from "./conversation.ts";
import { drawChart } from "./draw-chart.ts";
import { judge } from "./judge.ts";
import { answerSmallTalk } from "./small-talk.ts";
import { call, type Step, say, type ToolCall } from "./step.ts";

const maxDescribed = 3;

/** The next step of an answer, from the question and what the tools have told so far. Pure. */
export function decide(input: AskModelInput, conversation: Conversation): Step {
  const reply = answerSmallTalk(input.question);
  if (reply !== null) return say(reply);
  if (conversation.isEnded) return say("");
  return (
    describeSources(input, conversation) ??
    findValues(input, conversation) ??
    explainStep(input, conversation) ??
    answer(input, conversation)
  );
}

/** Sources to look at: those in scope, else the best that were found. */
function describeSources(input: AskModelInput, conversation: Conversation): Step | null {
  const { sourceScope, previous, question } = input;
  const names =
    sourceScope ?? (conversation.asked.length > 0 ? conversation.asked : conversation.listed?.map(({ name }) => name));
  if (names === undefined) return call({ name: "find-sources", input: { query: question } });
  const wanted = previous === null ? names : [previous.worksheet.source, ...names];
  const missing = [...new Set(wanted)].slice(0, maxDescribed).filter((name) => !conversation.asked.includes(name));
  if (conversation.asked.length > 0 || missing.length === 0) return null;
  return call(...missing.map((source) => ({ name: "describe-source" as const, input: { source } })));
}

function findValues({ question }: AskModelInput, conversation: Conversation): Step | null {
  const phrases = phrasesToFind(tokenize(question));
  const open = conversation.described.filter(
    ({ name, columns }) => !conversation.found.has(name) && columns.some(({ type }) => type === "text"),
  );
  if (open.length === 0 || phrases.length === 0) return null;
  return call(...open.flatMap((source) => valueCalls(source, phrases, open.length)));
}

/** A call looks for so many words at most. */
const wordsPerCall = 12;
const maxCalls = 4;

function valueCalls(source: DescribedSource, phrases: readonly string[], sources: number): readonly ToolCall[] {
  const ranked = rankPhrases(phrases, prepareSource(source));
  const count = Math.min(Math.ceil(ranked.length / wordsPerCall), Math.max(1, Math.floor(maxCalls / sources)));
  return Array.from({ length: count }, (_, index) => ({
    name: "find-values",
    input: {
      source: source.name,
      column: null,
      words: ranked.slice(index * wordsPerCall, (index + 1) * wordsPerCall),
    },
  }));
}

function answer(input: AskModelInput, conversation: Conversation): Step {
  const chosen = chooseSource(input, conversation.described, conversation.found);
  if (chosen === null) return call({ name: "decline", input: writeDecline.noSource(conversation) });
  const run = conversation.runs.at(-1);
  if (run === undefined) return startRun(chosen);
  if (run.output === null) return call({ name: "decline", input: writeDecline.failedRun(run.message, chosen.source) });
  const chart = conversation.hasChart ? null : drawChart(chosen.interpretation.reading, run.draft, run.output);
  return chart === null
    ? say(writeAnswer(chosen.interpretation.reading, chosen.source, run.output))
    : call({ name: "draw-chart", input: chart });
}

function startRun({ source, interpretation }: Candidate): Step {
  const verdict = judge(interpretation, source);
  if (verdict.kind === "decline") return call({ name: "decline", input: verdict.input });
  return call({ name: "run-worksheet", input: { worksheet: writeDraft(interpretation.reading, source) } });
}
