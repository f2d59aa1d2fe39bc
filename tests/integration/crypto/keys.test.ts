import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { findAuditEntries } from "#db/queries/audit";
import { organization } from "#db/schema/organization";
import { providerConfiguration } from "#db/schema/provider-configuration";
import { connection } from "#db/schema/source";
import { getAiSettings } from "#lib/ai/providers/ai-settings";
import { reportLostKeys } from "#lib/ai/providers/check-encryption";
import { sealExternalId } from "#lib/ai/providers/external-id";
import { isAiAvailable } from "#lib/ai/providers/registry";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { getKeyRing } from "#lib/crypto/key-ring";
import { open, seal } from "#lib/crypto/seal";
import { accessOf, secretPlace } from "#lib/data/postgres/settings";
import { env } from "#lib/env";
import type { Person } from "#lib/permissions";
import { prune, readStatus, reseal, rotate } from "#scripts/keys/key-ring";
import { snapshotOf } from "#tests/support/authorization";
import { createPerson, useDatabase } from "#tests/support/database";
import { startOpenAiCompatibleServer } from "#tests/wire/openai-compatible-server";
import type { WireServer } from "#tests/wire/wire-server";

useDatabase();

const key = "sk-canary-rotate-11d2";
let server: WireServer;
let admin: Person;

beforeEach(async () => {
  Object.assign(env(), { ASKBOOK_ENCRYPTION_KEYS: undefined });
  rmSync(keyFile(), { force: true });
  await db().delete(organization);
  server = await startOpenAiCompatibleServer({ apiKey: key });
  admin = await createPerson();
  expect(await save(null)).toMatchObject({ saved: true });
});

afterEach(() => server.close());

const save = (version: number | null, chatModel = "m") =>
  saveProvider(admin, {
    kind: "openai-compatible",
    values: { baseUrl: server.url, apiKey: key, chatModel, embeddingModel: "" },
    removedSecrets: [],
    version,
  });

const keyFile = () => join(env().ASKBOOK_DATA_DIR, "encryption-keys");
const ring = () => readFileSync(keyFile(), "utf8").trim().split(",");

async function storedConfiguration() {
  const [row] = await db()
    .select()
    .from(providerConfiguration)
    .where(eq(providerConfiguration.organizationId, admin.organizationId));
  if (row === undefined) throw new Error("no configuration");
  return row;
}

async function saveConnection() {
  const { organizationId } = admin;
  const id = randomUUID();
  const settings = { host: "db.example.test", port: 5432, database: "d", user: "u", tls: "require" };
  const sealedSecret = seal("the password", secretPlace(organizationId, id));
  const row = { id, name: `Connection ${id}`, kind: "postgres", settings, sealedSecret } as const;
  await db()
    .insert(connection)
    .values({ ...row, organizationId });
  return async () => {
    const [stored] = await db().select().from(connection).where(eq(connection.id, id));
    if (stored === undefined) throw new Error("no connection");
    return accessOf(organizationId, stored).password;
  };
}

describe("rotation", () => {
  it("seals everything anew under a new first key, and nothing is left under the one before", async () => {
    const readPassword = await saveConnection();
    const { organizationId } = admin;
    const awsExternalId = sealExternalId(organizationId, "askbook-0");
    await db().update(organization).set({ awsExternalId }).where(eq(organization.id, organizationId));
    const [before] = getKeyRing();
    const version = (await storedConfiguration()).version;

    expect(await rotate()).toEqual({ resealed: 4 });
    const [first, second] = getKeyRing();
    expect(first.id).not.toBe(before.id);
    expect(second?.id).toBe(before.id);
    const stored = Object.values(await snapshotOf(organizationId)).join("\n");
    expect(stored).not.toContain(`v1:${before.id}:`);
    expect(stored.split(`v1:${first.id}:`)).toHaveLength(5);
    expect(await readStatus()).toMatchObject({ withFirstKey: 4, withOtherKeys: 0, unreadable: 0 });

    expect(await readPassword()).toBe("the password");
    expect(await isAiAvailable(admin)).toBe(true);
    expect((await storedConfiguration()).version).toBe(version);
    expect(await reportLostKeys()).toEqual([]);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    const [entry] = await findAuditEntries(admin);
    expect(entry).toMatchObject({ action: "encryption-keys.rotate", after: { keyId: first.id, texts: 4 } });
    for (const text of ring()) expect(JSON.stringify(entry)).not.toContain(text);
  });

  it("keeps the earlier key until it is pruned, and prunes only what nothing needs", async () => {
    const old = (await storedConfiguration()).sealedSecrets["apiKey"] ?? "";
    const place = { organizationId: admin.organizationId, row: (await storedConfiguration()).id, field: "apiKey" };
    await rotate();
    expect(open(old, place)).toBe(key);
    await db()
      .update(providerConfiguration)
      .set({ sealedSecrets: { apiKey: old } });
    await expect(prune()).rejects.toThrow(/1 text is still sealed with an earlier key.*reseal/);
    expect(ring()).toHaveLength(2);
    expect(await reseal()).toEqual({ resealed: 1 });
    expect(await prune()).toEqual({ removed: 1, isInEnvironment: false });
    expect(ring()).toHaveLength(1);
    expect(() => open(old, place)).toThrow(expect.objectContaining({ code: "encryption_key_missing" }));
    expect(await isAiAvailable(admin)).toBe(true);
    expect(await prune()).toMatchObject({ removed: 0 });
  });

  it("twice at the same moment loses no key, and an admin who saves meanwhile loses nothing", async () => {
    await Promise.all([rotate(), save(1, "another"), rotate()]);
    expect(ring()).toHaveLength(3);
    expect(await isAiAvailable(admin)).toBe(true);
    expect((await readStatus()).unreadable).toBe(0);
  });

  it("does nothing with a foreign ring", async () => {
    const own = ring();
    Object.assign(env(), { ASKBOOK_DATA_DIR: join(env().ASKBOOK_DATA_DIR, `foreign-${randomUUID()}`) });
    try {
      const before = await snapshotOf(admin.organizationId);
      await expect(rotate()).rejects.toThrow(/Nothing that is sealed can be read with these keys/);
      expect(ring()).toHaveLength(1);
      expect(await snapshotOf(admin.organizationId)).toEqual(before);
    } finally {
      Object.assign(env(), { ASKBOOK_DATA_DIR: join(env().ASKBOOK_DATA_DIR, "..") });
    }
    expect(ring()).toEqual(own);
  });

  it("leaves what cannot be read as it is", async () => {
    const lost = `v1:00000000:${randomBytes(40).toString("base64url")}`;
    const other = await createPerson();
    await db().update(organization).set({ encryptionCanary: lost }).where(eq(organization.id, other.organizationId));
    await rotate();
    const [row] = await db().select().from(organization).where(eq(organization.id, other.organizationId));
    expect(row?.encryptionCanary).toBe(lost);
    expect(await readStatus()).toMatchObject({ withFirstKey: 2, unreadable: 1 });
  });

  it("gives the key to put in front when the ring comes from the environment, and then seals with it", async () => {
    const own = ring().join(",");
    Object.assign(env(), { ASKBOOK_ENCRYPTION_KEYS: own });
    const rotated = await rotate();
    if (!("newKey" in rotated)) throw new Error("no key was given");
    expect(await isAiAvailable(admin)).toBe(true);
    Object.assign(env(), { ASKBOOK_ENCRYPTION_KEYS: `${rotated.newKey},${own}` });
    expect(await reseal()).toEqual({ resealed: 2 });
    expect(await prune()).toEqual({ removed: ring().length, isInEnvironment: true });
    Object.assign(env(), { ASKBOOK_ENCRYPTION_KEYS: rotated.newKey });
    expect(await isAiAvailable(admin)).toBe(true);
  });
});

describe("a stored secret that was touched cannot be read, and crashes nothing", () => {
  const touch = (change: (sealed: string) => string) => async (): Promise<void> => {
    const { sealedSecrets } = await storedConfiguration();
    await replace({ apiKey: change(sealedSecrets["apiKey"] ?? "") });
  };
  const replace = (sealedSecrets: Record<string, string>) =>
    db()
      .update(providerConfiguration)
      .set({ sealedSecrets })
      .where(eq(providerConfiguration.organizationId, admin.organizationId));
  const flip = (text: string, at: number) =>
    `${text.slice(0, at)}${text.at(at) === "A" ? "B" : "A"}${text.slice(at + 1)}`;

  it.each([
    ["changed at the end", touch((sealed) => flip(sealed, sealed.length - 1))],
    ["changed in its middle", touch((sealed) => flip(sealed, sealed.length - 30))],
    ["changed in its first bytes", touch((sealed) => flip(sealed, sealed.lastIndexOf(":") + 3))],
    ["cut by one", touch((sealed) => sealed.slice(0, -1))],
    ["cut to a few", touch((sealed) => sealed.slice(0, 20))],
    ["padded", touch((sealed) => `${sealed}=`)],
    ["said to be of another key", touch((sealed) => sealed.replace(/^v1:[^:]+/, "v1:deadbeef"))],
    ["said to be of another version", touch((sealed) => sealed.replace(/^v1/, "v2"))],
    ["emptied", touch(() => "")],
    [
      "moved to another field",
      async () => replace({ otherKey: (await storedConfiguration()).sealedSecrets["apiKey"] ?? "" }),
    ],
    ["moved to another row", () => db().update(providerConfiguration).set({ id: randomUUID() })],
    [
      "moved to another organization",
      async () => {
        const stranger = await createPerson();
        await db()
          .update(providerConfiguration)
          .set({ organizationId: stranger.organizationId })
          .where(eq(providerConfiguration.organizationId, admin.organizationId));
        await db().execute(sql`update organization set ai_hosting = 'external' where id = ${stranger.organizationId}`);
        admin = stranger;
      },
    ],
  ])("%s", async (_, damage) => {
    await damage();
    expect((await getAiSettings(admin)).provider?.state).toEqual({ name: "credentials-lost" });
    expect(await isAiAvailable(admin)).toBe(false);
    const { version } = await storedConfiguration();
    expect(await save(version)).toMatchObject({ saved: true });
    expect(await isAiAvailable(admin)).toBe(true);
  });
});
