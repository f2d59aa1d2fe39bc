import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { getAiState } from "#db/queries/provider-configuration";
import { removeProvider } from "#lib/ai/providers/remove-provider";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { testProvider } from "#lib/ai/providers/test-provider";
import { startRun } from "#lib/ai/start-run";
import type { RunChunk } from "#lib/contract/run-chunks";
import { stopEngines } from "#lib/data/duckdb/engines";
import { env } from "#lib/env";
import type { Person } from "#lib/permissions";
import { readRunEvents } from "#lib/runs/read-run-events";
import { stopRun } from "#lib/runs/stop-run";
import { createPerson, useDatabase } from "#tests/support/database";
import { type AnyProvider, allProviders } from "#tests/wire/external-providers";
import type { Script } from "#tests/wire/script";
import type { WireServer } from "#tests/wire/wire-server";
import { createSales } from "../ask/support.ts";
import { assistedRun, follow } from "./run-to-end.ts";
import { targetOf } from "./support.ts";

useDatabase();

const key = "canary-7f31aa-key";
let viewer: Person;
let sourceId: string;
let server: WireServer | null = null;

beforeAll(async () => {
  viewer = await createPerson();
  sourceId = await createSales(viewer);
});

afterEach(async () => {
  await server?.close();
  server = null;
  if ((await getAiState(viewer)).configuration !== null) await removeProvider(viewer);
});

afterAll(stopEngines);

async function configure(provider: AnyProvider): Promise<WireServer> {
  const started = await provider.start({ apiKey: key, models: ["chat-1", "embed-1"] });
  server = started;
  const values = provider.values(started, key);
  const outcome = await saveProvider(viewer, { kind: provider.kind, values, version: null, removedSecrets: [] });
  expect(outcome).toMatchObject({ saved: true });
  if (provider.trust !== undefined) {
    provider.trust(started, outcome);
    expect(await testProvider(viewer, "Be brief.")).toMatchObject({ ok: true });
  }
  return started;
}

const answer = (formula: string, name = "New") =>
  JSON.stringify({ candidates: [{ name, formula, level: "by Region" }], declined: null });

async function write(wire: WireServer, script: Script): Promise<string> {
  wire.setScript(script);
  const input = { kind: "write-formula" as const, target: targetOf(sourceId), description: "average amount" };
  return (await startRun(viewer, input)).runId;
}

describe.each(allProviders)("$name", (provider) => {
  test("is asked for structured answers that its protocol allows, and hears what did not pass", async () => {
    const wire = await configure(provider);
    const runId = await write(wire, ({ messages }) => ({
      text: JSON.stringify(messages).includes("notPassed") ? answer("Avg([Amount])") : answer("AVERAGE([Amnt])"),
    }));
    const { candidates, verdict, status } = await assistedRun(viewer, runId);
    expect({ status, verdict: verdict?.verdict }).toEqual({ status: "done", verdict: "written" });
    expect(candidates.map(({ formula }) => formula)).toEqual(["Avg([Amount])"]);
    expect(wire.violations).toEqual([]);
    const sent = wire.requests.map(({ body }) => body).join("\n");
    expect(sent).not.toMatch(/askbook|secret-East/);
  });
});

const [openAi] = allProviders;

async function startedWith(script: Script): Promise<{ readonly wire: WireServer; readonly runId: string }> {
  if (openAi === undefined) throw new Error("There is no provider to test with.");
  const wire = await configure(openAi);
  return { wire, runId: await write(wire, script) };
}

test("a formula is shown before the model has said all, and stop ends the rest", async () => {
  const first = '{"candidates":[{"name":"Average","formula":"Avg([Amount])","level":"by Region"},';
  const rest = Array.from({ length: 200 }, (_one, index) => `{"name": "n${index}",`).join(" ");
  const { wire, runId } = await startedWith([{ text: `${first} ${rest}`, delayMs: 100 }]);
  const seen: RunChunk[] = [];
  for await (const { chunk } of readRunEvents(viewer, runId, { after: 0, signal: AbortSignal.timeout(30_000) })) {
    seen.push(chunk);
    if (chunk.type === "data-formula-candidate") await stopRun(viewer, runId);
  }
  expect(seen.at(-1)?.type).toBe("abort");
  const { candidates, status, verdict } = await assistedRun(viewer, runId);
  expect({ status, verdict, names: candidates.map(({ name }) => name) }).toEqual({
    status: "stopped",
    verdict: null,
    names: ["Average"],
  });
  await expect.poll(() => wire.aborted()).toBeGreaterThan(0);
});

test("events are read again from where they were lost, and the same is told from the beginning", async () => {
  const { runId } = await startedWith([{ text: answer("Avg([Amount])"), delayMs: 40 }]);
  const before: RunChunk[] = [];
  let last = 0;
  for await (const { seq, chunk } of readRunEvents(viewer, runId, { after: 0, signal: AbortSignal.timeout(30_000) })) {
    before.push(chunk);
    last = seq;
    if (chunk.type === "data-formula-progress") break;
  }
  const [rest, whole] = await Promise.all([follow(viewer, runId, last), follow(viewer, runId)]);
  expect([...before, ...rest]).toEqual(whole);
});

test("a stream that is cut fails with a sentence; what had passed stays, nothing else is shown", async () => {
  const text = `{"candidates":[{"name":"Average","formula":"Avg([Amount])","level":"by Region"}, {"name": "Half", "formula": "[Secret`;
  const { runId } = await startedWith([{ text, fault: { kind: "cut", afterPieces: 4 } }]);
  const { candidates, status, error } = await assistedRun(viewer, runId);
  expect(status).toBe("failed");
  expect(error?.message).toMatch(/connection|cut|ended|reached/i);
  expect(candidates.map(({ name }) => name).filter((name) => name !== "Average")).toEqual([]);
});

test("silence in the middle of the JSON is given up with a sentence, and the same request again has its formula", async () => {
  const usual = env().ASKBOOK_MODEL_SILENCE_SECONDS;
  Object.assign(env(), { ASKBOOK_MODEL_SILENCE_SECONDS: 0.75 });
  try {
    const text = `{"candidates":[{"name":"Average","formula":"Avg([Amount])","level":"by Region"}, {"name": "Half", "formula": "[Am`;
    const { wire, runId } = await startedWith([{ text, fault: { kind: "silence", afterPieces: 4 } }]);
    const silent = await assistedRun(viewer, runId);
    expect(silent).toMatchObject({ status: "failed", error: { code: "provider_timeout" } });
    expect(silent.error?.message).toContain("silent");
    expect(silent.candidates.map(({ name }) => name)).not.toContain("Half");
    Object.assign(env(), { ASKBOOK_MODEL_SILENCE_SECONDS: usual });
    const again = await assistedRun(viewer, await write(wire, [{ text: answer("Avg([Amount])") }]));
    expect(again).toMatchObject({ status: "done", candidates: [{ formula: "Avg([Amount])" }] });
  } finally {
    Object.assign(env(), { ASKBOOK_MODEL_SILENCE_SECONDS: usual });
  }
});

test("a refusal of the provider becomes a sentence; correcting goes on without it", async () => {
  const body = { error: { message: `Incorrect API key provided: ${key}.`, code: "invalid_api_key" } };
  const { runId } = await startedWith([{ fault: { kind: "status", status: 401, body } }]);
  const failed = await assistedRun(viewer, runId);
  expect(failed).toMatchObject({ status: "failed", error: { code: "invalid_credentials" } });
  expect(JSON.stringify(failed)).not.toContain(key);
  const formula = 'IIF([Amount] > 1000, "big", "small")';
  const corrected = await startRun(viewer, {
    kind: "correct-formula",
    target: targetOf(sourceId),
    formula,
    complaint: null,
  });
  const { candidates, verdict } = await assistedRun(viewer, corrected.runId);
  expect(candidates).toMatchObject([{ origin: "checker", formula: 'If([Amount] > 1000, "big", "small")' }]);
  expect(verdict).toMatchObject({ verdict: "repaired" });
});
