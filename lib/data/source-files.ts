import "server-only";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { env } from "#lib/env";
import { AskbookError } from "#lib/errors";
import type { Source } from "#lib/worksheet/worksheet";
import type { EngineFile } from "./duckdb/protocol.ts";

/** Immutable database files: `sources/<organization>/<catalog>/<version>.duckdb`, written once, then only attached read-only. */

export function sourceFolder(organizationId: string, catalog: string): string {
  return join(resolve(env().ASKBOOK_DATA_DIR), "sources", safe(organizationId), safe(catalog));
}

export function sourceFile(organizationId: string, catalog: string, version: string): string {
  return join(sourceFolder(organizationId, catalog), `${safe(version)}.duckdb`);
}

/** The file in which the rows of a stored table of ours are. */
export function engineFileOf(organizationId: string, source: Source): EngineFile | null {
  const catalog = source.table?.catalog ?? null;
  if (catalog === null || source.version === undefined) return null;
  return { catalog, path: sourceFile(organizationId, catalog, source.version) };
}

/** Has `make` write a file beside its place, and moves it there when it is whole. Leaves nothing behind on failure. */
export async function writeSourceFile(path: string, make: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${path}.draft-${crypto.randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await make(draft);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
    await rm(`${draft}.wal`, { force: true });
  }
}

/** All versions of a source's file. */
export async function removeSourceFiles(organizationId: string, catalog: string): Promise<void> {
  await rm(sourceFolder(organizationId, catalog), { recursive: true, force: true });
}

function safe(segment: string): string {
  if (/^[A-Za-z0-9_-]{1,100}$/.test(segment)) return segment;
  throw new AskbookError("internal", { message: "The name of a source's file is not valid." });
}
