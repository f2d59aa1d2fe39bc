import { generateText } from "ai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changeLimits, getAiSettings } from "#lib/ai/providers/ai-settings";
import { variableOf } from "#lib/ai/providers/environment-provider";
import { offeredDefinitions } from "#lib/ai/providers/kinds";
import { getHosting, getModels, isAiAvailable } from "#lib/ai/providers/registry";
import { changeHosting, removeProvider } from "#lib/ai/providers/remove-provider";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { testProvider } from "#lib/ai/providers/test-provider";
import { type Environment, env, variableNames } from "#lib/env";
import type { Person } from "#lib/permissions";
import { snapshotOf } from "#tests/support/authorization";
import { createPerson, useDatabase } from "#tests/support/database";
import { startOpenAiCompatibleServer } from "#tests/wire/openai-compatible-server";
import type { WireServer } from "#tests/wire/wire-server";

useDatabase();

const key = "sk-environment-canary-77f1";
const ownKey = "sk-own-canary-41b0";
let server: WireServer;
let own: WireServer;
let admin: Person;

const given = (change: Partial<Environment> = {}): Partial<Environment> => ({
  ASKBOOK_AI_PROVIDER: "openai-compatible",
  ASKBOOK_AI_API_KEY: key,
  ASKBOOK_AI_BASE_URL: `${server.url}/`,
  ASKBOOK_AI_CHAT_MODEL: "chat-1",
  ASKBOOK_AI_EMBEDDING_MODEL: "embed-1",
  ...change,
});

beforeEach(async () => {
  server = await startOpenAiCompatibleServer({ apiKey: key });
  own = await startOpenAiCompatibleServer({ apiKey: ownKey });
  admin = await createPerson();
  Object.assign(env(), given());
});

afterEach(async () => {
  for (const name of Object.keys(env()))
    if (name.startsWith("ASKBOOK_AI_")) Object.assign(env(), { [name]: undefined });
  await Promise.all([server.close(), own.close()]);
});

async function ask(viewer: Person): Promise<string> {
  const { chat } = await getModels(viewer);
  const { text } = await generateText({ model: chat, prompt: "Who leads?", maxRetries: 0 });
  return text;
}

const saveOwn = () =>
  saveProvider(admin, {
    kind: "openai-compatible",
    values: { baseUrl: own.url, apiKey: ownKey, chatModel: "m", embeddingModel: "" },
    removedSecrets: [],
    version: null,
  });

describe("a provider of the environment", () => {
  it("serves an organization that chose nothing, is named as such, and is stored nowhere", async () => {
    server.setScript([{ text: "East leads." }]);
    expect(await isAiAvailable(admin)).toBe(true);
    expect(await ask(admin)).toBe("East leads.");
    const settings = await getAiSettings(admin);
    expect(settings).toMatchObject({
      hosting: "environment",
      environment: { label: "OpenAI-compatible", problem: null },
      provider: {
        kind: "openai-compatible",
        state: { name: "healthy" },
        variables: [
          { label: "AI provider", name: "ASKBOOK_AI_PROVIDER" },
          { label: "Base URL", name: "ASKBOOK_AI_BASE_URL" },
          { label: "API key", name: "ASKBOOK_AI_API_KEY" },
          { label: "Language model", name: "ASKBOOK_AI_CHAT_MODEL" },
          { label: "Embeddings model", name: "ASKBOOK_AI_EMBEDDING_MODEL" },
        ],
      },
    });
    expect(JSON.stringify([settings, await snapshotOf(admin.organizationId)])).not.toContain(key);
    expect(await getHosting(admin)).toBe("external");
  });

  it("is tested like the others, and its health is each organization's own", async () => {
    expect(await testProvider(admin, "Be helpful.")).toMatchObject({ ok: true });
    const verified = (await getAiSettings(admin)).provider;
    expect(verified?.lastVerifiedAt).toEqual(expect.any(String));
    server.setScript(() => ({
      fault: { kind: "status", status: 402, body: { error: { code: "insufficient_quota" } } },
    }));
    await expect(ask(admin)).rejects.toThrow();
    expect((await getAiSettings(admin)).provider?.state).toMatchObject({ name: "failing", code: "quota_exhausted" });
    expect((await getAiSettings(await createPerson())).provider?.state).toEqual({ name: "healthy" });
    // Another key begins without a history.
    Object.assign(env(), { ASKBOOK_AI_API_KEY: "another" });
    expect((await getAiSettings(admin)).provider).toMatchObject({ state: { name: "healthy" }, lastVerifiedAt: null });
  });

  it("holds the organization's limits", async () => {
    await changeLimits(admin, {
      tokensPerDay: null,
      tokensPerDayPerPerson: null,
      requestsPerMinute: 1,
      runsAtOncePerPerson: null,
    });
    await ask(admin);
    await expect(ask(admin)).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("gives way to the organization's own choice, and never helps out with its key", async () => {
    const { chat } = await getModels(admin);
    expect(await saveOwn()).toMatchObject({ saved: true });
    await expect(generateText({ model: chat, prompt: "x", maxRetries: 0 })).rejects.toThrow(/removed/);
    expect((await getAiSettings(admin)).provider?.variables).toBeNull();
    const asked = server.requests.length;
    await ask(admin);
    expect(server.requests.length).toBe(asked);
    expect(own.requests.every(({ headers }) => headers["authorization"] === `Bearer ${ownKey}`)).toBe(true);

    await removeProvider(admin);
    expect(await isAiAvailable(admin)).toBe(false);
    await expect(ask(admin)).rejects.toMatchObject({ code: "ai_not_configured" });
    expect(server.requests.length).toBe(asked);
  });

  it.each(["built-in", "off"] as const)("is not in the way of %s, and can be chosen again", async (hosting) => {
    await changeHosting(admin, hosting);
    expect(await getAiSettings(admin)).toMatchObject({ hosting, provider: null });
    expect(await isAiAvailable(admin)).toBe(hosting === "built-in");
    expect((await getModels(admin).catch(() => null))?.identity.provider ?? "off").toBe(hosting);
    await changeHosting(admin, "environment");
    expect(await getAiSettings(admin)).toMatchObject({
      hosting: "environment",
      provider: { kind: "openai-compatible" },
    });
    expect(server.requests).toEqual([]);
  });

  it("is not offered where there is none", async () => {
    Object.assign(env(), { ASKBOOK_AI_PROVIDER: undefined });
    await expect(changeHosting(admin, "environment")).rejects.toMatchObject({ code: "not_found" });
    expect(await getAiSettings(admin)).toMatchObject({ hosting: "built-in", environment: null, provider: null });
  });

  it.each([
    [{ ASKBOOK_AI_PROVIDER: "chatgpt" }, /ASKBOOK_AI_PROVIDER is "chatgpt", but must be one of openai, /],
    [{ ASKBOOK_AI_PROVIDER: "bedrock" }, /must be one of/],
    [{ ASKBOOK_AI_CHAT_MODEL: undefined }, /ASKBOOK_AI_CHAT_MODEL is not set \(Language model\)/],
    [{ ASKBOOK_AI_BASE_URL: "https://user:secret@host/v1" }, /ASKBOOK_AI_BASE_URL: .*Remove them/],
    [{ ASKBOOK_AI_PROVIDER: "openai", ASKBOOK_AI_API_KEY: undefined }, /ASKBOOK_AI_API_KEY is not set/],
    [{ ASKBOOK_AI_PROVIDER: "azure-openai" }, /ASKBOOK_AI_CHAT_DEPLOYMENT is not set/],
  ])("says which variable is wrong, and lets nothing else serve in its place: %o", async (change, problem) => {
    Object.assign(env(), given(change));
    const settings = await getAiSettings(admin);
    expect(settings.environment?.problem).toMatch(problem);
    expect(JSON.stringify(settings)).not.toContain("secret@");
    expect(settings).toMatchObject({ hosting: "environment", provider: null });
    expect(await isAiAvailable(admin)).toBe(false);
    await expect(getModels(admin)).rejects.toMatchObject({ code: "ai_not_configured" });
  });

  it("has a variable for every field of the kinds that it may be", () => {
    const fields = offeredDefinitions.filter(({ trust }) => trust === undefined).flatMap(({ form }) => form.fields);
    expect(variableNames).toEqual(expect.arrayContaining(fields.map(variableOf)));
  });
});
