import { randomBytes } from "node:crypto";
import { generateText } from "ai";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { accountTypePermission } from "#db/schema/account-type";
import { findProviderNotice } from "#lib/ai/providers/provider-notice";
import { readPulse } from "#lib/ai/providers/pulse";
import { getModels } from "#lib/ai/providers/registry";
import { changeHosting, removeProvider } from "#lib/ai/providers/remove-provider";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { testProvider } from "#lib/ai/providers/test-provider";
import { env } from "#lib/env";
import type { Person } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";
import { startOpenAiCompatibleServer } from "#tests/wire/openai-compatible-server";
import type { WireServer } from "#tests/wire/wire-server";

/** What pages of all instances are told of the provider: tests/e2e/two-instances.spec.ts tries it with two servers. */

useDatabase();

const key = "sk-canary-instances-66e0";
let server: WireServer;
let admin: Person;
let asker: Person;

beforeEach(async () => {
  server = await startOpenAiCompatibleServer({ apiKey: key });
  admin = await createPerson();
  asker = await createPerson({ organization: { id: admin.organizationId, name: "" }, permissions: ["useAsk"] });
});

afterEach(() => server.close());

const save = (version: number | null = null) =>
  saveProvider(admin, {
    kind: "openai-compatible",
    values: { baseUrl: server.url, apiKey: key, chatModel: "chat-1", embeddingModel: "" },
    removedSecrets: [],
    version,
  });

async function fail(status: number, code: string): Promise<void> {
  server.setScript(() => ({ fault: { kind: "status", status, body: { error: { message: key, code } } } }));
  const { chat } = await getModels(asker);
  await generateText({ model: chat, prompt: "x", maxRetries: 0 }).catch(() => undefined);
  server.setScript(() => ({ text: "ok" }));
}

const noticeOf = (person: Person) => findProviderNotice(person, () => "noon");

describe("what stands over every page", () => {
  it("is nothing while all is well, and while the built-in model serves", async () => {
    expect(await noticeOf(admin)).toBeNull();
    await save();
    expect(await noticeOf(admin)).toBeNull();
    expect(await noticeOf(asker)).toBeNull();
  });

  it("tells admins since when and why a provider fails, and others that answers may fail, until it works again", async () => {
    await save();
    await fail(401, "invalid_api_key");
    const notice = await noticeOf(admin);
    expect(notice).toMatchObject({
      tone: "danger",
      title: "OpenAI-compatible has been failing since noon",
      message: "The AI provider refused the credentials. An admin can enter them again in AI settings.",
      action: { href: "/admin/ai-settings" },
    });
    expect(await noticeOf(asker)).toEqual({
      tone: "warning",
      title: "Answers may fail at the moment",
      message: "The AI provider has not worked since noon. Admins see why in AI settings.",
      action: null,
    });
    expect(JSON.stringify(notice)).not.toContain(key);
    expect(await noticeOf(await createPerson())).toBeNull();
    await testProvider(admin, "Be brief.");
    expect(await noticeOf(admin)).toBeNull();
    expect(await noticeOf(asker)).toBeNull();
  });

  it("leads from a model that retired to where another is chosen", async () => {
    await save();
    await fail(404, "model_not_found");
    expect((await noticeOf(admin))?.action).toEqual({
      label: "Choose another model",
      href: "/admin/ai-settings?edit=advanced",
    });
  });

  it("does not alarm everybody for what passes by itself", async () => {
    await save();
    await fail(500, "server_error");
    expect((await noticeOf(admin))?.title).toMatch(/failing since/);
    expect(await noticeOf(asker)).toBeNull();
  });

  it("tells admins of lost credentials, and others nothing that they could not use", async () => {
    await save();
    const ring = env().ASKBOOK_ENCRYPTION_KEYS;
    Object.assign(env(), { ASKBOOK_ENCRYPTION_KEYS: randomBytes(32).toString("base64url") });
    try {
      expect((await noticeOf(admin))?.title).toBe("The credentials of OpenAI-compatible must be entered again");
      expect(await noticeOf(asker)).toBeNull();
    } finally {
      Object.assign(env(), { ASKBOOK_ENCRYPTION_KEYS: ring });
    }
  });
});

describe("the pulse of open pages", () => {
  it("differs after every change that they show, for those whom it concerns", async () => {
    const stranger = await createPerson();
    const before = await readPulse(stranger);
    const seen = [await readPulse(asker)];
    const expectAnother = async () => {
      const pulse = await readPulse(asker);
      expect(seen).not.toContain(pulse);
      expect(await readPulse(asker)).toBe(pulse);
      seen.push(pulse);
    };
    await save();
    await expectAnother();
    await fail(401, "invalid_api_key");
    await expectAnother();
    await save(1);
    await expectAnother();
    await removeProvider(admin);
    await expectAnother();
    await changeHosting(admin, "off");
    await expectAnother();
    expect(await readPulse(stranger)).toBe(before);
  });

  it("differs when the viewer's account type includes something else", async () => {
    const before = await readPulse(asker);
    await db().delete(accountTypePermission).where(eq(accountTypePermission.accountTypeId, asker.accountTypeId));
    expect(await readPulse({ ...asker, permissions: new Set() })).not.toBe(before);
  });
});
