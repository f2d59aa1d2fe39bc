import "server-only";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import postgres from "postgres";
import { AskbookError } from "#lib/errors";
import { type Channel, checkConnection, guardedLookup } from "#lib/network/endpoint-guard";
import { textTypes } from "./cells.ts";
import type { PostgresAccess } from "./settings.ts";

declare global {
  var askbookPostgresPools: Map<string, postgres.Sql> | undefined;
}

const connectSeconds = 10;

/** A connection for one piece of work, given back afterwards. Throws what the driver throws, and `engine_failed` for a silent address. */
export async function withReserved<Result>(
  access: PostgresAccess,
  work: (connection: postgres.ReservedSql) => Promise<Result>,
): Promise<Result> {
  const connection = await reserve(poolFor(access));
  try {
    return await work(connection);
  } finally {
    connection.release();
  }
}

function poolFor(access: PostgresAccess): postgres.Sql {
  globalThis.askbookPostgresPools ??= new Map();
  const key = createHash("sha256").update(JSON.stringify(access)).digest("hex");
  const pool = globalThis.askbookPostgresPools.get(key) ?? open(access);
  globalThis.askbookPostgresPools.set(key, pool);
  return pool;
}

function open({ host, port, database, user, password, tls }: PostgresAccess): postgres.Sql {
  const options = {
    socket: () => connectGuarded(host, port, tls === "require" ? "database-tls" : "database"),
    host,
    port,
    database,
    username: user,
    password,
    ssl: tls === "require" ? "require" : false,
    max: 4,
    idle_timeout: 30,
    connect_timeout: connectSeconds,
    prepare: false,
    // Without it this version of the driver never hands out a reserved connection.
    fetch_types: true,
    onnotice: () => undefined,
    types: textTypes,
    connection: { application_name: "askbook", TimeZone: "UTC", DateStyle: "ISO" },
  } as const;
  // The driver's types do not name `socket`, which its documentation does.
  return postgres(options);
}

/** The endpoint guard looks at every connection, not at the settings only: a name may lead elsewhere since they were saved. */
async function connectGuarded(host: string, port: number, channel: Channel): Promise<Socket> {
  if (isIP(host) !== 0) checkConnection(channel, host, host);
  const socket = connect({ host, port, lookup: guardedLookup(channel) });
  // The driver names the server by it when it asks for TLS.
  Object.assign(socket, { host });
  await once(socket, "connect", { signal: AbortSignal.timeout(connectSeconds * 1000) }).catch((error: unknown) => {
    socket.destroy();
    throw error instanceof Error && error.name === "AbortError" ? unanswered() : error;
  });
  return socket;
}

/** The driver's own timeout does not fire for an address that never answers. */
async function reserve(pool: postgres.Sql): Promise<postgres.ReservedSql> {
  const reserved = pool.reserve();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(unanswered()), (connectSeconds + 2) * 1000);
  try {
    return await Promise.race([reserved, late]);
  } catch (error) {
    reserved.then(
      (connection) => connection.release(),
      () => undefined,
    );
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function unanswered(): AskbookError {
  return new AskbookError("engine_failed", { message: "The database does not answer. Check its host and port." });
}

export async function closePostgresPools(): Promise<void> {
  const pools = [...(globalThis.askbookPostgresPools?.values() ?? [])];
  globalThis.askbookPostgresPools = undefined;
  await Promise.all(pools.map((pool) => pool.end({ timeout: 1 })));
}
