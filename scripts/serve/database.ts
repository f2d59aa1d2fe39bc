import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import postgres from "postgres";
import { migrate } from "#db/migrate";
import { type Cluster, clusterUrl, findRunning, startCluster } from "../postgres/cluster.ts";
import { takeLock } from "./lock.ts";
import { getSecret } from "./secret.ts";

export type RunningDatabase = {
  readonly url: string;
  /** Rejects when the embedded PostgreSQL ended and could not be started again. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
};

const databaseName = "askbook";
const passwordName = "postgres-password";
const postgresFolder = (dataFolder: string): string => join(resolve(dataFolder), "postgres");

/** Whether the state lives in a database that others run. */
export function isExternal(): boolean {
  return process.env["DATABASE_URL"] !== undefined;
}

/** The state's database, migrated: the one of `DATABASE_URL`, or a PostgreSQL of our own in the data folder. */
export async function startDatabase(dataFolder: string, say: (text: string) => void): Promise<RunningDatabase> {
  const external = process.env["DATABASE_URL"];
  if (external !== undefined) return connectTo(external);
  const database = await startEmbedded(dataFolder, say);
  try {
    await migrate(database.url);
  } catch (error) {
    await database.stop();
    throw error;
  }
  return database;
}

/** Lends the database to a command: the one of a server that runs on the folder, or one that is started for it. */
export async function withDatabase<Result>(
  dataFolder: string,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const external = process.env["DATABASE_URL"];
  if (external !== undefined) return connectTo(external).then(({ url }) => work(url));
  const running = await findRunning(postgresFolder(dataFolder));
  if (running !== null) return work(clusterUrl(await getSecret(dataFolder, passwordName), running.port, databaseName));
  await mkdir(dataFolder, { recursive: true });
  const lock = await takeLock(dataFolder);
  try {
    const database = await startDatabase(dataFolder, () => undefined);
    return await work(database.url).finally(database.stop);
  } finally {
    await lock.release();
  }
}

async function connectTo(url: string): Promise<RunningDatabase> {
  try {
    await migrate(url);
  } catch (cause) {
    // The address holds a password; only where it leads is repeated.
    const where = URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : "an address that is not valid";
    throw new Error(`The database of DATABASE_URL (${where}) could not be used: ${innermostMessage(cause)}`, { cause });
  }
  return { url, failed: new Promise(() => undefined), stop: async () => undefined };
}

function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : innermostMessage(error.cause);
}

async function startEmbedded(dataFolder: string, say: (text: string) => void): Promise<RunningDatabase> {
  const folder = postgresFolder(dataFolder);
  await mkdir(dataFolder, { recursive: true });
  const password = await getSecret(dataFolder, passwordName);
  const options = { folder, password, settings: ["max_connections=60", "shared_buffers=64MB"] };
  const supervised = await supervise((port) => startCluster(options, port), say);
  await createDatabase(supervised.cluster.urlOf("postgres"));
  return { url: supervised.cluster.urlOf(databaseName), failed: supervised.failed, stop: supervised.stop };
}

type Supervised = { readonly cluster: Cluster; readonly failed: Promise<never>; readonly stop: () => Promise<void> };

/** Starts it again, on the same port, when it ends unasked: twice a minute at most. */
async function supervise(start: (port?: number) => Promise<Cluster>, say: (text: string) => void): Promise<Supervised> {
  const first = await start();
  let current = first;
  let isStopping = false;
  const restarts: number[] = [];

  const watch = async (): Promise<never> => {
    for (;;) {
      await current.ended;
      if (isStopping) return new Promise(() => undefined);
      restarts.push(Date.now());
      if (restarts.filter((time) => Date.now() - time < 60_000).length > 2)
        throw new Error("The embedded PostgreSQL ended three times within a minute.");
      say("The embedded PostgreSQL ended unexpectedly and is started again.");
      current = await start(first.port);
    }
  };
  const stop = async (): Promise<void> => {
    isStopping = true;
    await current.stop();
  };
  return { cluster: first, failed: watch(), stop };
}

async function createDatabase(serverUrl: string): Promise<void> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  try {
    const existing = await sql`select 1 from pg_database where datname = ${databaseName}`;
    if (existing.length === 0) await sql`create database ${sql(databaseName)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
