import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "#lib/env";
import { AskbookError } from "#lib/errors";

export type MasterKey = { readonly id: string; readonly bytes: Buffer };

let cached: { readonly text: string; readonly keys: readonly [MasterKey, ...MasterKey[]] } | undefined;

/** The master keys; the first encrypts, all decrypt. From ASKBOOK_ENCRYPTION_KEYS, else from a file in the data folder that is made when missing. */
export function getKeyRing(): readonly [MasterKey, ...MasterKey[]] {
  const text = env().ASKBOOK_ENCRYPTION_KEYS ?? readOrCreateKeyFile(env().ASKBOOK_DATA_DIR);
  if (cached?.text === text) return cached.keys;
  const keys = parseKeyRing(text);
  cached = { text, keys };
  return keys;
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

function readOrCreateKeyFile(folder: string): string {
  const path = join(/* turbopackIgnore: true */ folder, "encryption-keys");
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (!isErrorWithCode(error, "ENOENT")) throw error;
  }
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(path, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    // Another process made it first: its key counts.
    if (!isErrorWithCode(error, "EEXIST")) throw error;
  }
  return readFileSync(path, "utf8");
}

function isErrorWithCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
