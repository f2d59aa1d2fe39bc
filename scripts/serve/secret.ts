import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasCode, readIfThere } from "../files.ts";

/** A secret kept in the data folder, readable by its owner only; made at the first start. */
export async function getSecret(dataFolder: string, name: string): Promise<string> {
  const path = join(dataFolder, name);
  const existing = (await readIfThere(path))?.trim();
  if (existing !== undefined && existing !== "") return existing;
  try {
    await writeFile(path, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx", flush: true });
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    throw new Error(`${path} is empty. Restore it from a backup; what it protects cannot be opened otherwise.`);
  }
  return getSecret(dataFolder, name);
}
