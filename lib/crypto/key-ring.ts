import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "#lib/env";
import { AskbookError } from "#lib/errors";

export type MasterKey = { readonly id: string; readonly bytes: Buffer };

let cached: { readonly text: string; readonly keys: readonly [MasterKey, ...MasterKey[]] } | undefined;

/** The master keys; the first encrypts, all decrypt. From ASKBOOK_ENCRYPTION_KEYS, else from a file in the data folder that is made when missing, and read each time: another key is in force at once. */
export function getKeyRing(): readonly [MasterKey, ...MasterKey[]] {
  const text = env().ASKBOOK_ENCRYPTION_KEYS ?? readOrCreateKeyFile(env().ASKBOOK_DATA_DIR);
  if (cached?.text === text) return cached.keys;
  const keys = parseKeyRing(text);
  cached = { text, keys };
  return keys;
}

/** Where whoever changes the ring does so. */
export function placeOfKeyRing(): { readonly kind: "environment" } | { readonly kind: "file"; readonly path: string } {
  const { ASKBOOK_ENCRYPTION_KEYS: given, ASKBOOK_DATA_DIR: folder } = env();
  return given === undefined ? { kind: "file", path: keyFileIn(folder) } : { kind: "environment" };
}

/** A new key, as it is written in the ring. */
export function createMasterKey(): string {
  return randomBytes(32).toString("base64url");
}

/** Replaces the file's ring at once: who reads meanwhile gets the old one or the new one whole. */
export function writeKeyFile(path: string, keys: readonly string[]): void {
  const draft = `${path}.${randomBytes(4).toString("hex")}`;
  parseKeyRing(keys.join(","));
  writeFileSync(draft, `${keys.join(",")}\n`, { mode: 0o600, flag: "wx", flush: true });
  renameSync(draft, path);
}

export function textOfKey({ bytes }: MasterKey): string {
  return bytes.toString("base64url");
}

/** Comma-separated 32-byte keys in base64url. Throws `internal` without repeating any of them. */
export function parseKeyRing(text: string): readonly [MasterKey, ...MasterKey[]] {
  const [first, ...rest] = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parseKey);
  if (first === undefined)
    throw new AskbookError("internal", { message: "ASKBOOK_ENCRYPTION_KEYS holds no key. Give a 32-byte key." });
  return [first, ...rest];
}

function parseKey(text: string, index: number): MasterKey {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length !== 32)
    throw new AskbookError("internal", {
      message: `Key ${index + 1} of ASKBOOK_ENCRYPTION_KEYS is not 32 bytes of base64url.`,
    });
  return { id: createHash("sha256").update("askbook key id").update(bytes).digest("hex").slice(0, 8), bytes };
}

function keyFileIn(folder: string): string {
  return join(/* turbopackIgnore: true */ folder, "encryption-keys");
}

function readOrCreateKeyFile(folder: string): string {
  const path = keyFileIn(folder);
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (!isErrorWithCode(error, "ENOENT")) throw error;
  }
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(path, `${createMasterKey()}\n`, { mode: 0o600, flag: "wx", flush: true });
  } catch (error) {
    // Another process made it first: its key counts.
    if (!isErrorWithCode(error, "EEXIST")) throw error;
  }
  return readFileSync(path, "utf8");
}

function isErrorWithCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
