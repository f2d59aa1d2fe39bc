import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { createRun, type RunRow } from "#db/queries/runs";
import { answerQuestion } from "#lib/ai/ask/answer-question";
import { requireAi } from "#lib/ai/providers/registry";
import type { StartedRun, StartRun } from "#lib/contract/runs";
import { env } from "#lib/env";
import type { Person } from "#lib/permissions";
import { firstChunks, performRun, type RunWork } from "#lib/runs/perform-run";

type StoredRun = { readonly runId: string; readonly parentRunId: RunRow["parentRunId"] };

/** Who does the work of each kind of run. */
const workers: {
  readonly [Kind in StartRun["kind"]]: (
    viewer: Person,
    run: StoredRun,
    input: Extract<StartRun, { kind: Kind }>,
  ) => RunWork;
} = {
  ask: answerQuestion,
};

/** Stores an AI task and starts it: returns as soon as its stream can be read. The work goes on when the caller leaves. */
export async function startRun(viewer: Person, input: StartRun): Promise<StartedRun> {
  await requireAi(viewer);
  const { threadId, parentRunId, ...request } = input;
  const { limits } = await getOrganization(viewer);
  const stored = await createRun(
    viewer,
    {
      kind: input.kind,
      instanceId: env().ASKBOOK_INSTANCE_ID,
      input: request,
      threadId,
      parentRunId,
      title: titleOf(input.question),
      mostAtOnce: limits.runsAtOncePerPerson,
    },
    firstChunks,
  );
  void performRun(viewer, stored.runId, workers[input.kind](viewer, stored, input));
  return { runId: stored.runId, threadId: stored.threadId };
}

const longestTitle = 80;

/** The question's first line, cut at a word. */
function titleOf(question: string): string {
  const line = question.split("\n", 1)[0]?.trim() ?? "";
  if (line.length <= longestTitle) return line;
  const cut = line.slice(0, longestTitle);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), longestTitle - 20))}…`;
}
