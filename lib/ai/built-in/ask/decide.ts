import type { AskModelInput } from "#lib/contract/ask-tools";
import { listOf } from "../draft/names.ts";
import { writeDraft } from "../draft/write-draft.ts";
import { interpretFollowUp } from "../follow-up/follow-up.ts";
import { type Interpretation, interpret } from "../interpret/interpret.ts";
import { phrasesToFind, rankPhrases } from "../mentions/find-values.ts";
import { type DescribedSource, type KnownSource, prepareSource } from "../source.ts";
import { tokenize } from "../text/tokens.ts";
import { isWhy } from "../why/read-why.ts";
import { explainStep } from "../why/why-step.ts";
import { writeAnswer } from "../write/write-answer.ts";
import { writeDecline } from "../write/write-decline.ts";
import { findAmbiguity } from "./ask-back.ts";
import { type Candidate, chooseSource } from "./choose-source.ts";
import type { Conversation, RunOutput } from "./conversation.ts";
import { drawChart } from "./draw-chart.ts";
import { isEmpty, writeEmpty, writeInstead } from "./empty-result.ts";
import { isExplained, isUnderstood } from "./judge.ts";
import { beginningsOf, findNearValue } from "./near-values.ts";
import { repairDraft } from "./repair.ts";
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
  const { reading } = chosen.interpretation;
  const run = conversation.runs.at(-1);
  if (run === undefined) return startRun(chosen, input, conversation);
  const first = conversation.runs.find(({ output }) => output !== null)?.output ?? null;
  if (first !== null && isEmpty(first, reading)) return tellEmpty(chosen, first, run.output);
  if (run.output === null) return repair(conversation, chosen.source);
  const chart = conversation.hasChart ? null : drawChart(reading, run.draft, run.output);
  return chart === null
    ? say(
        readAs(chosen.interpretation) +
          leftOut(chosen.interpretation) +
          writeAnswer(reading, chosen.source, run.output),
      )
    : call({ name: "draw-chart", input: chart });
}

function startRun({ source, interpretation }: Candidate, input: AskModelInput, conversation: Conversation): Step {
  const { question } = input;
  const { reading, unknown } = interpretation;
  const found = conversation.found.get(source.described.name) ?? [];
  const unanswered = { question, reading, near: findNearValue(unknown, found), found };
  if (isWhy(question)) return call({ name: "decline", input: writeDecline.noReason(source, unanswered) });
  if (/^(the )?(top|bottom) (0|zero)\b/i.test(question.trim()))
    return call({ name: "decline", input: writeDecline.noRows(source, unanswered) });
  if (interpretation.isCut && isExplained(interpretation))
    return call({ name: "decline", input: writeDecline.cutWords(unknown, source, unanswered) });
  if (!isUnderstood(interpretation)) {
    return (
      lookNearby(unknown, source, conversation) ??
      call({ name: "decline", input: writeDecline.unknownWords(unknown, source, unanswered) })
    );
  }
  const { previous } = input;
  const read = (text: string): Interpretation =>
    (previous === null ? null : interpretFollowUp(text, previous, source, found)) ?? interpret(text, source, found);
  const isFollowUp = previous !== null && interpretFollowUp(question, previous, source, found) !== null;
  const followed = isFollowUp ? { worksheet: previous.worksheet, read } : null;
  const back = findAmbiguity({ question, interpretation, source, found, followed });
  if (back !== null) return call({ name: "ask-back", input: back });
  return call({ name: "run-worksheet", input: { worksheet: writeDraft(reading, source) } });
}

/** Words that are no values may be nearly some: values that begin like them. Null: that was looked for, or there is nothing to look for. */
function lookNearby(unknown: readonly string[], { described }: KnownSource, conversation: Conversation): Step | null {
  const sought = conversation.sought.get(described.name) ?? new Set();
  const words = beginningsOf(unknown).filter((word) => !sought.has(word));
  if (words.length === 0 || !described.columns.some(({ type }) => type === "text")) return null;
  return call({ name: "find-values", input: { source: described.name, column: null, words } });
}

const mostRepairs = 2;

/** Applies what came back with the errors; after two repairs the question is declined. */
function repair({ runs }: Conversation, source: KnownSource): Step {
  const failures = runs.slice(runs.findLastIndex(({ output }) => output !== null) + 1);
  const last = failures.at(-1);
  const fixed = last === undefined || failures.length > mostRepairs ? null : repairDraft(last.draft, last.diagnostics);
  if (fixed !== null) return call({ name: "run-worksheet", input: { worksheet: fixed } });
  return call({ name: "decline", input: writeDecline.failedRun(last?.message ?? "", source) });
}

/** Says that nothing matches, and looks once for what there is instead. */
function tellEmpty({ source, interpretation }: Candidate, first: RunOutput, last: RunOutput | null): Step {
  const { reading } = interpretation;
  const instead = first === last ? writeInstead(reading, source) : null;
  if (instead !== null) return call({ name: "run-worksheet", input: { worksheet: instead } });
  return say(writeEmpty(reading, source, first === last ? null : last));
}

/** A value that was only nearly written is said, so that nobody takes it for what was meant. */
function readAs({ mentions, reading }: Interpretation): string {
  const used = new Set(reading.conditions.flatMap((one) => (one.kind === "values" ? one.values : [])));
  const read = mentions.flatMap((mention) => {
    const [best] = mention.kind === "value" ? mention.candidates : [];
    const value = best?.values.find((one) => used.has(one));
    if (mention.kind !== "value" || best?.exact !== false || value === undefined) return [];
    return value.toLowerCase().includes(mention.text.toLowerCase()) ? [] : [`“${mention.text}” was read as ${value}. `];
  });
  return read.join("");
}

/** Nobody takes the answer for one to the whole question. */
function leftOut({ unknown }: Interpretation): string {
  const words = unknown.filter((word) => /\p{L}{3,}/u.test(word));
  if (words.length === 0) return "";
  return `${listOf(words.map((word) => `“${word}”`))} ${words.length === 1 ? "was" : "were"} not understood and left out. `;
}
