import "server-only";
import { type ModelMessage, Output, streamText } from "ai";
import { cleanJson } from "#lib/ai/answer/clean";
import { allowanceOf } from "#lib/ai/answer/ladder";
import { classifyProviderError } from "#lib/ai/providers/classify-error";
import type { Models } from "#lib/ai/providers/registry";
import {
  type FormulaModelInput,
  type FormulaProposal,
  type FormulaTask,
  formulaAnswerSchema,
} from "#lib/contract/formula-model";
import { AskbookError } from "#lib/errors";
import type { Bench } from "./bench.ts";
import { formulaInstructions } from "./instructions.ts";
import { createProposalReader } from "./read-proposals.ts";

export type Reply = {
  /** Null: what came was no answer of the wanted form. */
  readonly declined: string | null;
  readonly isReadable: boolean;
  /** What the model wrote, for the next request. */
  readonly text: string;
};

export type ModelTask = { readonly task: FormulaTask; readonly input: FormulaModelInput };

/** Longer answers are cut off: no formula may be that long. */
const longestAnswer = 200_000;
const longestInput = 8_000;

/** Asks for formulas and hands each on as soon as it is complete. Throws the provider's error, classified. */
export async function askForFormulas(
  bench: Bench,
  models: Models,
  { task, input }: ModelTask,
  onProposal: (proposal: FormulaProposal) => Promise<void>,
): Promise<Reply> {
  const { signal } = bench.context;
  const enough = new AbortController();
  const reader = createProposalReader();
  let text = "";
  let failure: unknown = null;
  const result = streamText({
    model: models.chat,
    instructions: formulaInstructions(
      task,
      bench.organization,
      allowanceOf(models.identity.provider, bench.organization.sendRung),
    ),
    messages: messagesOf(input),
    output: plainOutput,
    providerOptions: { askbook: { task, input } },
    maxRetries: 0,
    abortSignal: AbortSignal.any([signal, enough.signal]),
    onError: ({ error }) => {
      failure ??= error;
    },
  });
  try {
    for await (const delta of result.textStream) {
      text += delta;
      for (const proposal of reader.push(delta)) await onProposal(proposal);
      if (text.length > longestAnswer) break;
    }
  } catch (error) {
    failure ??= error;
  }
  signal.throwIfAborted();
  if (text.length > longestAnswer) {
    enough.abort();
    return { declined: null, isReadable: false, text: text.slice(0, longestInput) };
  }
  if (failure !== null) throw failure instanceof AskbookError ? failure : classifyProviderError(failure);
  const answer = reader.end();
  return { declined: answer?.declined ?? null, isReadable: answer !== null, text };
}

/** The SDK asks for the form; reading is ours, which does not parse everything again at every piece. */
const plainOutput: ReturnType<typeof Output.text> = {
  ...Output.text(),
  name: "object",
  responseFormat: Output.object({ schema: formulaAnswerSchema, name: "formulas" }).responseFormat,
};

/** The task as JSON, then what was tried with what was wrong with it. Nothing that users or data wrote stands in the instructions. */
function messagesOf({ attempts, ...task }: FormulaModelInput): ModelMessage[] {
  const first: ModelMessage = { role: "user", content: JSON.stringify(cleanJson(task, longestInput)) };
  if (attempts.length === 0) return [first];
  const tried = { notPassed: attempts, wanted: "The same as before, mended. None of these may come again." };
  return [
    first,
    {
      role: "assistant",
      content: JSON.stringify({ candidates: attempts.map(({ formula }) => ({ formula })), declined: null }),
    },
    { role: "user", content: JSON.stringify(cleanJson(tried, longestInput)) },
  ];
}
