import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { createLooseRun, createRun, type RunRow } from "#db/queries/runs";
import { answerQuestion } from "#lib/ai/ask/answer-question";
import { editAnswer, requireEnded, requireSoundEdit } from "#lib/ai/ask/edit-answer";
import { explainAgain } from "#lib/ai/ask/explain-again";
import { answerRelated } from "#lib/ai/ask/related-answer";
import { explainChart, requireExplanation } from "#lib/ai/explain-chart/explain-chart";
import { requireFormulaAssist, workOnFormula } from "#lib/ai/formula-assist/work-on-formula";
import { requireAi } from "#lib/ai/providers/registry";
import type { ExplainChartInput } from "#lib/contract/explain-chart";
import type { StartFormulaRun } from "#lib/contract/formula-assist";
import type { StartedRun, StartRun } from "#lib/contract/runs";
import { storableJson } from "#lib/contract/storable";
import { env } from "#lib/env";
import type { Person } from "#lib/permissions";
import { firstChunks, performRun, type RunWork } from "#lib/runs/perform-run";

type LooseRun = StartFormulaRun | ExplainChartInput;
type ThreadRun = Exclude<StartRun, LooseRun>;
type StoredRun = { readonly runId: string; readonly parentRunId: RunRow["parentRunId"] };

/** Stores an AI task and starts it: returns as soon as its stream can be read. The work goes on when the caller leaves. */
export async function startRun(viewer: Person, input: StartRun): Promise<StartedRun> {
  switch (input.kind) {
    case "write-formula":
    case "correct-formula":
    case "explain-formula":
      await requireFormulaAssist(viewer, input);
      return startLooseRun(viewer, input, workOnFormula(viewer, input));
    case "explain-chart":
      await requireExplanation(viewer);
      return startLooseRun(viewer, input, explainChart(viewer, input));
    default:
      return startRunInThread(viewer, input);
  }
}

/** A task that belongs to no thread. */
async function startLooseRun(viewer: Person, input: LooseRun, work: RunWork): Promise<StartedRun> {
  const { limits } = await getOrganization(viewer);
  const { runId } = await createLooseRun(
    viewer,
    {
      kind: input.kind,
      instanceId: env().ASKBOOK_INSTANCE_ID,
      input: storableRecord(input),
      mostAtOnce: limits.runsAtOncePerPerson,
    },
    firstChunks,
  );
  void performRun(viewer, runId, work);
  return { runId, threadId: null };
}

async function startRunInThread(viewer: Person, input: ThreadRun): Promise<StartedRun> {
  await requireStartable(viewer, input);
  const { threadId, parentRunId, ...request } = input;
  const { limits } = await getOrganization(viewer);
  const stored = await createRun(
    viewer,
    {
      kind: input.kind,
      instanceId: env().ASKBOOK_INSTANCE_ID,
      input: storableRecord(request),
      threadId,
      parentRunId,
      title: input.kind === "ask" ? titleOf(input.question) : "",
      mostAtOnce: limits.runsAtOncePerPerson,
    },
    firstChunks,
  );
  void performRun(viewer, stored.runId, workOf(viewer, stored, input));
  return { runId: stored.runId, threadId: stored.threadId };
}

/** An edit and a related chart take no model; their drafts must check. */
async function requireStartable(viewer: Person, input: ThreadRun): Promise<void> {
  switch (input.kind) {
    case "ask":
      return requireAi(viewer);
    case "edit":
    case "related":
      return requireSoundEdit(viewer, input);
    case "explain-answer":
      await requireAi(viewer);
      return requireEnded(viewer, input);
  }
}

function workOf(viewer: Person, run: StoredRun, input: ThreadRun): RunWork {
  switch (input.kind) {
    case "ask":
      return answerQuestion(viewer, run, input);
    case "edit":
      return editAnswer(viewer, input);
    case "related":
      return answerRelated(viewer, input);
    case "explain-answer":
      return explainAgain(viewer, input);
  }
}

function storableRecord(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, storableJson(value)]));
}

const longestTitle = 80;

/** The question's first line, cut at a word. */
function titleOf(question: string): string {
  const line = question.split("\n", 1)[0]?.trim() ?? "";
  if (line.length <= longestTitle) return line;
  const cut = line.slice(0, longestTitle);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), longestTitle - 20))}…`;
}
