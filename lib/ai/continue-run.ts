import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { createRun, findRunsOfThread, getRun, type RunRow } from "#db/queries/runs";
import { answerQuestion } from "#lib/ai/ask/answer-question";
import { requireAi } from "#lib/ai/providers/registry";
import { type StartedRun, type StartRun, startRunSchema } from "#lib/contract/runs";
import { storableJson } from "#lib/contract/storable";
import { env } from "#lib/env";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { continuedBy, isContinuable } from "#lib/runs/continuation";
import { firstChunks, performRun } from "#lib/runs/perform-run";
import { interruptIfStale } from "#lib/runs/read-run-events";

type AskInput = Extract<StartRun, { kind: "ask" }>;

/**
 * Goes on with an answer that broke off, as another version of it, from the tool results that stand. Asked twice (two tabs), the same
 * continuation is given. Throws not_found, conflict for an answer that is being made or is whole, and what `startRun` throws.
 */
export async function continueRun(viewer: Person, runId: string): Promise<StartedRun> {
  await interruptIfStale(viewer, runId);
  const former = await getRun(viewer, runId);
  const { threadId } = former;
  const input = askInputOf(former);
  if (threadId === null || input === null || !isContinuable(former.status))
    throw new AskbookError("conflict", { message: conflictOf(former) });
  const begun = (await findRunsOfThread(viewer, threadId)).find(
    (run) => continuedBy(run) === runId && !isContinuable(run.status),
  );
  if (begun !== undefined) return { runId: begun.id, threadId };
  await requireAi(viewer);
  const stored = await store(viewer, former, threadId, input);
  void performRun(viewer, stored.runId, answerQuestion(viewer, { ...stored, continues: former }, input));
  return { runId: stored.runId, threadId };
}

async function store(viewer: Person, former: RunRow, threadId: string, { threadId: _, ...input }: AskInput) {
  const { limits } = await getOrganization(viewer);
  const storable = storableJson(input);
  return createRun(
    viewer,
    {
      kind: "ask",
      instanceId: env().ASKBOOK_INSTANCE_ID,
      input: { ...(typeof storable === "object" ? storable : {}), continuesRunId: former.id },
      threadId,
      parentRunId: former.id,
      title: "",
      mostAtOnce: limits.runsAtOncePerPerson,
    },
    firstChunks,
  );
}

function askInputOf(run: RunRow): AskInput | null {
  const input = startRunSchema.safeParse(run.input);
  return input.success && input.data.kind === "ask" ? input.data : null;
}

function conflictOf({ status, kind }: RunRow): string {
  if (status === "running") return "This answer is still being made: there is nothing to continue yet.";
  if (kind === "ask") return "This answer is whole: there is nothing to continue.";
  return "This answer was not interrupted while a model made it. Ask again instead.";
}
