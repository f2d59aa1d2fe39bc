import "server-only";
import { streamText } from "ai";
import type { Organization } from "#db/queries/organizations";
import { cleanJson } from "#lib/ai/answer/clean";
import { allowanceOf } from "#lib/ai/answer/ladder";
import type { ProvingWriter } from "#lib/ai/answer/prove-numbers";
import { createBuiltInModel } from "#lib/ai/built-in/model";
import { classifyProviderError } from "#lib/ai/providers/classify-error";
import type { Models } from "#lib/ai/providers/registry";
import type { ExplainModelInput } from "#lib/contract/explain-chart";
import { AskbookError } from "#lib/errors";
import type { RunContext } from "#lib/runs/perform-run";
import { explainInstructions } from "./instructions.ts";
import type { ChartReading } from "./read-chart.ts";
import { type Told, tellModel } from "./tell-model.ts";

type Writing = {
  readonly context: RunContext;
  readonly reading: ChartReading;
  readonly organization: Organization;
  readonly writer: ProvingWriter;
};

const builtIn = createBuiltInModel();

/**
 * By the model where it may see what the chart shows, else, and where it says nothing, by the built-in writer from the facts. False: not
 * what the model would have written, and another time it may.
 */
export async function writeProse(
  models: Models,
  context: RunContext,
  reading: ChartReading,
  organization: Organization,
  writer: ProvingWriter,
): Promise<boolean> {
  const writing = { context, reading, organization, writer };
  const allowance = allowanceOf(models.identity.provider, organization.sendRung);
  const told = tellModel(reading, allowance);
  writer.write({ type: "start-step" });
  const hasSomething = told.facts.length > 0 || told.rows.length > 0;
  if (reading.rows.rowCount === 0 || (allowance.isExternal && !hasSomething)) {
    if (reading.rows.rowCount > 0) note(writing, unseen);
    await streamProse(builtIn, told, writing);
    return true;
  }
  const ending = await streamProse(models.chat, told, writing);
  if (ending === "length") note(writing, cut);
  if (writer.hasProse()) return ending !== "length";
  note(writing, ending === "content-filter" ? refused : silent);
  await streamProse(builtIn, told, writing);
  return false;
}

const cut = "The model stopped in the middle of its text. Regenerate it for a whole one.";
const refused = "The provider declined to write about this chart, so Askbook wrote the text from the facts.";
const silent = "The model wrote nothing, so Askbook wrote the text from the facts.";
const unseen = "What the chart shows may not be sent to the provider, so Askbook wrote the text from the facts.";

function note({ context, reading }: Writing, sentence: string): void {
  const notes = [...reading.about.notes, sentence];
  context.write({ type: "data-explanation", id: "explanation", data: { ...reading.about, notes } });
}

/** How the model ended. */
async function streamProse(
  model: Models["chat"],
  told: Told,
  { context, reading, organization, writer }: Writing,
): Promise<string> {
  let failure: unknown = null;
  const stream = streamText({
    model,
    instructions: explainInstructions(organization),
    prompt: promptOf(told, reading),
    providerOptions: { askbook: { task: "explain-chart", input: modelInput(reading) } },
    maxRetries: 0,
    abortSignal: context.signal,
    onError: ({ error }) => {
      failure ??= error;
    },
  });
  writer.write({ type: "text-start", id: "prose" });
  for await (const delta of stream.textStream) writer.write({ type: "text-delta", id: "prose", delta });
  writer.write({ type: "text-end", id: "prose" });
  context.signal.throwIfAborted();
  if (failure !== null) throw failure instanceof AskbookError ? failure : classifyProviderError(failure);
  return stream.finishReason;
}

function promptOf({ definition, facts, rows }: Told, { rows: { rowCount } }: ChartReading): string {
  const shown = rows.length === 0 ? "not shown" : JSON.stringify(cleanJson(rows));
  return [
    `Chart: ${JSON.stringify(cleanJson(definition))}`,
    `Facts: ${JSON.stringify(cleanJson(facts))}`,
    `Rows of r1 (${rows.length} of ${rowCount}, in the order of the columns): ${shown}`,
  ].join("\n\n");
}

function modelInput({ title, shape, facts, rows }: ChartReading): ExplainModelInput {
  return {
    title,
    result: "r1",
    rowCount: rows.rowCount,
    shape: {
      ...shape,
      labels: [...shape.labels],
      measures: shape.measures.map((measure) => ({ ...measure })),
    },
    facts: facts.map(({ id, kind, text, value, column, labels, rows: at, series, by, way }) => {
      return { id, kind, text, value, column, labels: [...labels], rows: [...at], series, by, way };
    }),
  };
}
