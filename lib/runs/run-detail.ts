import "server-only";
import { z } from "zod";
import { getRun, type RunRow } from "#db/queries/runs";
import type { RunPart } from "#lib/contract/run-chunks";
import type { RunDetail, RunSummary } from "#lib/contract/runs";
import type { Person } from "#lib/permissions";
import { continuedBy } from "./continuation.ts";
import { foldChunks, readParts } from "./fold.ts";
import { interruptIfStale, readStoredChunks } from "./read-run-events.ts";

/** The run as a script wants it; while it goes on, what there is so far. */
export async function getRunDetail(viewer: Person, runId: string): Promise<RunDetail> {
  await interruptIfStale(viewer, runId);
  const run = await getRun(viewer, runId);
  return { ...summarizeRun(run), ...summarizeParts(await partsOf(viewer, run)) };
}

async function partsOf(viewer: Person, run: RunRow): Promise<RunPart[]> {
  if (run.parts !== null) return readParts(run.parts);
  return foldChunks(run.id, await readStoredChunks(viewer, run.id));
}

export function summarizeRun(run: RunRow): RunSummary {
  return {
    id: run.id,
    threadId: run.threadId,
    parentRunId: run.parentRunId,
    kind: run.kind,
    status: run.status,
    question: questionOf(run),
    change: inputOf(run).change ?? null,
    continuesRunId: continuedBy(run),
    createdAt: run.createdAt.toISOString(),
    error: run.error,
  };
}

export function questionOf(run: Pick<RunRow, "input">): string {
  return inputOf(run).question ?? "";
}

const inputSchema = z.object({ question: z.string().optional(), change: z.string().optional() });

function inputOf(run: Pick<RunRow, "input">): z.infer<typeof inputSchema> {
  return inputSchema.safeParse(run.input).data ?? {};
}

/** The prose of an answer: the text of its last step. */
export function proseOf(parts: readonly RunPart[]): string {
  const lastStep = parts.slice(parts.findLastIndex((part) => part.type === "step-start") + 1);
  return lastStep
    .flatMap((part) => (part.type === "text" ? [part.text] : []))
    .join("\n\n")
    .trim();
}

function summarizeParts(parts: readonly RunPart[]): Omit<RunDetail, keyof RunSummary> {
  const results = parts.flatMap((part) => (part.type === "data-result" ? [part.data] : []));
  const chart = parts.flatMap((part) => (part.type === "data-chart" ? [part.data] : [])).at(-1) ?? null;
  return {
    text: proseOf(parts),
    results: results.map(
      ({ worksheet, worksheetId: _id, view: _view, sourceId: _source, elapsedMs: _ms, ...result }) => ({
        ...result,
        name: worksheet.name,
      }),
    ),
    answerResultId: chart?.resultId ?? results.at(-1)?.resultId ?? null,
    chart,
    ...findReply(parts),
    verification: parts.flatMap((part) => (part.type === "data-verification" ? [part.data] : [])).at(-1) ?? null,
    usage: parts.flatMap((part) => (part.type === "data-usage" ? [part.data] : [])).at(-1) ?? null,
  };
}

function findReply(parts: readonly RunPart[]): Pick<RunDetail, "declined" | "askedBack"> {
  let declined: RunDetail["declined"] = null;
  let askedBack: RunDetail["askedBack"] = null;
  for (const part of parts) {
    if (part.type === "tool-decline" && part.state === "output-available") declined = part.input;
    if (part.type === "tool-ask-back" && part.state === "output-available") askedBack = part.input;
  }
  return { declined, askedBack };
}
