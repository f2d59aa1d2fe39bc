import "server-only";
import { generateText, isStepCount, type ToolSet } from "ai";
import { everything } from "#lib/ai/answer/ladder";
import { createBuiltInModel } from "#lib/ai/built-in/model";
import type { AskModelInput } from "#lib/contract/ask-tools";
import type { AskSession, SessionResult } from "./session.ts";
import { describeResult } from "./tools/run-worksheet.ts";
import { createAskTools } from "./tools.ts";

/** Prose by the built-in writer, from the last result of another model's plan; without a result, a sentence that says so. */
export async function writePlainly(session: AskSession, input: AskModelInput): Promise<string> {
  const result = session.results.at(-1);
  if (result === undefined)
    return "The model came to no answer. Ask in other words, or name the columns and the time that you mean.";
  const text = await writeByRules(session, result, input);
  return text === "" ? tellFacts(session, result) : text;
}

/** The built-in model reads the same question; whatever worksheet it would run, it is given the one that was run. Nothing leaves. */
async function writeByRules(session: AskSession, result: SessionResult, input: AskModelInput): Promise<string> {
  const local: AskSession = { ...session, allowance: everything, write: () => undefined, modelOutputs: new Map() };
  const tools = createAskTools(local);
  const given: ToolSet = {
    ...tools,
    "run-worksheet": { ...tools["run-worksheet"], execute: async () => describeResult(local, result, everything) },
    "draw-chart": { ...tools["draw-chart"], execute: async () => ({ ok: true, chartId: result.resultId }) },
  };
  const sourceScope = [result.sourceName];
  const { text } = await generateText({
    model: createBuiltInModel(),
    prompt: input.question,
    tools: given,
    stopWhen: isStepCount(6),
    providerOptions: { askbook: { task: "ask", input: { ...input, sourceScope } } },
    abortSignal: session.signal,
    maxRetries: 0,
  });
  return text.trim();
}

const mostFacts = 3;

function tellFacts(session: AskSession, { resultId, name, rowCount }: SessionResult): string {
  if (rowCount === 0) return "No rows match.";
  const facts = session.facts.filter((fact) => fact.resultId === resultId).slice(0, mostFacts);
  if (facts.length === 0) return `The table ${name} shows the answer.`;
  return facts.map(({ text }) => (/[.!?]$/.test(text) ? text : `${text}.`)).join(" ");
}
