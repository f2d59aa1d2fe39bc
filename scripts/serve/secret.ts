import { randomBytes, randomUUID } from "node:crypto";
import { link, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasCode, readIfThere } from "../files.ts";

/** A secret kept in the data folder, readable by its owner only; made at the first start. */
export async function getSecret(dataFolder: string, name: string): Promise<string> {
  const path = join(dataFolder, name);
  const existing = (await readIfThere(path))?.trim();
  if (existing !== undefined && existing !== "") return existing;
  if (existing === "")
    throw new Error(`${path} is empty. Restore it from a backup; what it protects cannot be opened otherwise.`);
  await createWhole(path, `${randomBytes(32).toString("base64url")}\n`);
  return getSecret(dataFolder, name);
}

/** The file appears with its content; when another process was quicker, with that one's. */
async function createWhole(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600, flag: "wx", flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
