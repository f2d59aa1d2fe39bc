import "server-only";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { env } from "#lib/env";

/** Files on their way to becoming sources: `uploads/<organization>/<upload>/`, a folder each, removed when they are done or forgotten. */

const forgottenAfterMs = 24 * 3_600_000;

function uploadsFolder(): string {
  return join(resolve(env().ASKBOOK_DATA_DIR), "uploads");
}

export function uploadFolder(organizationId: string, uploadId: string): string {
  return join(uploadsFolder(), organizationId, uploadId);
}

export async function createUploadFolder(organizationId: string, uploadId: string): Promise<string> {
  const folder = uploadFolder(organizationId, uploadId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

export async function removeUploadFolder(organizationId: string, uploadId: string): Promise<void> {
  await rm(uploadFolder(organizationId, uploadId), { recursive: true, force: true });
}

/** Uploads of which nothing has become for a day, also those that a killed server left. */
export async function removeStaleUploads(now = Date.now()): Promise<void> {
  for (const organizationId of await names(uploadsFolder())) {
    for (const uploadId of await names(join(uploadsFolder(), organizationId))) {
      const { mtimeMs } = await stat(uploadFolder(organizationId, uploadId));
      if (now - mtimeMs > forgottenAfterMs) await removeUploadFolder(organizationId, uploadId);
    }
  }
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
