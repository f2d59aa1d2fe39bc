import { randomUUID } from "node:crypto";
import { embed, generateText, streamText } from "ai";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { findCaptures } from "#db/queries/captures";
import { getAiState } from "#db/queries/provider-configuration";
import { findUsageLines } from "#db/queries/usage-report";
import { modelCall } from "#db/schema/model-call";
import { run } from "#db/schema/run";
import { changeLimits } from "#lib/ai/providers/ai-settings";
import { assertConfigurationCurrent, getModels, isAiAvailable } from "#lib/ai/providers/registry";
import { changeHosting, removeProvider } from "#lib/ai/providers/remove-provider";
import { saveProvider } from "#lib/ai/providers/save-provider";
import type { Person } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";
import { startOpenAiCompatibleServer } from "#tests/wire/openai-compatible-server";
import type { ScriptedFault } from "#tests/wire/script";
import type { WireServer, WireServerOptions } from "#tests/wire/wire-server";

useDatabase();

const key = "sk-canary-90b2";
let admin: Person;
let asker: Person;
let server: WireServer;

beforeEach(async () => {
  admin = await createPerson({ name: "Admin" });
  asker = await createPerson({
    organization: { id: admin.organizationId, name: "Acme" },
    permissions: ["useAsk"],
    name: "Asker",
  });
  await configure();
});

afterEach(() => server.close());

async function configure(options: WireServerOptions = {}): Promise<void> {
  server = await startOpenAiCompatibleServer({ apiKey: key, ...options });
  const { configuration } = await getAiState(admin);
  const outcome = await saveProvider(admin, {
    kind: "openai-compatible",
    values: { baseUrl: server.url, apiKey: key, chatModel: "chat-1", embeddingModel: "embed-1" },
    removedSecrets: [],
    version: configuration?.version ?? null,
  });
  expect(outcome.saved).toBe(true);
}

async function createRun(owner: Person): Promise<string> {
  const id = randomUUID();
  await db().insert(run).values({
    id,
    organizationId: owner.organizationId,
    userId: owner.userId,
    kind: "ask",
    instanceId: "t",
    input: {},
  });
  return id;
}

type Collected = { readonly text: string; readonly errors: readonly unknown[]; readonly finish: string | undefined };

async function collect(viewer: Person, abortSignal?: AbortSignal): Promise<Collected> {
  const { chat } = await getModels(viewer);
  const errors: unknown[] = [];
  const result = streamText({
    model: chat,
    prompt: "Hello?",
    maxRetries: 0,
    onError: ({ error }) => {
      errors.push(error);
    },
    ...(abortSignal === undefined ? {} : { abortSignal }),
  });
  let text = "";
  let finish: string | undefined;
  for await (const part of result.stream) {
    if (part.type === "text-delta") text += part.text;
    if (part.type === "finish-step") finish = part.finishReason;
  }
  return { text, errors, finish };
}

const callsOf = (viewer: Person) =>
  db().select().from(modelCall).where(eq(modelCall.userId, viewer.userId)).orderBy(modelCall.id);

describe("the organization's models", () => {
  it("stream, embed and say who they are", async () => {
    const models = await getModels(asker);
    expect(models.identity).toEqual({ provider: "openai-compatible", model: "chat-1", configurationVersion: 1 });
    server.setScript([{ text: "Sales were flat." }]);
    expect(await collect(asker)).toEqual({ text: "Sales were flat.", errors: [], finish: "stop" });
    expect(models.embedding).not.toBeNull();
    if (models.embedding !== null)
      expect((await embed({ model: models.embedding, value: "orders", maxRetries: 0 })).embedding).toHaveLength(16);
    expect(server.violations).toEqual([]);
  });

  it("are the built-in one without embeddings on a fresh install, and none when off", async () => {
    const other = await createPerson();
    expect(await isAiAvailable(other)).toBe(true);
    expect(await getModels(other)).toMatchObject({ embedding: null, identity: { provider: "built-in" } });
    await changeHosting(other, "off");
    expect(await isAiAvailable(other)).toBe(false);
    await expect(getModels(other)).rejects.toMatchObject({ code: "ai_not_configured" });
  });

  it("follow a save at the next request, and are gone at once after a removal", async () => {
    const models = await getModels(asker);
    const first = server;
    await configure();
    await generateText({ model: models.chat, prompt: "x", maxRetries: 0 });
    expect(first.requests.length).toBe(2);
    await first.close();
    await assertConfigurationCurrent(asker, models.identity);
    await removeProvider(admin);
    expect(await isAiAvailable(asker)).toBe(false);
    await expect(generateText({ model: models.chat, prompt: "x", maxRetries: 0 })).rejects.toMatchObject({
      code: "ai_not_configured",
    });
    await expect(assertConfigurationCurrent(asker, models.identity)).rejects.toMatchObject({
      code: "ai_not_configured",
    });
  });

  it("are not swapped in the middle: what built-in was allowed to see is not sent outside", async () => {
    const other = await createPerson();
    const begun = await getModels(other);
    const outcome = await saveProvider(other, {
      kind: "openai-compatible",
      values: { baseUrl: server.url, apiKey: key, chatModel: "chat-1" },
      removedSecrets: [],
      version: null,
    });
    expect(outcome.saved).toBe(true);
    const requests = server.requests.length;
    await expect(generateText({ model: begun.chat, prompt: "all rows", maxRetries: 0 })).rejects.toMatchObject({
      code: "ai_not_configured",
    });
    expect(server.requests.length).toBe(requests);
  });

  it("never use the environment's identity", async () => {
    process.env["OPENAI_API_KEY"] = "sk-server";
    process.env["OPENAI_BASE_URL"] = "http://127.0.0.1:1/v1";
    server.setScript([{ text: "ok" }]);
    expect((await collect(asker)).text).toBe("ok");
    expect(JSON.stringify(server.requests)).not.toContain("sk-server");
    delete process.env["OPENAI_API_KEY"];
    delete process.env["OPENAI_BASE_URL"];
  });

  it("are not available when the encryption key is lost, and nothing is overwritten", async () => {
    const { configuration } = await getAiState(admin);
    const { providerConfiguration } = await import("#db/schema/provider-configuration");
    const damaged = { apiKey: "v1:00000000:AAAA" };
    await db()
      .update(providerConfiguration)
      .set({ sealedSecrets: damaged, version: 7 })
      .where(eq(providerConfiguration.id, configuration?.id ?? ""));
    expect(await isAiAvailable(asker)).toBe(false);
    await expect(getModels(asker)).rejects.toMatchObject({
      code: "ai_not_configured",
      message: expect.stringMatching(/enter the AI provider's credentials again/),
    });
    expect((await getAiState(admin)).configuration?.sealedSecrets).toEqual(damaged);
  });
});

describe("faults", () => {
  const overloaded: ScriptedFault = {
    kind: "status",
    status: 503,
    body: { error: { message: "x", code: "slow_down" } },
  };
  const streamError = { error: { message: `failed ${key}`, type: "server_error", code: null, param: null } };

  it.each<[string, ScriptedFault]>([
    ["overload", overloaded],
    ["a rate limit of a moment", { kind: "status", status: 429, body: "{}", headers: { "retry-after-ms": "20" } }],
    ["an error as the first event", { kind: "error-event", afterPieces: 0, body: streamError }],
    ["a cut before the first content", { kind: "cut", afterPieces: 0 }],
  ])("before the first content are retried: %s", async (_, fault) => {
    server.setScript([{ fault, text: "never" }, { text: "Second try." }]);
    expect(await collect(asker)).toEqual({ text: "Second try.", errors: [], finish: "stop" });
    expect((await getAiState(admin)).configuration?.health).toBeNull();
  });

  it.each<[string, ScriptedFault, string]>([
    [
      "bad credentials",
      { kind: "status", status: 401, body: { error: { code: "invalid_api_key", message: key } } },
      "invalid_credentials",
    ],
    [
      "used-up quota",
      { kind: "status", status: 429, body: { error: { type: "insufficient_quota" } } },
      "quota_exhausted",
    ],
    [
      "a rate limit of an hour",
      { kind: "status", status: 429, body: "{}", headers: { "retry-after": "3600" } },
      "provider_rate_limited",
    ],
    [
      "too much context",
      { kind: "status", status: 400, body: { error: { code: "context_length_exceeded" } } },
      "context_too_long",
    ],
  ])("that repeating cannot heal are not repeated: %s", async (_, fault, code) => {
    server.setScript([{ fault }, { text: "never" }]);
    const before = server.requests.length;
    const { errors } = await collect(asker);
    expect(errors).toEqual([expect.objectContaining({ code })]);
    expect(server.requests.length - before).toBe(1);
    const { configuration } = await getAiState(admin);
    if (code === "context_too_long") expect(configuration?.health).toBeNull();
    else expect(configuration?.health).toMatchObject({ code });
    expect(await callsOf(asker)).toEqual([expect.objectContaining({ outcome: code })]);
  });

  it.each<[string, ScriptedFault]>([
    ["a cut", { kind: "cut", afterPieces: 2 }],
    ["an error event", { kind: "error-event", afterPieces: 2, body: streamError }],
  ])("after the first content keep what came and end with a classified error: %s", async (_, fault) => {
    server.setScript([{ fault, text: "Sales went up in the east." }, { text: "never" }]);
    const { text, errors, finish } = await collect(asker);
    expect(text).toBe("Sales went ");
    expect(errors).toEqual([expect.objectContaining({ name: "AskbookError", code: "provider_error" })]);
    expect(finish).toBe("error");
    expect(JSON.stringify(errors)).not.toContain(key);
    expect(await callsOf(asker)).toEqual([expect.objectContaining({ outcome: "provider_error" })]);
  });

  it("an abort stops the request on the wire", async () => {
    server.setScript([{ text: "one two three four five six seven eight", delayMs: 100 }]);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 250);
    const { text } = await collect(asker, abort.signal);
    expect(text.length).toBeLessThan(40);
    await expect.poll(() => server.aborted()).toBe(1);
    expect((await getAiState(admin)).configuration?.health).toBeNull();
    await expect.poll(() => callsOf(asker)).toEqual([expect.objectContaining({ outcome: "aborted" })]);
  });

  it("a removal ends a running answer with a sentence", async () => {
    server.setScript([{ text: "word ".repeat(100), delayMs: 60 }]);
    const running = collect(asker);
    setTimeout(() => void removeProvider(admin), 300);
    const { text, errors } = await running;
    expect(text.length).toBeGreaterThan(5);
    expect(text.length).toBeLessThan(400);
    expect(errors).toEqual([
      expect.objectContaining({ code: "ai_not_configured", message: expect.stringMatching(/removed the AI provider/) }),
    ]);
  });
});

describe("metering", () => {
  it("counts tokens and time, and shows them to admins only", async () => {
    server.setScript([{ text: "Hello there.", usage: { inputTokens: 200, outputTokens: 20 } }]);
    await collect(asker);
    expect(await callsOf(asker)).toEqual([
      expect.objectContaining({
        kind: "chat",
        provider: "openai-compatible",
        model: "chat-1",
        inputTokens: 200,
        outputTokens: 20,
        costUsd: null,
        firstTokenMs: expect.any(Number),
        outcome: "done",
      }),
    ]);
    const range = { from: "2020-01-01", to: "2100-01-01", timeZone: "UTC" };
    const usage = await findUsageLines(admin, range);
    expect(usage).toEqual([expect.objectContaining({ person: "Asker", calls: 1, inputTokens: 200, failures: 0 })]);
    await expect(findUsageLines(asker, range)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("stops at the organization's tokens, at a person's, and at requests a minute", async () => {
    const open = {
      tokensPerDay: null,
      tokensPerDayPerPerson: null,
      requestsPerMinute: null,
      runsAtOncePerPerson: null,
    };
    server.setScript([{ text: "x", usage: { inputTokens: 900, outputTokens: 100 } }]);
    await changeLimits(admin, { ...open, tokensPerDayPerPerson: 1000 });
    expect((await collect(asker)).errors).toEqual([]);
    const limited = expect.objectContaining({
      code: "rate_limited",
      message: expect.stringMatching(/for today are used up/),
    });
    expect((await collect(asker)).errors).toEqual([limited]);
    expect((await collect(admin)).errors).toEqual([]);
    await changeLimits(admin, { ...open, tokensPerDay: 1500 });
    expect((await collect(admin)).errors).toEqual([limited]);
    await changeLimits(admin, { ...open, requestsPerMinute: 1 });
    const outcomes = await Promise.all([collect(asker), collect(asker), collect(asker)]);
    expect(outcomes.flatMap(({ errors }) => errors).length).toBeGreaterThanOrEqual(2);
    expect((await getAiState(admin)).configuration?.health).toBeNull();
  });
});

describe("what was sent", () => {
  it("is kept byte for byte, without the key, for the asker and admins", async () => {
    const runId = await createRun(asker);
    const { chat } = await getModels(asker, { runId });
    const { text } = await generateText({
      model: chat,
      instructions: "Be brief.",
      prompt: `Ünïcode "quoted" \n?`,
      maxRetries: 0,
    });
    expect(text).toBe("Hello from the scripted model.");
    const captures = await findCaptures(asker, runId);
    expect(captures).toEqual([
      expect.objectContaining({
        url: `${server.url}/chat/completions`,
        body: server.requests.at(-1)?.body,
        model: "chat-1",
        inputTokens: 120,
        outputTokens: 30,
      }),
    ]);
    expect(JSON.stringify(captures)).not.toContain(key);
    expect(await findCaptures(admin, runId)).toEqual(captures);
    const colleague = await createPerson({
      organization: { id: admin.organizationId, name: "Acme" },
      permissions: ["build"],
    });
    await expect(findCaptures(colleague, runId)).rejects.toMatchObject({ code: "not_found" });
    await expect(findCaptures(await createPerson(), runId)).rejects.toMatchObject({ code: "not_found" });
  });

  it("hides a key that somebody put into a question", async () => {
    const runId = await createRun(asker);
    const { chat } = await getModels(asker, { runId });
    await generateText({ model: chat, prompt: `Is ${key} a good key?`, maxRetries: 0 });
    const [capture] = await findCaptures(asker, runId);
    expect(capture?.body).toContain("Is [key] a good key?");
  });
});
