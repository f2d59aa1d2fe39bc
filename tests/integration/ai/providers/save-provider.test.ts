import { eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { findAuditEntries } from "#db/queries/audit";
import { getAiState } from "#db/queries/provider-configuration";
import { providerConfiguration } from "#db/schema/provider-configuration";
import { changeHosting, removeProvider } from "#lib/ai/providers/remove-provider";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { openSecrets } from "#lib/ai/providers/stored-provider";
import { testProvider } from "#lib/ai/providers/test-provider";
import type { SaveProviderOutcome } from "#lib/contract/ai-settings";
import type { Person } from "#lib/permissions";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";
import { startOpenAiCompatibleServer } from "#tests/wire/openai-compatible-server";
import type { WireServer, WireServerOptions } from "#tests/wire/wire-server";

useDatabase();

const key = "sk-canary-4c1d9e";
const servers: WireServer[] = [];
let admin: Person;

beforeAll(async () => {
  admin = await createPerson();
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await removeProvider(admin);
});

async function start(options: WireServerOptions = {}): Promise<WireServer> {
  const server = await startOpenAiCompatibleServer({ apiKey: key, models: ["chat-1", "embed-1"], ...options });
  servers.push(server);
  return server;
}

const fieldsFor = (server: WireServer) => ({
  baseUrl: server.url,
  apiKey: key,
  chatModel: "chat-1",
  embeddingModel: "embed-1",
});

function save(
  viewer: Person,
  values: Record<string, string>,
  version: number | null = null,
  removedSecrets: string[] = [],
) {
  return saveProvider(viewer, { kind: "openai-compatible", values, version, removedSecrets });
}

function failuresOf(outcome: SaveProviderOutcome) {
  return outcome.saved ? [] : outcome.failures;
}

describe("saving a provider", () => {
  it("authenticates by a real generation and a real embedding, then stores sealed and serves", async () => {
    const server = await start();
    expect(await save(admin, { ...fieldsFor(server), chatModel: " chat-1 " })).toMatchObject({ saved: true });
    expect(server.violations).toEqual([]);
    expect(server.requests.map((request) => request.path).sort()).toEqual(["/v1/chat/completions", "/v1/embeddings"]);
    expect(server.requests.every((request) => request.headers["authorization"] === `Bearer ${key}`)).toBe(true);
    const state = await getAiState(admin);
    expect(state).toMatchObject({ hosting: "external", configuration: { version: 1, savedByName: admin.name } });
    expect(state.configuration?.settings).toEqual({
      baseUrl: server.url,
      chatModel: "chat-1",
      embeddingModel: "embed-1",
    });
    expect(JSON.stringify(state)).not.toContain(key);
    expect(state.configuration === null ? {} : openSecrets(state.configuration)).toEqual({ apiKey: key });
  });

  it("needs no embeddings model", async () => {
    const server = await start();
    expect(await save(admin, { ...fieldsFor(server), embeddingModel: "" })).toMatchObject({ saved: true });
    expect(server.requests.map((request) => request.path)).toEqual(["/v1/chat/completions"]);
  });

  it("needs no key when the server wants none", async () => {
    const server = await startOpenAiCompatibleServer();
    servers.push(server);
    expect(await save(admin, { baseUrl: server.url, apiKey: "", chatModel: "any" })).toMatchObject({ saved: true });
    expect(server.requests[0]?.headers["authorization"]).toBeUndefined();
  });

  it("takes a whole request address", async () => {
    const server = await start();
    const baseUrl = ` ${server.url}/chat/completions/ `;
    expect(await save(admin, { ...fieldsFor(server), baseUrl })).toMatchObject({ saved: true });
    expect((await getAiState(admin)).configuration?.settings).toMatchObject({ baseUrl: server.url });
  });
});

describe("a save that fails stores nothing and says which field", () => {
  const cases: readonly [string, WireServerOptions, Record<string, string>, string | null, RegExp][] = [
    ["bad key", {}, { apiKey: "sk-wrong" }, "apiKey", /refused this key/],
    ["no key", {}, { apiKey: "" }, "apiKey", /asks for a key/],
    ["unknown model", {}, { chatModel: "chat-2" }, "chatModel", /no language model "chat-2"/],
    ["unknown embeddings model", {}, { embeddingModel: "embed-2" }, "embeddingModel", /no embeddings model "embed-2"/],
    ["blank address", {}, { baseUrl: "  " }, "baseUrl", /Enter the Base URL/],
    ["blank model", {}, { chatModel: "" }, "chatModel", /Enter the Language model/],
    ["no address", {}, { baseUrl: "localhost" }, "baseUrl", /not a web address/],
    ["metadata address", {}, { baseUrl: "http://169.254.169.254/v1" }, "baseUrl", /not an address that models/],
    ["nobody there", {}, { baseUrl: "http://127.0.0.1:47/v1" }, "baseUrl", /Nothing answers/],
    ["a port that is never called", {}, { baseUrl: "http://127.0.0.1:9/v1" }, "baseUrl", /cannot be called/],
    ["wrong path", {}, { baseUrl: "wrong-path" }, "baseUrl", /has no model at this path/],
    [
      "firewall",
      {
        script: [
          {
            fault: {
              kind: "status",
              status: 403,
              body: { error: { code: "403", message: "Access denied due to Virtual Network/Firewall rules." } },
            },
          },
        ],
      },
      {},
      "baseUrl",
      /this server's network/,
    ],
    [
      "quota",
      {
        script: [
          {
            fault: {
              kind: "status",
              status: 429,
              body: { error: { message: "x", type: "insufficient_quota", code: null } },
            },
          },
        ],
      },
      {},
      "apiKey",
      /quota or credit/,
    ],
    [
      "redirect",
      { script: [{ fault: { kind: "redirect", location: "http://127.0.0.1:1/v1" } }] },
      {},
      "baseUrl",
      /redirect, which is not followed/,
    ],
    ["failing embeddings", { embeddingFaults: [{ kind: "status", status: 500, body: "broken" }] }, {}, null, /failed/],
    [
      "cut in the middle",
      { script: [{ fault: { kind: "status", status: 200, body: '{"half' } }] },
      {},
      null,
      /broke off/,
    ],
  ];

  it.each(cases)("%s", async (_, options, values, field, message) => {
    const server = await start(options);
    const baseUrl =
      values["baseUrl"] === "wrong-path" ? server.url.replace("/v1", "/v2") : (values["baseUrl"] ?? server.url);
    const outcome = await save(admin, { ...fieldsFor(server), ...values, baseUrl });
    expect(failuresOf(outcome)).toEqual([expect.objectContaining({ field, message: expect.stringMatching(message) })]);
    expect(JSON.stringify(outcome)).not.toContain(key);
    expect(await getAiState(admin)).toMatchObject({ configuration: null });
    expect((await findAuditEntries(admin, { limit: 1 }))[0]).toMatchObject({
      action: "provider.create",
      outcome: "failed",
    });
  });

  it("names every field at fault at once", async () => {
    const server = await start();
    const outcome = await save(admin, { ...fieldsFor(server), chatModel: "nope", embeddingModel: "nope" });
    expect(failuresOf(outcome).map((failure) => failure.field)).toEqual(["chatModel", "embeddingModel"]);
  });

  it("keeps what was stored when an edit fails", async () => {
    const server = await start();
    await save(admin, fieldsFor(server));
    const before = (await getAiState(admin)).configuration;
    expect(await save(admin, { ...fieldsFor(server), apiKey: "sk-other" }, 1)).toMatchObject({ saved: false });
    expect((await getAiState(admin)).configuration).toEqual(before);
  });
});

describe("editing", () => {
  it("keeps a blank secret and counts the version up", async () => {
    const server = await start();
    await save(admin, fieldsFor(server));
    expect(await save(admin, { ...fieldsFor(server), apiKey: "", embeddingModel: "" }, 1)).toMatchObject({
      saved: true,
    });
    const { configuration } = await getAiState(admin);
    expect(configuration?.version).toBe(2);
    expect(configuration === null ? {} : openSecrets(configuration)).toEqual({ apiKey: key });
  });

  it("asks for the secret again when the destination changed, and sends nothing there", async () => {
    const server = await start();
    const elsewhere = await start();
    await save(admin, fieldsFor(server));
    const outcome = await save(admin, { ...fieldsFor(elsewhere), apiKey: "" }, 1);
    expect(failuresOf(outcome)).toEqual([
      { field: "apiKey", message: expect.stringMatching(/Base URL changed/), nextStep: "Enter the API key again." },
    ]);
    expect(elsewhere.requests).toEqual([]);
    expect(await save(admin, fieldsFor(elsewhere), 1)).toMatchObject({ saved: true });
  });

  it("forgets an optional secret on request", async () => {
    const server = await start();
    await save(admin, fieldsFor(server));
    server.setApiKey(undefined);
    expect(await save(admin, { ...fieldsFor(server), apiKey: "" }, 1, ["apiKey"])).toMatchObject({ saved: true });
    expect((await getAiState(admin)).configuration?.sealedSecrets).toEqual({});
  });

  it("refuses an edit of what somebody else changed or removed", async () => {
    const server = await start();
    await save(admin, fieldsFor(server));
    await save(admin, fieldsFor(server), 1);
    await expect(save(admin, fieldsFor(server), 1)).rejects.toMatchObject({ code: "conflict" });
    await expect(save(admin, fieldsFor(server))).rejects.toMatchObject({ code: "conflict" });
    await removeProvider(admin);
    await expect(save(admin, fieldsFor(server), 2)).rejects.toMatchObject({ code: "conflict" });
  });

  it("lets one of two simultaneous saves win", async () => {
    const server = await start();
    const outcomes = await Promise.allSettled([save(admin, fieldsFor(server)), save(admin, fieldsFor(server))]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("testing, removing and hosting", () => {
  it("reports each model, tool calls and structured output, with the given instructions", async () => {
    const server = await start();
    await save(admin, fieldsFor(server));
    const outcome = await testProvider(admin, "Answer questions about data.");
    expect(outcome).toMatchObject({ ok: true, message: "Connection verified: Askbook reached OpenAI-compatible." });
    expect(outcome.steps.map((step) => [step.name, step.model, step.ok])).toEqual([
      ["Language model", "chat-1", true],
      ["Embeddings model", "embed-1", true],
      ["Tool calls", "chat-1", true],
      ["Structured output", "chat-1", true],
    ]);
    expect(server.violations).toEqual([]);
    expect(server.requests.at(-1)?.body).toContain("Answer questions about data.");
  });

  it("says when the model cannot call tools", async () => {
    const server = await start();
    await save(admin, fieldsFor(server));
    server.setScript((asked) => ({ text: asked.wantsJson ? '{"ok":true}' : "I would rather talk." }));
    const outcome = await testProvider(admin, "Be helpful.");
    expect(outcome.ok).toBe(false);
    expect(outcome.steps.filter((step) => !step.ok)).toEqual([
      expect.objectContaining({ name: "Tool calls", message: expect.stringMatching(/without calling the tool/) }),
    ]);
  });

  it("remembers a failed test as health, and a good one as healing", async () => {
    const server = await start();
    await save(admin, fieldsFor(server));
    server.setApiKey("sk-rotated");
    expect(await testProvider(admin, "Be helpful.")).toMatchObject({ ok: false });
    expect((await getAiState(admin)).configuration?.health).toMatchObject({
      code: "invalid_credentials",
      expiresAt: null,
    });
    server.setApiKey(key);
    expect(await testProvider(admin, "Be helpful.")).toMatchObject({ ok: true });
    expect((await getAiState(admin)).configuration?.health).toBeNull();
  });

  it("changes hosting only without an external provider", async () => {
    await changeHosting(admin, "off");
    expect((await getAiState(admin)).hosting).toBe("off");
    const server = await start();
    await save(admin, fieldsFor(server));
    await expect(changeHosting(admin, "built-in")).rejects.toMatchObject({ code: "conflict" });
    await removeProvider(admin);
    expect(await getAiState(admin)).toMatchObject({ hosting: "external", configuration: null });
    await changeHosting(admin, "built-in");
    expect((await getAiState(admin)).hosting).toBe("built-in");
  });

  it("is for admins of the organization only", async () => {
    const server = await start();
    await save(admin, fieldsFor(server));
    const colleague = await createPerson({
      organization: { id: admin.organizationId, name: "Acme" },
      permissions: ["build", "useAsk"],
    });
    const stranger = await createPerson({ organization: await createOrganization("Other") });
    const refused = { code: "forbidden" };
    await expect(save(colleague, fieldsFor(server), 1)).rejects.toMatchObject(refused);
    await expect(testProvider(colleague, "x")).rejects.toMatchObject(refused);
    await expect(removeProvider(colleague)).rejects.toMatchObject(refused);
    await expect(changeHosting(colleague, "off")).rejects.toMatchObject(refused);
    await expect(getAiState(colleague)).rejects.toMatchObject(refused);
    await expect(testProvider(stranger, "x")).rejects.toMatchObject({ code: "ai_not_configured" });
    await removeProvider(stranger);
    expect((await getAiState(stranger)).configuration).toBeNull();
    expect((await getAiState(admin)).configuration?.version).toBe(1);
  });
});

describe("secrets", () => {
  it("cannot be moved to another organization's row", async () => {
    const server = await start();
    await save(admin, fieldsFor(server));
    const other = await createPerson();
    await save(other, fieldsFor(server));
    const stored = (await getAiState(admin)).configuration;
    await db()
      .update(providerConfiguration)
      .set({ sealedSecrets: stored?.sealedSecrets ?? {} })
      .where(eq(providerConfiguration.organizationId, other.organizationId));
    await expect(testProvider(other, "x")).rejects.toMatchObject({ code: "encryption_key_missing" });
  });
});
