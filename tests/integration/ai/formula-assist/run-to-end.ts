import { getRun } from "#db/queries/runs";
import type { RunChunk } from "#lib/contract/run-chunks";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import { readRunEvents } from "#lib/runs/read-run-events";
import { assisted } from "./support.ts";

export async function follow(viewer: Person, runId: string, after = 0): Promise<RunChunk[]> {
  const chunks: RunChunk[] = [];
  for await (const { chunk } of readRunEvents(viewer, runId, { after, signal: AbortSignal.timeout(30_000) }))
    chunks.push(chunk);
  return chunks;
}

export async function assistedRun(viewer: Person, runId: string) {
  await follow(viewer, runId);
  const run = await getRun(viewer, runId);
  return { status: run.status, error: run.error, ...assisted(readParts(run.parts)) };
}
