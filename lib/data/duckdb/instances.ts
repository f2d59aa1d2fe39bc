import "server-only";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { EngineFile } from "./protocol.ts";

/** Limits that the server hands to its engine process in the environment. */
export type InstanceLimits = {
  readonly memoryMegabytes: number;
  readonly threads: number;
  /** Where sorts and joins spill; DuckDB makes the folder. */
  readonly temporaryFolder: string;
};

type OpenInstance = {
  readonly instance: DuckDBInstance;
  readonly files: ReadonlyMap<string, string>;
  users: number;
  isRetired: boolean;
  lastUsed: number;
};

const maximumInstances = 16;
const maximumFiles = 100;
const instances = new Map<string, OpenInstance>();
const opening = new Map<string, Promise<unknown>>();

/** Runs `work` on a new connection to the organization's locked instance, with at least these files attached. */
export async function withConnection<Result>(
  organizationId: string,
  files: readonly EngineFile[],
  limits: InstanceLimits,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const open = await oneAtATime(organizationId, () => instanceWith(organizationId, files, limits));
  try {
    const connection = await open.instance.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    open.users -= 1;
    closeWhenUnused(open);
  }
}

async function oneAtATime<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const before = opening.get(key) ?? Promise.resolve();
  const current = before.then(work, work);
  opening.set(key, current);
  try {
    return await current;
  } finally {
    if (opening.get(key) === current) opening.delete(key);
  }
}

async function instanceWith(
  organizationId: string,
  files: readonly EngineFile[],
  limits: InstanceLimits,
): Promise<OpenInstance> {
  const current = instances.get(organizationId);
  const isEnough = current !== undefined && files.every((file) => current.files.get(file.catalog) === file.path);
  const open = isEnough ? current : await reopen(organizationId, current, files, limits);
  open.users += 1;
  open.lastUsed = Date.now();
  return open;
}

async function reopen(
  organizationId: string,
  current: OpenInstance | undefined,
  files: readonly EngineFile[],
  limits: InstanceLimits,
): Promise<OpenInstance> {
  // Nothing can be attached after the lock, so a new file means a new instance; the old one serves its queries to their end.
  const wanted = new Map(files.map((file) => [file.catalog, file.path]));
  for (const [catalog, path] of current?.files ?? [])
    if (wanted.size < maximumFiles && !wanted.has(catalog)) wanted.set(catalog, path);
  const open = await openLocked(wanted, new Set(files.map((file) => file.catalog)), limits);
  if (current !== undefined) retire(current);
  instances.set(organizationId, open);
  retireOldest();
  return open;
}

async function openLocked(
  files: ReadonlyMap<string, string>,
  required: ReadonlySet<string>,
  limits: InstanceLimits,
): Promise<OpenInstance> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${limits.memoryMegabytes}MB`,
    threads: String(limits.threads),
    temp_directory: limits.temporaryFolder,
    max_temp_directory_size: "20GB",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    default_null_order: "nulls_last",
  });
  const attached = new Map<string, string>();
  const connection = await instance.connect();
  try {
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    for (const [catalog, path] of files) {
      try {
        await connection.run(`ATTACH ${quoteText(path)} AS ${quoteName(catalog)} (READ_ONLY)`);
        attached.set(catalog, path);
      } catch (error) {
        // A file that was only kept from before may have been removed with its source.
        if (required.has(catalog)) throw error;
      }
    }
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
  } finally {
    connection.closeSync();
  }
  return { instance, files: attached, users: 0, isRetired: false, lastUsed: Date.now() };
}

function retireOldest(): void {
  if (instances.size <= maximumInstances) return;
  const oldest = [...instances].sort((a, b) => a[1].lastUsed - b[1].lastUsed)[0];
  if (oldest === undefined) return;
  instances.delete(oldest[0]);
  retire(oldest[1]);
}

function retire(open: OpenInstance): void {
  open.isRetired = true;
  closeWhenUnused(open);
}

function closeWhenUnused(open: OpenInstance): void {
  if (open.isRetired && open.users === 0) open.instance.closeSync();
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
