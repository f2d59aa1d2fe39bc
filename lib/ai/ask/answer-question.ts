import "server-only";
import {
  hasToolCall,
  isStepCount,
  type ModelMessage,
  streamText,
  ToolChoiceViolationError,
  toUIMessageStream,
} from "ai";
import { getOrganization } from "#db/queries/organizations";
import { updateRunModel } from "#db/queries/run-progress";
import type { RunRow } from "#db/queries/runs";
import type { SearchableSource } from "#db/queries/source-search";
import { createProvingWriter, type ProvingWriter } from "#lib/ai/answer/prove-numbers";
import { writeUsage } from "#lib/ai/answer/write-usage";
import { classifyProviderError } from "#lib/ai/providers/classify-error";
import { getModels, type Models } from "#lib/ai/providers/registry";
import type { AskModelInput, AskToolName } from "#lib/contract/ask-tools";
import type { RunMessage, StartRun } from "#lib/contract/runs";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import type { RunWork } from "#lib/runs/perform-run";
import { readChartTurn } from "./chart-context.ts";
import { type EarlierTurns, readEarlierTurns } from "./conversation.ts";
import { findParentOfQuestion } from "./former-answer.ts";
import { askInstructions } from "./instructions.ts";
import { takeUpWork } from "./kept-work.ts";
import { findUsableSources, openSession } from "./open-session.ts";
import { type AskSession, numberScope } from "./session.ts";
import { mayRunWorksheet } from "./tools/run-worksheet.ts";
import { createAskTools } from "./tools.ts";
import { writePlainly } from "./write-plainly.ts";

type AskInput = Extract<StartRun, { kind: "ask" }>;

const mostSteps = 8;

type AskRun = {
  readonly runId: string;
  readonly parentRunId: string | null;
  /** The answer that this one goes on with, which broke off. */
  readonly continues?: RunRow;
};

/** The work of an Ask run: sources, worksheets, table, chart, then prose with proved numbers. */
export function answerQuestion(viewer: Person, run: AskRun, input: AskInput): RunWork {
  return async (context) => {
    const models = await getModels(viewer, { runId: run.runId, feature: "ask" });
    await answerWith(models, viewer, run, input)(context);
  };
}

/** The same with given models. */
export function answerWith(models: Models, viewer: Person, run: AskRun, input: AskInput): RunWork {
  return async (context) => {
    const startedAt = Date.now();
    await updateRunModel(viewer, run.runId, models.identity);
    const organization = await getOrganization(viewer);
    const sources = await findUsableSources(viewer, organization, input.sourceIds);
    const session = await openSession(viewer, context, { organization, models, sources, question: input.question });
    const { messages, previous } = await readTurns(viewer, run, input, sources);
    const modelInput: AskModelInput = {
      question: input.question,
      sourceScope: input.sourceIds === undefined ? null : session.sources.map(({ name }) => name),
      previous,
      locale: organization.locale,
      weekStart: organization.weekStart,
    };
    const writer = createProvingWriter(() => numberScope(session), context.write);
    const question: ModelMessage = { role: "user", content: input.question };
    try {
      const kept =
        run.continues === undefined ? [] : await takeUpWork(session, run.continues, models.identity.provider);
      await runModel(models, session, writer, modelInput, [...messages, question, ...kept]);
      await finishProse(session, writer, modelInput);
    } finally {
      // A stopped or failed answer has taken something as well, and what it says is as proved or not.
      if (writer.hasProse())
        context.write({ type: "data-verification", id: "verification", data: writer.verification() });
      await writeUsage(models, context, startedAt);
    }
  };
}

/** What the question follows: a chart from elsewhere that it is about, else the turns before it. */
async function readTurns(
  viewer: Person,
  run: AskRun,
  { context }: AskInput,
  sources: readonly SearchableSource[],
): Promise<EarlierTurns> {
  const about = context === undefined ? null : await readChartTurn(viewer, context, sources);
  return about ?? (await readEarlierTurns(viewer, await findParent(viewer, run)));
}

/** What was asked before the question: for a continuation, before the one that it goes on with. */
async function findParent(viewer: Person, { parentRunId, continues }: AskRun): Promise<string | null> {
  return continues === undefined ? parentRunId : findParentOfQuestion(viewer, continues.id);
}

async function runModel(
  models: Models,
  session: AskSession,
  writer: ProvingWriter,
  input: AskModelInput,
  messages: ModelMessage[],
): Promise<void> {
  const tools = createAskTools(session);
  const isProseOurs = session.allowance.isExternal && !session.allowance.aggregates;
  let failure: unknown = null;
  const result = streamText({
    model: models.chat,
    instructions: askInstructions(session.organization, session.allowance),
    messages,
    tools,
    stopWhen: [isStepCount(mostSteps), hasToolCall("ask-back", "decline")],
    prepareStep: ({ stepNumber }) =>
      stepNumber === mostSteps - 1 ? { toolChoice: "none" } : { activeTools: usableTools(session) },
    providerOptions: { askbook: { task: "ask", input } },
    maxRetries: 0,
    abortSignal: session.signal,
    onError: ({ error }) => {
      failure ??= error;
    },
  });
  try {
    const stream = toUIMessageStream<typeof tools, RunMessage>({
      stream: result.stream,
      tools,
      sendStart: false,
      sendFinish: false,
      sendReasoning: false,
      onError: (error) => (error instanceof AskbookError ? error.message : "This call does not fit the tool."),
    });
    for await (const chunk of stream) {
      if (chunk.type === "error" || chunk.type === "abort") continue;
      if (isProseOurs && chunk.type.startsWith("text-")) continue;
      writer.write(chunk);
    }
  } catch (error) {
    failure ??= error;
  }
  session.signal.throwIfAborted();
  // In the last step no tool may be called; a model that calls one anyway has said all it will.
  if (ToolChoiceViolationError.isInstance(failure)) failure = null;
  if (failure !== null) throw failure instanceof AskbookError ? failure : classifyProviderError(failure);
}

const everyTool: readonly AskToolName[] = [
  "find-sources",
  "describe-source",
  "find-values",
  "run-worksheet",
  "draw-chart",
  "ask-back",
  "decline",
];

/** After two failed repairs a worksheet is not tried again. */
function usableTools(session: AskSession): AskToolName[] {
  return everyTool.filter((name) => name !== "run-worksheet" || mayRunWorksheet(session));
}

/** Prose that the model may not write, or did not come to: written by the built-in writer from the results, or a plain sentence. */
async function finishProse(session: AskSession, writer: ProvingWriter, input: AskModelInput): Promise<void> {
  if (writer.hasProse() || session.hasReplied) return;
  const text = await writePlainly(session, input);
  writer.write({ type: "start-step" });
  writer.write({ type: "text-start", id: "plain" });
  writer.write({ type: "text-delta", id: "plain", delta: text });
  writer.write({ type: "text-end", id: "plain" });
}
