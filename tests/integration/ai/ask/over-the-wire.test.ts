import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeProvider } from "#lib/ai/providers/remove-provider";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { startRun } from "#lib/ai/start-run";
import type { RunChunk } from "#lib/contract/run-chunks";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Person } from "#lib/permissions";
import { readRunEvents } from "#lib/runs/read-run-events";
import { getRunDetail } from "#lib/runs/run-detail";
import { stopRun } from "#lib/runs/stop-run";
import { createPerson, useDatabase } from "#tests/support/database";
import { startOpenAiCompatibleServer } from "#tests/wire/openai-compatible-server";
import type { Script, ScriptedTurn } from "#tests/wire/script";
import type { WireServer } from "#tests/wire/wire-server";
import { amountBy, createSales } from "./support.ts";

useDatabase();

let viewer: Person;
let server: WireServer;

beforeAll(async () => {
  viewer = await createPerson();
  await createSales(viewer);
  server = await startOpenAiCompatibleServer();
  await configure();
});

afterAll(async () => {
  await server.close();
  stopEngines();
});

async function configure(): Promise<void> {
  const values = { baseUrl: server.url, chatModel: "test-model", embeddingModel: "", apiKey: "sk-canary-0123456789" };
  const outcome = await saveProvider(viewer, { kind: "openai-compatible", values, version: null, removedSecrets: [] });
  expect(outcome).toMatchObject({ saved: true });
}

const worksheet: ScriptedTurn = { toolCalls: [{ name: "run-worksheet", input: { worksheet: amountBy("Region") } }] };
const prose = "East leads with {{r1:1.total}}, and West follows with {{r1:2.total}} in all.";

async function start(script: Script, question = "Sales by region?"): Promise<string> {
  server.setScript(script);
  return (await startRun(viewer, { kind: "ask", question })).runId;
}

async function follow(runId: string, after = 0): Promise<RunChunk[]> {
  const chunks: RunChunk[] = [];
  for await (const { chunk } of readRunEvents(viewer, runId, { after, signal: AbortSignal.timeout(20_000) }))
    chunks.push(chunk);
  return chunks;
}

function sayingOf(chunks: readonly RunChunk[]): string {
  return chunks.flatMap((chunk) => (chunk.type === "text-delta" ? [chunk.delta] : [])).join("");
}

test("an answer streams through tools, and the first event is there before the model has said anything", async () => {
  let speak = (): void => undefined;
  const mayStart = new Promise<void>((resolve) => {
    speak = resolve;
  });
  const runId = await start(async ({ index }) => {
    await mayStart;
    return index === 0 ? { ...worksheet, delayMs: 20 } : { text: prose, delayMs: 20 };
  });
  for await (const { chunk } of readRunEvents(viewer, runId, { after: 0, signal: AbortSignal.timeout(5_000) })) {
    expect(chunk.type).toBe("start");
    break;
  }
  speak();
  const text = sayingOf(await follow(runId));
  expect(text).toBe("East leads with [$2,600.50](#number-n1), and West follows with [$1,850.25](#number-n2) in all.");
  expect(server.violations).toEqual([]);
  expect(await getRunDetail(viewer, runId)).toMatchObject({ status: "done", usage: { model: "test-model" } });
  const sent = server.requests.filter(({ path }) => path.endsWith("/chat/completions")).at(-1)?.body ?? "";
  expect(sent).not.toContain("askbook");
});

test("a reload in mid-answer goes on, and tells the same from the beginning", async () => {
  const runId = await start([worksheet, { text: prose, delayMs: 60 }]);
  const before: RunChunk[] = [];
  let last = 0;
  for await (const { seq, chunk } of readRunEvents(viewer, runId, { after: 0, signal: AbortSignal.timeout(20_000) })) {
    before.push(chunk);
    last = seq;
    if (chunk.type === "text-delta") break;
  }
  const [rest, whole] = await Promise.all([follow(runId, last), follow(runId)]);
  expect([...before, ...rest]).toEqual(whole);
});

test("stop gives the model call up and keeps what was said", async () => {
  const aborted = server.aborted();
  const runId = await start([worksheet, { text: prose, delayMs: 200 }]);
  await untilChunk(runId, "text-delta");
  await stopRun(viewer, runId);
  const chunks = await follow(runId);
  expect(chunks.at(-1)?.type).toBe("abort");
  expect(await getRunDetail(viewer, runId)).toMatchObject({ status: "stopped", results: [{ rowCount: 4 }] });
  await expect.poll(() => server.aborted()).toBe(aborted + 1);
});

test("a cut connection keeps the partial answer with a clear error and no secret", async () => {
  const runId = await start([worksheet, { text: prose, fault: { kind: "cut", afterPieces: 4 } }]);
  const chunks = await follow(runId);
  const detail = await getRunDetail(viewer, runId);
  expect(detail).toMatchObject({ status: "failed", results: [{ rowCount: 4 }] });
  expect(detail.text).toContain("East leads");
  expect(detail.error?.message).toMatch(/cut|connection|ended/i);
  expect(JSON.stringify([chunks, detail])).not.toContain("canary");
});

test("a provider's refusal becomes a sentence", async () => {
  const body = { error: { message: "Incorrect API key provided: sk-canary-0123456789.", code: "invalid_api_key" } };
  const runId = await start([{ fault: { kind: "status", status: 401, body } }]);
  await follow(runId);
  const detail = await getRunDetail(viewer, runId);
  expect(detail).toMatchObject({ status: "failed", error: { code: "invalid_credentials" } });
  expect(JSON.stringify(detail)).not.toContain("canary");
});

test("a configuration removed in mid-run ends it with a sentence, and nothing starts afterwards", async () => {
  const runId = await start([worksheet, { ...worksheet, delayMs: 50 }, { text: prose, delayMs: 400 }]);
  await untilChunk(runId, "data-result");
  await removeProvider(viewer);
  await follow(runId);
  const detail = await getRunDetail(viewer, runId);
  expect(detail).toMatchObject({ status: "failed", error: { code: "ai_not_configured" } });
  expect(detail.results.length).toBeGreaterThan(0);
  await expect(startRun(viewer, { kind: "ask", question: "More?" })).rejects.toMatchObject({
    code: "ai_not_configured",
  });
  await configure();
});

async function untilChunk(runId: string, type: RunChunk["type"]): Promise<void> {
  for await (const { chunk } of readRunEvents(viewer, runId, { after: 0, signal: AbortSignal.timeout(20_000) }))
    if (chunk.type === type) return;
  await pause(0);
  throw new Error(`The run ended without ${type}.`);
}
