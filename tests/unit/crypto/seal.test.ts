import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const place = { organizationId: "org-1", row: "row-1", field: "apiKey" };
const newKey = (): string => randomBytes(32).toString("base64url");

/** The modules as a server with these keys loads them. */
async function withKeys(keys: string | undefined, folder = "/nonexistent") {
  vi.resetModules();
  process.env["DATABASE_URL"] = "postgres://localhost/none";
  process.env["ASKBOOK_DATA_DIR"] = folder;
  if (keys === undefined) delete process.env["ASKBOOK_ENCRYPTION_KEYS"];
  else process.env["ASKBOOK_ENCRYPTION_KEYS"] = keys;
  const { seal, open, isSealedWithFirstKey } = await import("#lib/crypto/seal");
  const { sealCanary, isCanaryReadable } = await import("#lib/crypto/canary");
  const { fingerprint } = await import("#lib/crypto/fingerprint");
  return { seal, open, isSealedWithFirstKey, sealCanary, isCanaryReadable, fingerprint };
}

const lost = expect.objectContaining({ code: "encryption_key_missing" });

describe("seal", () => {
  it("opens what it sealed, never twice the same, and shows nothing of it", async () => {
    const { seal, open } = await withKeys(newKey());
    const sealed = seal("sk-secret-ü", place);
    expect(sealed).toMatch(/^v1:[0-9a-f]{8}:[\w-]+$/);
    expect(sealed).not.toContain("secret");
    expect(seal("sk-secret-ü", place)).not.toBe(sealed);
    expect(open(sealed, place)).toBe("sk-secret-ü");
    expect(open(seal("", place), place)).toBe("");
  });

  it.each([
    ["organization", { ...place, organizationId: "org-2" }],
    ["row", { ...place, row: "row-2" }],
    ["field", { ...place, field: "other" }],
  ])("does not open in another %s", async (_, elsewhere) => {
    const { seal, open } = await withKeys(newKey());
    const sealed = seal("secret", place);
    expect(() => open(sealed, elsewhere)).toThrow(lost);
  });

  it("does not open when a byte was changed, cut or made up", async () => {
    const { seal, open } = await withKeys(newKey());
    const sealed = seal("secret", place);
    const [version, id, payload = ""] = sealed.split(":");
    const bytes = Buffer.from(payload, "base64url");
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => open(`${version}:${id}:${changed.toString("base64url")}`, place)).toThrow(lost);
    }
    for (const made of ["", "v1", "v1:x:y", `v2:${id}:${payload}`, `v1:${id}:`, `v1:${id}:AAAA`])
      expect(() => open(made, place)).toThrow(lost);
  });

  it("opens what an older key of the ring sealed, and seals with the first", async () => {
    const [older, newer] = [newKey(), newKey()];
    const sealed = (await withKeys(older)).seal("secret", place);
    const rotated = await withKeys(`${newer}, ${older}`);
    expect(rotated.open(sealed, place)).toBe("secret");
    expect(rotated.isSealedWithFirstKey(sealed)).toBe(false);
    expect(rotated.isSealedWithFirstKey(rotated.seal("secret", place))).toBe(true);
    const other = await withKeys(newer);
    expect(() => other.open(sealed, place)).toThrow(lost);
  });

  it.each(["", ",", "short", `${newKey()},tooshort`])("refuses the ring %j without repeating it", async (keys) => {
    const { seal } = await withKeys(keys);
    expect(() => seal("secret", place)).toThrow(expect.objectContaining({ code: "internal" }));
    expect(() => seal("secret", place)).not.toThrow(/short,|tooshort/);
  });
});

describe("canary", () => {
  it("tells whether the key is still there", async () => {
    const { sealCanary, isCanaryReadable } = await withKeys(newKey());
    const canary = sealCanary("org-1");
    expect(isCanaryReadable(canary, "org-1")).toBe(true);
    expect(isCanaryReadable(canary, "org-2")).toBe(false);
    expect((await withKeys(newKey())).isCanaryReadable(canary, "org-1")).toBe(false);
  });
});

describe("fingerprint", () => {
  it("tells keys apart and is of no use to another server", async () => {
    const key = newKey();
    const { fingerprint } = await withKeys(key);
    expect(fingerprint("a")).toBe(fingerprint("a"));
    expect(fingerprint("a")).not.toBe(fingerprint("b"));
    expect((await withKeys(newKey())).fingerprint("a")).not.toBe(fingerprint("a"));
  });
});

describe("the key file", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "askbook-keys-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is made once, for its owner only, and used again", async () => {
    const path = join(folder, "deeper", "encryption-keys");
    const sealed = (await withKeys(undefined, join(folder, "deeper"))).seal("secret", place);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(path, "utf8");
    expect((await withKeys(undefined, join(folder, "deeper"))).open(sealed, place)).toBe("secret");
    expect(readFileSync(path, "utf8")).toBe(text);
  });
});
