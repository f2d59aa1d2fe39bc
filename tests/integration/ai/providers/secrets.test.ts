import { randomBytes, randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { embed, generateText, streamText } from "ai";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "#db/client";
import { findCaptures } from "#db/queries/captures";
import { run } from "#db/schema/run";
import { getAiSettings } from "#lib/ai/providers/ai-settings";
import { reportLostKeys } from "#lib/ai/providers/check-encryption";
import type { EmbeddingModelV4, LanguageModelV4 } from "#lib/ai/providers/model-types";
import { getModels, isAiAvailable } from "#lib/ai/providers/registry";
import { removeProvider } from "#lib/ai/providers/remove-provider";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { testProvider } from "#lib/ai/providers/test-provider";
import { startRun } from "#lib/ai/start-run";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Person } from "#lib/permissions";
import { readRunEvents } from "#lib/runs/read-run-events";
import { getRunDetail } from "#lib/runs/run-detail";
import { createPerson, useDatabase } from "#tests/support/database";
import { dumpDatabase } from "#tests/support/database-dump";
import { type AnyProvider, compatible, externalProviders } from "#tests/wire/external-providers";
import type { ScriptedFault } from "#tests/wire/script";
import type { WireServer } from "#tests/wire/wire-server";
import { createSales } from "../ask/support.ts";

useDatabase();

const key = `sk-canary-${randomBytes(6).toString("hex")}`;
const wrongKey = `sk-wrong-${randomBytes(6).toString("hex")}`;
let admin: Person;
let server: WireServer;
let provider: AnyProvider;
let printed = "";

beforeAll(() => {
  process.env["ASKBOOK_LOG_LEVEL"] = "debug";
  globalThis.askbookLog = pino(
    { level: "debug" },
    new Writable({
      write(chunk, _, done) {
        printed += String(chunk);
        done();
      },
    }),
  );
});

beforeEach(async () => {
  printed = "";
  for (const method of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      printed += values.map((value) => (value instanceof Error ? `${value.stack}` : JSON.stringify(value))).join(" ");
    });
  admin = await createPerson();
  await createSales(admin);
  provider = compatible;
  server = await provider.start({ apiKey: key });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

afterAll(stopEngines);

const save = (apiKey: string, version: number | null = null) =>
  saveProvider(admin, {
    kind: provider.kind,
    values: provider.values(server, apiKey),
    removedSecrets: [],
    version,
  });

const versionNow = async () => (await getAiSettings(admin)).provider?.version ?? null;

/** Everything of an error that could be shown or logged, causes included. */
function textOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? "";
  const own = JSON.stringify(error, Object.getOwnPropertyNames(error));
  return `${own} ${error.stack} ${depth < 5 ? textOf(error.cause, depth + 1) : ""}`;
}

async function ask(): Promise<string> {
  const runId = randomUUID();
  const { organizationId, userId } = admin;
  await db().insert(run).values({ id: runId, organizationId, userId, kind: "ask", instanceId: "t", input: {} });
  const { chat, embedding } = await getModels(admin, { runId });
  const seen = await Promise.all([streamed(chat), whole(chat), answer()]);
  return seen.join("") + (embedding === null ? "" : await refusedEmbedding(embedding));
}

async function streamed(model: LanguageModelV4): Promise<string> {
  let seen = "";
  const stream = streamText({
    model,
    prompt: `Is ${key} mine?`,
    maxRetries: 0,
    onError: ({ error }) => {
      seen += textOf(error);
    },
  });
  for await (const part of stream.stream) if (part.type === "error") seen += textOf(part.error);
  return seen;
}

function whole(model: LanguageModelV4): Promise<string> {
  return generateText({ model, prompt: "x", maxRetries: 0 }).then(({ text }) => text, textOf);
}

/** The server echoes the key that it does not know any more. */
async function refusedEmbedding(model: EmbeddingModelV4): Promise<string> {
  server.setApiKey("rotated");
  const seen = await embed({ model, value: "orders", maxRetries: 0 }).then(() => "", textOf);
  server.setApiKey(key);
  expect(seen).toContain("AskbookError");
  return seen;
}

/** A whole answer, as a page gets it, and as it is read again later. */
async function answer(): Promise<string> {
  const { runId } = await startRun(admin, { kind: "ask", question: "Who leads?" });
  const chunks: unknown[] = [];
  for await (const event of readRunEvents(admin, runId, { after: 0, signal: AbortSignal.timeout(30_000) }))
    chunks.push(event);
  const captures = await findCaptures(admin, runId);
  return JSON.stringify([chunks, await getRunDetail(admin, runId), captures]);
}

const echo = {
  message: `Incorrect API key provided: ${key}`,
  type: key,
  code: key,
  param: key,
  innererror: { code: key },
};
const faults: readonly ScriptedFault[] = [
  { kind: "status", status: 400, body: { error: echo } },
  { kind: "status", status: 401, body: { error: echo } },
  { kind: "status", status: 403, body: { error: echo } },
  { kind: "status", status: 404, body: `<html>${key}</html>` },
  { kind: "status", status: 422, body: { error: echo } },
  { kind: "status", status: 429, body: { error: echo }, headers: { "retry-after": "9999", "x-echo": key } },
  { kind: "status", status: 500, body: { error: { ...echo, code: "context_length_exceeded" } } },
  { kind: "status", status: 200, body: key },
  { kind: "redirect", location: `https://elsewhere.test/${key}` },
  { kind: "error-event", afterPieces: 0, body: { error: { ...echo, code: "insufficient_quota" } } },
  { kind: "error-event", afterPieces: 1, body: { error: echo } },
  { kind: "cut", afterPieces: 1 },
];

describe("a key appears nowhere", () => {
  it.each([compatible, ...externalProviders])(
    "whatever fails: not in answers, errors, logs, the database or the audit log ($name)",
    async (used) => {
      await server.close();
      provider = used;
      server = await provider.start({ apiKey: key });
      let shown = JSON.stringify(await save(wrongKey));
      shown += JSON.stringify(await save(key));
      for (const fault of faults) {
        server.setScript([{ fault, text: "some words" }]);
        shown += await ask();
        shown += JSON.stringify(await testProvider(admin, "Be helpful."));
        const settings = await getAiSettings(admin);
        shown += JSON.stringify(settings);
        shown += JSON.stringify(await save(key, settings.provider?.version ?? null));
      }
      shown += JSON.stringify(await save("", await versionNow()));
      await server.close();
      shown += JSON.stringify(await save(wrongKey, await versionNow()));
      const dump = await dumpDatabase();
      await removeProvider(admin);
      const dumpAfter = await dumpDatabase();
      expect(server.requests.length).toBeGreaterThan(40);
      expect(dump).toContain("Is [key] mine?");
      for (const table of ["run_event", "request_capture", "audit_entry", "model_call", "provider_configuration"])
        expect(dump).toContain(`${table} {`);
      for (const secret of [key, wrongKey, key.slice(3), wrongKey.slice(3)]) {
        expect(shown).not.toContain(secret);
        expect(printed).not.toContain(secret);
        expect(dump).not.toContain(secret);
        expect(dumpAfter).not.toContain(secret);
      }
    },
    120_000,
  );
});

describe("a lost encryption key", () => {
  it("is said at start, makes AI unavailable, crashes nothing, and heals by entering the credentials again", async () => {
    await save(key);
    expect(await reportLostKeys()).not.toContain(admin.organizationId);
    const { env } = await import("#lib/env");
    const ring = env().ASKBOOK_ENCRYPTION_KEYS;
    // The environment is read once a process: this server now holds another key.
    Object.assign(env(), { ASKBOOK_ENCRYPTION_KEYS: randomBytes(32).toString("base64url") });
    try {
      expect(await reportLostKeys()).toContain(admin.organizationId);
      expect(printed).toMatch(/cannot be read/);
      expect((await getAiSettings(admin)).provider?.state).toEqual({ name: "credentials-lost" });
      expect(await isAiAvailable(admin)).toBe(false);
      await expect(testProvider(admin, "x")).rejects.toMatchObject({ code: "encryption_key_missing" });
      expect(await save("", 1)).toMatchObject({
        saved: false,
        failures: [{ field: "apiKey", message: expect.stringMatching(/encryption key changed/) }],
      });
      expect(await save(key, 1)).toMatchObject({ saved: true });
      expect((await getAiSettings(admin)).provider?.state).toEqual({ name: "healthy" });
      expect(await reportLostKeys()).not.toContain(admin.organizationId);
    } finally {
      Object.assign(env(), { ASKBOOK_ENCRYPTION_KEYS: ring });
    }
  });
});
