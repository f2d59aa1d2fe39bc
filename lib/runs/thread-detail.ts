import "server-only";
import { findFeedback } from "#db/queries/feedback";
import { findRunsOfThread, type RunRow } from "#db/queries/runs";
import { getThread } from "#db/queries/threads";
import type { RunMessage } from "#lib/contract/runs";
import type { ThreadDetail } from "#lib/contract/threads";
import type { Person } from "#lib/permissions";
import { continuedBy } from "./continuation.ts";
import { readParts } from "./fold.ts";
import { interruptIfStale } from "./read-run-events.ts";
import { questionOf, summarizeRun } from "./run-detail.ts";

/** One branch of a thread: the one that ends with `leafRunId`, else with the newest run. */
export async function getThreadDetail(viewer: Person, threadId: string, leafRunId?: string): Promise<ThreadDetail> {
  const thread = await getThread(viewer, threadId);
  const runs = await findCurrentRuns(viewer, threadId);
  const leaf = runs.find((run) => run.id === leafRunId) ?? runs.at(-1);
  const branch = leaf === undefined ? [] : branchTo(leaf, runs);
  const opinions = await findFeedback(
    viewer,
    runs.map((run) => run.id),
  );
  return {
    id: thread.id,
    title: thread.title,
    createdAt: thread.createdAt.toISOString(),
    updatedAt: thread.updatedAt.toISOString(),
    messages: turnsOf(branch).flatMap(messagesOf),
    leafRunId: leaf?.id ?? null,
    activeRunId: branch.find((run) => run.status === "running")?.id ?? null,
    runs: runs.map(summarizeRun),
    feedback: Object.fromEntries(opinions.map(({ runId, helpful, note }) => [runId, { helpful, note }])),
  };
}

/** The thread's runs, those whose process has died marked so. */
async function findCurrentRuns(viewer: Person, threadId: string): Promise<RunRow[]> {
  const runs = await findRunsOfThread(viewer, threadId);
  const running = runs.filter((run) => run.status === "running");
  const interrupted = await Promise.all(running.map((run) => interruptIfStale(viewer, run.id)));
  return interrupted.includes(true) ? findRunsOfThread(viewer, threadId) : runs;
}

type Linked = Pick<RunRow, "id" | "parentRunId" | "kind" | "input">;

/** The runs from the first question to `leaf`. */
export function branchTo<Run extends Linked>(leaf: Run, runs: readonly Run[]): Run[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const branch: Run[] = [];
  for (let run: Run | undefined = leaf; run !== undefined; run = byId.get(run.parentRunId ?? "")) {
    branch.unshift(run);
    byId.delete(run.id);
  }
  return branch;
}

type Turn<Run> = { readonly asked: Run; readonly version: Run };

/** Each question with the version of its answer that the branch leads through: an edit takes the place of what it changed. */
export function turnsOf<Run extends Linked>(branch: readonly Run[]): Turn<Run>[] {
  const turns: Turn<Run>[] = [];
  for (const run of branch) {
    const last = isVersion(run) ? turns.pop() : undefined;
    turns.push({ asked: last?.asked ?? run, version: run });
  }
  return turns;
}

/** Stands in the place of the answer before it: changed by hand, written anew, or gone on with. */
export function isVersion(run: Pick<RunRow, "kind" | "input">): boolean {
  return run.kind === "edit" || run.kind === "explain-answer" || continuedBy(run) !== null;
}

function messagesOf({ asked, version }: Turn<RunRow>): RunMessage[] {
  const question: RunMessage = {
    id: `${asked.id}-question`,
    role: "user",
    metadata: { runId: asked.id },
    parts: [{ type: "text", text: questionOf(asked) }],
  };
  if (version.parts === null) return [question];
  return [
    question,
    { id: version.id, role: "assistant", metadata: { runId: version.id }, parts: readParts(version.parts) },
  ];
}
