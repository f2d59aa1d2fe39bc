import "server-only";
import { findBranch, type RunRow } from "#db/queries/runs";
import type { Chart } from "#lib/chart/chart";
import { askTools } from "#lib/contract/ask-tools";
import type { RunPart } from "#lib/contract/run-chunks";
import type { RunData } from "#lib/contract/runs";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import { proseOf, questionOf } from "#lib/runs/run-detail";
import { isVersion } from "#lib/runs/thread-detail";
import type { WorksheetDraft } from "#lib/worksheet/draft";

/** What a version takes over from the one before it. */
export type FormerAnswer = {
  readonly result: RunData["result"] | null;
  /** The worksheet that gave the result, as it was written. */
  readonly draft: WorksheetDraft | null;
  readonly chart: Chart | null;
  readonly prose: {
    readonly text: string;
    readonly numbers: readonly RunData["number"][];
    readonly verification: RunData["verification"] | null;
    readonly isStale: boolean;
  } | null;
};

/** There was nothing before. */
export const noAnswer: FormerAnswer = { result: null, draft: null, chart: null, prose: null };

export function readFormerAnswer(run: RunRow): FormerAnswer {
  const parts = readParts(run.parts);
  const chart = parts.findLast((part) => part.type === "data-chart")?.data ?? null;
  const results = parts.flatMap((part) => (part.type === "data-result" ? [part.data] : []));
  const result = results.find(({ resultId }) => resultId === chart?.resultId) ?? results.at(-1) ?? null;
  const text = proseOf(parts);
  return {
    result,
    draft: parts.map((part) => draftOf(part, result?.resultId)).findLast((draft) => draft !== null) ?? null,
    chart: chart?.chart ?? null,
    prose:
      text === ""
        ? null
        : {
            text,
            numbers: parts.flatMap((part) => (part.type === "data-number" ? [part.data] : [])),
            verification: parts.findLast((part) => part.type === "data-verification")?.data ?? null,
            isStale: hasStaleProse(parts),
          },
  };
}

export function hasStaleProse(parts: readonly RunPart[]): boolean {
  return parts.some((part) => part.type === "data-edited" && part.data.prose === "stale");
}

/** The draft of a call that ran; of one result only, where its id is given. */
export function draftOf(part: RunPart, resultId?: string): WorksheetDraft | null {
  if (part.type !== "tool-run-worksheet" || part.state !== "output-available" || !part.output.ok) return null;
  if (resultId !== undefined && part.output.resultId !== resultId) return null;
  return askTools["run-worksheet"].input.safeParse(part.input).data?.worksheet ?? null;
}

/** What was asked in the beginning, before any version was changed by hand. */
export async function findQuestion(viewer: Person, runId: string): Promise<string> {
  const asked = await findAsked(viewer, runId);
  return asked === undefined ? "" : questionOf(asked);
}

/** The run before the question that this run is a version of. */
export async function findParentOfQuestion(viewer: Person, runId: string): Promise<string | null> {
  return (await findAsked(viewer, runId))?.parentRunId ?? null;
}

async function findAsked(viewer: Person, runId: string): Promise<RunRow | undefined> {
  return (await findBranch(viewer, runId)).find((run) => !isVersion(run));
}
