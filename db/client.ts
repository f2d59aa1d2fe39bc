import "server-only";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "#lib/env";

export type Database = PostgresJsDatabase;
/** A transaction or the database itself: what a query may run in. */
export type Executor = Pick<Database, "select" | "insert" | "update" | "delete" | "execute" | "transaction">;

type Client = { readonly sql: postgres.Sql; readonly database: Database };

declare global {
  var askbookDatabaseClient: Client | undefined;
}

function connect(): Client {
  const sql = postgres(env().DATABASE_URL, { max: 10, onnotice: () => undefined });
  return { sql, database: drizzle(sql, { casing: "snake_case" }) };
}

function client(): Client {
  // Next loads a module once per bundle; the pool is one per process.
  globalThis.askbookDatabaseClient ??= connect();
  return globalThis.askbookDatabaseClient;
}

export function db(): Database {
  return client().database;
}

/** The driver itself, for LISTEN, advisory locks and COPY. */
export function driver(): postgres.Sql {
  return client().sql;
}

export async function closeDatabase(): Promise<void> {
  await globalThis.askbookDatabaseClient?.sql.end({ timeout: 1 });
  globalThis.askbookDatabaseClient = undefined;
}
