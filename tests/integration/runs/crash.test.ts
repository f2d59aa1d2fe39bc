import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { db } from "#db/client";
import { result, run } from "#db/schema/run";
import { continueRun } from "#lib/ai/continue-run";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { type RunChunk, runChunkSchema } from "#lib/contract/run-chunks";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Person } from "#lib/permissions";
import { type RunEvent, readRunEvents } from "#lib/runs/read-run-events";
import { getRunDetail } from "#lib/runs/run-detail";
import { getThreadDetail } from "#lib/runs/thread-detail";
import { createPerson, useDatabase } from "#tests/support/database";
import { startOpenAiCompatibleServer } from "#tests/wire/openai-compatible-server";
import type { Asked } from "#tests/wire/script";
import type { WireServer } from "#tests/wire/wire-server";
import { amountBy, createSales } from "../ai/ask/support.ts";

useDatabase();

/** 20 by ASKBOOK_CRASH_ROUNDS, when it matters. */
const rounds = Number(process.env["ASKBOOK_CRASH_ROUNDS"] ?? 2);
const words = Array.from({ length: 400 }, (_, index) => `word${"abcdefghij"[index % 10]} `).join("");
const end = "East leads with {{r1:1.total}}.";

let viewer: Person;
let provider: WireServer;
/** Whether the model says its last sentence only, as it does to one who asks to go on. */
let isBrief = false;

beforeAll(async () => {
  viewer = await createPerson();
  await createSales(viewer);
  provider = await startOpenAiCompatibleServer({ script });
  const values = { baseUrl: provider.url, chatModel: "test", embeddingModel: "", apiKey: "sk-canary-0123456789" };
  const saved = await saveProvider(viewer, { kind: "openai-compatible", values, version: null, removedSecrets: [] });
  expect(saved).toMatchObject({ saved: true });
});

afterAll(async () => {
  await provider.close();
  stopEngines();
});

function script({ messages }: Asked) {
  const called = messages.slice(messages.findLastIndex(({ role }) => role === "user")).flatMap(callsOf).length;
  if (called === 0) return { toolCalls: [{ name: "find-sources", input: { query: "sales" } }], delayMs: 5 };
  if (called === 1) return { toolCalls: [{ name: "describe-source", input: { source: "Sales" } }], delayMs: 5 };
  if (called === 2)
    return { toolCalls: [{ name: "run-worksheet", input: { worksheet: amountBy("Region") } }], delayMs: 5 };
  return { text: isBrief ? end : `${words}${end}`, delayMs: 20 };
}

function callsOf({ tool_calls }: Asked["messages"][number]) {
  return tool_calls ?? [];
}

const eventSchema = z.object({ seq: z.number(), chunk: runChunkSchema });
const answering = fileURLToPath(new URL("../../support/answering.ts", import.meta.url));

type Killed = { readonly runId: string; readonly seen: readonly RunEvent[] };

/** Starts an answer in a process of its own and kills that after so many events were told. */
async function answerUntilKilled(atEvent: number): Promise<Killed> {
  const person = JSON.stringify({ ...viewer, permissions: [...viewer.permissions] });
  const args = ["--conditions=react-server", answering, person, "Sales by region?"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  let runId = "";
  const seen: RunEvent[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (runId === "") runId = z.object({ runId: z.uuid() }).parse(JSON.parse(line)).runId;
    else seen.push(eventSchema.parse(JSON.parse(line)));
    if (seen.length >= atEvent) break;
  }
  child.kill("SIGKILL");
  await closed;
  expect(child.signalCode).toBe("SIGKILL");
  return { runId, seen };
}

/** As if 15 seconds had gone by since the process died. */
async function letTimePass(runId: string): Promise<void> {
  await db().update(run).set({ heartbeatAt: sql`now() - interval '16 seconds'` }).where(eq(run.id, runId));
}

async function readAll(runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of readRunEvents(viewer, runId, { after: 0, signal: AbortSignal.timeout(20_000) }))
    events.push(event);
  return events;
}

const textOf = (chunks: readonly RunChunk[]): string =>
  chunks.flatMap((chunk) => (chunk.type === "text-delta" ? [chunk.delta] : [])).join("");

const countResults = async (): Promise<number> => (await db().select({ id: result.id }).from(result)).length;

test(`SIGKILL in mid-answer loses nothing that was told, ${rounds} times, and each answer goes on`, {
  timeout: 30_000 * rounds,
}, async () => {
  const outcomes: { told: number; lost: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    isBrief = false;
    // At another place each time: in the first words of the stream, at the calls, far into the prose.
    const { runId, seen } = await answerUntilKilled([30, 4, 40, 16, 22][round % 5] ?? 20);
    await letTimePass(runId);
    const stored = await readAll(runId);
    const kept = new Map(stored.map(({ seq, chunk }) => [seq, chunk]));
    outcomes.push({
      told: seen.length,
      lost: seen.filter(({ seq, chunk }) => !isDeepStrictEqual(kept.get(seq), chunk)).length,
    });
    const broken = await getRunDetail(viewer, runId);
    expect(broken).toMatchObject({ status: "interrupted", error: { code: "interrupted" } });
    expect(textOf(stored.map(({ chunk }) => chunk)).startsWith(textOf(seen.map(({ chunk }) => chunk)))).toBe(true);

    isBrief = true;
    const before = await countResults();
    const asked = provider.requests.length;
    const [one, other] = [await continueRun(viewer, runId), await continueRun(viewer, runId)];
    expect(other.runId).toBe(one.runId);
    await readAll(one.runId);
    const whole = await getRunDetail(viewer, one.runId);
    expect(whole).toMatchObject({ status: "done", parentRunId: runId, results: [{ rowCount: 4 }] });
    expect(whole.text).toMatch(/^East leads with \[\$2,600\.50\]\(#number-/);
    // What stood was read back, not run again; and the model was not asked again for what it had done.
    const stood = broken.results.length;
    expect(await countResults()).toBe(before + 1 - stood);
    if (stood > 0) expect(provider.requests.length).toBe(asked + 1);
    if (whole.threadId === null) throw new Error("An answer without a thread.");
    const { messages } = await getThreadDetail(viewer, whole.threadId);
    expect(messages.map(({ role, id }) => [role, id])).toEqual([
      ["user", `${runId}-question`],
      ["assistant", one.runId],
    ]);
  }
  expect(provider.violations).toEqual([]);
  const told = outcomes.reduce((sum, outcome) => sum + outcome.told, 0);
  const lost = outcomes.reduce((sum, outcome) => sum + outcome.lost, 0);
  console.info(`${rounds} rounds of SIGKILL: ${told} events told, ${lost} lost`);
  expect({ lost }).toEqual({ lost: 0 });
});
