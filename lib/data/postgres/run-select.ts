import "server-only";
import type postgres from "postgres";
import { z } from "zod";
import { AskbookError } from "#lib/errors";
import type { SqlValue } from "#lib/sql/fragment";
import type { Cell } from "#lib/worksheet/result";
import type { RunOptions, RunOutcome } from "../connector.ts";
import { cellOf } from "./cells.ts";
import { failureOf } from "./failure.ts";
import { withReserved } from "./pool.ts";
import type { PostgresAccess } from "./settings.ts";

const rowsPerChunk = 4096;
const defaultDeadlineMs = 60_000;
const graceMs = 2_000;

/**
 * One SELECT in a read-only transaction that is always rolled back. The extended protocol takes one statement only; an abort and the
 * deadline cancel it from our side.
 */
export async function runSelect(
  access: PostgresAccess,
  sql: string,
  params: readonly SqlValue[],
  options: RunOptions,
): Promise<RunOutcome> {
  if (!/^\s*(SELECT|WITH|\()/i.test(sql)) throw new AskbookError("engine_failed");
  if (options.signal.aborted) throw new AskbookError("aborted");
  try {
    return await withReserved(access, (connection) => inReadOnly(connection, sql, params, options));
  } catch (error) {
    throw failureOf(error);
  }
}

async function inReadOnly(
  connection: postgres.ReservedSql,
  sql: string,
  params: readonly SqlValue[],
  options: RunOptions,
): Promise<RunOutcome> {
  const deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
  await connection.unsafe("BEGIN READ ONLY");
  try {
    await connection.unsafe(`SET LOCAL statement_timeout = ${Math.ceil(deadlineMs + graceMs)}`);
    await connection.unsafe(`SET LOCAL idle_in_transaction_session_timeout = ${Math.ceil(deadlineMs + graceMs)}`);
    if (options.isAsStored === true) await connection.unsafe(storedOrder);
    return await stream(connection.unsafe(sql, [...params], { prepare: false, simple: false }), options, deadlineMs);
  } finally {
    await connection.unsafe("ROLLBACK");
  }
}

/** Sequential and bitmap scans, always from the first page on: an index would list rows by its own order, for some ranges only. */
const storedOrder = ["enable_indexscan", "enable_indexonlyscan", "synchronize_seqscans"]
  .map((setting) => `SET LOCAL ${setting} = off`)
  .join("; ");

/** `simple` is an option of the driver that its types leave out. */
declare module "postgres" {
  interface UnsafeQueryOptions {
    simple?: boolean | undefined;
  }
}

type Rows = postgres.PendingQuery<postgres.Row[]>;

async function stream(query: Rows, options: RunOptions, deadlineMs: number): Promise<RunOutcome> {
  const started = performance.now();
  let reason: AskbookError | null = null;
  const stop = (error: AskbookError): void => {
    reason ??= error;
    query.cancel();
  };
  const abort = (): void => stop(new AskbookError("aborted"));
  const timer = setTimeout(() => stop(new AskbookError("query_timeout")), deadlineMs);
  options.signal.addEventListener("abort", abort, { once: true });
  try {
    const { rowCount, truncated } = await readRows(query, options);
    return { rowCount, truncated, elapsedMs: Math.round(performance.now() - started) };
  } catch (error) {
    throw reason ?? error;
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", abort);
  }
}

/** The driver's types leave out what it says of the columns of rows that are lists. */
const describedColumn = z.object({ type: z.number() });

async function readRows(
  query: Rows,
  { rowLimit, onChunk }: RunOptions,
): Promise<{ readonly rowCount: number; readonly truncated: boolean }> {
  let offset = 0;
  let types: z.infer<typeof describedColumn>[] | undefined;
  for await (const rows of query.values().cursor(Math.min(rowsPerChunk, rowLimit + 1))) {
    // Only the first rows of a cursor come with their columns.
    types ??= z.array(describedColumn).parse(Reflect.get(rows, "columns"));
    const oids = types.map((column) => column.type);
    const kept = rows.slice(0, rowLimit - offset);
    if (kept.length > 0) await onChunk({ offset, rowCount: kept.length, columns: columnsOf(kept, oids) });
    offset += kept.length;
    if (kept.length < rows.length) return { rowCount: offset, truncated: true };
  }
  return { rowCount: offset, truncated: false };
}

function columnsOf(rows: readonly (readonly unknown[])[], types: readonly number[]): Cell[][] {
  return types.map((type, index) => rows.map((row) => cellOf(type, row[index])));
}
