import "server-only";
import { streamText } from "ai";
import { getOrganization } from "#db/queries/organizations";
import { updateRunModel } from "#db/queries/run-progress";
import { getRun } from "#db/queries/runs";
import { cleanJson, cleanText } from "#lib/ai/answer/clean";
import { createProvingWriter, type ProvingWriter } from "#lib/ai/answer/prove-numbers";
import { writeUsage } from "#lib/ai/answer/write-usage";
import { classifyProviderError } from "#lib/ai/providers/classify-error";
import { getModels, type Models } from "#lib/ai/providers/registry";
import type { StartRun } from "#lib/contract/runs";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import type { RunContext, RunWork } from "#lib/runs/perform-run";
import { findQuestion, readFormerAnswer } from "./former-answer.ts";
import { explainInstructions } from "./instructions.ts";
import { findUsableSources, openSession } from "./open-session.ts";
import { type Recomputed, recompute } from "./recompute.ts";
import { type AskSession, numberScope, type SessionResult } from "./session.ts";
import { describeResult } from "./tools/run-worksheet.ts";
import { writeResult } from "./write-result.ts";

type ExplainInput = Extract<StartRun, { kind: "explain-answer" }>;

/** The work of "Explain again": the version's worksheet as it is, and new prose about what it gives now. */
export function explainAgain(viewer: Person, input: ExplainInput): RunWork {
  return async (context) => {
    const models = await getModels(viewer, { runId: context.runId, feature: "ask" });
    await explainWith(models, viewer, input)(context);
  };
}

/** The same with given models. */
export function explainWith(models: Models, viewer: Person, input: ExplainInput): RunWork {
  return async (context) => {
    const startedAt = Date.now();
    await updateRunModel(viewer, context.runId, models.identity);
    const { session, result } = await rerun(models, viewer, context, input);
    const writer = createProvingWriter(() => numberScope(session), context.write);
    try {
      await writeProse(models, session, result, writer);
    } finally {
      if (writer.hasProse())
        context.write({ type: "data-verification", id: "verification", data: writer.verification() });
      await writeUsage(models, context, startedAt);
    }
  };
}

async function rerun(
  models: Models,
  viewer: Person,
  context: RunContext,
  { parentRunId }: ExplainInput,
): Promise<Pick<Recomputed, "result"> & { readonly session: AskSession }> {
  const organization = await getOrganization(viewer);
  const former = readFormerAnswer(await getRun(viewer, parentRunId));
  if (former.draft === null || former.result === null)
    throw new AskbookError("not_found", { message: "This answer has no result that could be explained." });
  const sources = await findUsableSources(viewer, organization, [former.result.sourceId]);
  const question = await findQuestion(viewer, parentRunId);
  const session = await openSession(viewer, context, { organization, models, sources, question });
  const wanted = { worksheet: former.draft, mark: former.chart?.mark ?? ("table" as const) };
  return { session, ...(await recompute(session, former, wanted)) };
}

/** By the model where it may see the result, else by rule. */
async function writeProse(
  models: Models,
  session: AskSession,
  result: SessionResult,
  writer: ProvingWriter,
): Promise<void> {
  const { isExternal, aggregates } = session.allowance;
  writer.write({ type: "start-step" });
  if (isExternal && aggregates) await writeByModel(models, session, result, writer);
  if (writer.hasProse()) return;
  writer.write({ type: "text-start", id: "plain" });
  writer.write({ type: "text-delta", id: "plain", delta: writeResult(result) });
  writer.write({ type: "text-end", id: "plain" });
}

async function writeByModel(
  models: Models,
  session: AskSession,
  result: SessionResult,
  writer: ProvingWriter,
): Promise<void> {
  let failure: unknown = null;
  const { textStream } = streamText({
    model: models.chat,
    instructions: explainInstructions(session.organization, session.allowance),
    prompt: promptOf(session, result),
    maxRetries: 0,
    abortSignal: session.signal,
    onError: ({ error }) => {
      failure ??= error;
    },
  });
  writer.write({ type: "text-start", id: "prose" });
  for await (const delta of textStream) writer.write({ type: "text-delta", id: "prose", delta });
  writer.write({ type: "text-end", id: "prose" });
  session.signal.throwIfAborted();
  if (failure !== null) throw failure instanceof AskbookError ? failure : classifyProviderError(failure);
}

function promptOf(session: AskSession, result: SessionResult): string {
  const { name, columns, filters, groupings, sort, limit } = result.created.worksheet;
  return [
    `Question: ${cleanText(session.question, 4_000)}`,
    `Worksheet, as the person changed it: ${JSON.stringify(cleanJson({ name, columns, filters, groupings, sort, limit }))}`,
    `Result ${result.name}: ${JSON.stringify(cleanJson(describeResult(session, result, session.allowance)))}`,
  ].join("\n\n");
}
