import "server-only";
import type { ConnectionRow } from "#db/queries/connections";
import { AskbookError } from "#lib/errors";
import type { Viewer } from "#lib/permissions";
import type { Connector } from "../connector.ts";
import { readTables } from "./catalog.ts";
import { failureOf } from "./failure.ts";
import { runSelect } from "./run-select.ts";
import { accessOf, type PostgresAccess } from "./settings.ts";

/** Queries over a user's own PostgreSQL, read-only. */
export function createPostgresConnector(viewer: Viewer, connection: ConnectionRow): Connector {
  return connectorOf(accessOf(viewer.organizationId, connection));
}

export function connectorOf(access: PostgresAccess): Connector {
  return {
    dialect: "postgres",
    catalog: (signal) => untilAborted(readTables(access), signal),
    run: (sql, params, options) => runSelect(access, sql, params, options),
  };
}

async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new AskbookError("aborted"));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, stopped]);
  } catch (error) {
    throw failureOf(error);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
