import "server-only";
import { streamText } from "ai";
import type { Organization } from "#db/queries/organizations";
import { cleanJson } from "#lib/ai/answer/clean";
import { type Allowance, allowanceOf } from "#lib/ai/answer/ladder";
import type { ProvingWriter } from "#lib/ai/answer/prove-numbers";
import { createBuiltInModel } from "#lib/ai/built-in/model";
import { classifyProviderError } from "#lib/ai/providers/classify-error";
import type { Models } from "#lib/ai/providers/registry";
import type { ExplainModelInput } from "#lib/contract/explain-chart";
import { AskbookError, type ErrorCode } from "#lib/errors";
import { log } from "#lib/log";
import type { RunContext } from "#lib/runs/perform-run";
import { drawChart, maySendPicture } from "./chart-picture.ts";
import { explainInstructions } from "./instructions.ts";
import type { ChartReading } from "./read-chart.ts";
import { type Told, tellModel } from "./tell-model.ts";

type Writing = {
  readonly context: RunContext;
  readonly reading: ChartReading;
  readonly organization: Organization;
  readonly writer: ProvingWriter;
  /** Adds a sentence to what the reader should know. */
  readonly note: (sentence: string) => void;
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
  const writing = { context, reading, organization, writer, note: noteTaker(context, reading) };
  const allowance = allowanceOf(models.identity.provider, organization.sendRung);
  const told = tellModel(reading, allowance);
  writer.write({ type: "start-step" });
  const hasSomething = told.facts.length > 0 || told.rows.length > 0;
  if (reading.rows.rowCount === 0 || (allowance.isExternal && !hasSomething)) {
    if (reading.rows.rowCount > 0) writing.note(unseen);
    await streamProse(builtIn, told, writing);
    return true;
  }
  const ending = await streamWithPicture(models.chat, told, allowance, writing);
  if (ending === "length") writing.note(cut);
  if (writer.hasProse()) return ending !== "length";
  writing.note(ending === "content-filter" ? refused : silent);
  await streamProse(builtIn, told, writing);
  return false;
}

const cut = "The model stopped in the middle of its text. Regenerate it for a whole one.";
const refused = "The provider declined to write about this chart, so Askbook wrote the text from the facts.";
const silent = "The model wrote nothing, so Askbook wrote the text from the facts.";
const unseen = "What the chart shows may not be sent to the provider, so Askbook wrote the text from the facts.";
const unpictured =
  "The provider refused the picture of the chart, so the text was written without it. An admin can turn pictures off in AI settings.";
const undrawn = "The picture of the chart could not be drawn, so the text was written without it.";

function noteTaker({ write }: RunContext, { about }: ChartReading): Writing["note"] {
  let { notes } = about;
  return (sentence) => {
    notes = [...notes, sentence];
    write({ type: "data-explanation", id: "explanation", data: { ...about, notes } });
  };
}

/** Who refuses the picture is asked once more without it. How the model ended. */
async function streamWithPicture(
  model: Models["chat"],
  told: Told,
  allowance: Allowance,
  writing: Writing,
): Promise<string> {
  const picture = await findPicture(allowance, writing);
  if (picture === null) return streamProse(model, told, writing);
  try {
    return await streamProse(model, told, writing, picture);
  } catch (error) {
    if (writing.writer.hasProse() || !isAboutRequest(error)) throw error;
    const ending = await streamProse(model, told, writing);
    writing.note(unpictured);
    return ending;
  }
}

async function findPicture(allowance: Allowance, { reading, organization, note }: Writing): Promise<string | null> {
  if (!maySendPicture(reading, allowance, organization)) return null;
  try {
    return await drawChart(reading, organization);
  } catch (error) {
    log().error({ err: error }, "a chart could not be drawn for a model");
    note(undrawn);
    return null;
  }
}

/** What a request without its picture may not run into. */
const pictureRefusals: readonly ErrorCode[] = ["unsupported_parameter", "context_too_long"];

function isAboutRequest(error: unknown): boolean {
  return error instanceof AskbookError && pictureRefusals.includes(error.code);
}

/** How the model ended. */
async function streamProse(
  model: Models["chat"],
  told: Told,
  { context, reading, organization, writer }: Writing,
  picture: string | null = null,
): Promise<string> {
  let failure: unknown = null;
  const text = { type: "text" as const, text: promptOf(told, reading) };
  const stream = streamText({
    model,
    instructions: explainInstructions(organization, picture !== null),
    messages: [
      {
        role: "user",
        content: picture === null ? [text] : [text, { type: "file", mediaType: "image/png", data: picture }],
      },
    ],
    providerOptions: { askbook: { task: "explain-chart", input: modelInput(reading) } },
    maxRetries: 0,
    abortSignal: context.signal,
    onError: ({ error }) => {
      failure ??= error;
    },
  });
  let isOpen = false;
  for await (const delta of stream.textStream) {
    if (!isOpen) writer.write({ type: "text-start", id: "prose" });
    isOpen = true;
    writer.write({ type: "text-delta", id: "prose", delta });
  }
  if (isOpen) writer.write({ type: "text-end", id: "prose" });
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
