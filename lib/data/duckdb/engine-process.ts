import "server-only";
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from "@duckdb/node-api";
import type { Cell } from "#lib/worksheet/result";
import { cellsOf } from "./cells.ts";
import { RefusedStatement, requireSelect } from "./gate.ts";
import { type InstanceLimits, withConnection } from "./instances.ts";
import { type EngineResponse, type QueryRequest, requestSchema, type ScriptRequest } from "./protocol.ts";

/** The program of the engine process. It serves whoever forked it, and ends with them. */

const rowsPerMessage = 4096;

type Running = { cancel: () => void; more: () => void; isCancelled: boolean };
const running = new Map<number, Running>();

process.on("message", (message) => {
  const request = requestSchema.parse(message);
  if (request.kind === "cancel") return cancel(request.id);
  if (request.kind === "more") return running.get(request.id)?.more();
  serve(request).catch(stop);
});
process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole process group: the server decides when its engine stops.
process.on("SIGINT", () => undefined);

function stop(error: unknown): void {
  console.error("engine process:", error);
  process.exit(1);
}

function cancel(id: number): void {
  const task = running.get(id);
  if (task === undefined) return;
  task.isCancelled = true;
  task.cancel();
  task.more();
}

async function serve(request: QueryRequest | ScriptRequest): Promise<void> {
  const task: Running = { cancel: () => undefined, more: () => undefined, isCancelled: false };
  running.set(request.id, task);
  try {
    await (request.kind === "query" ? runQuery(request, task) : runScript(request, task));
  } catch (error) {
    await send({ kind: "failed", id: request.id, ...reasonOf(error, task) });
  } finally {
    running.delete(request.id);
  }
}

function reasonOf(error: unknown, task: Running): { reason: "refused" | "interrupted" | "failed"; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RefusedStatement) return { reason: "refused", message };
  return { reason: task.isCancelled ? "interrupted" : "failed", message };
}

async function runQuery(request: QueryRequest, task: Running): Promise<void> {
  await withConnection(request.organizationId, request.files, limits(), async (connection) => {
    await requireSelect(connection, request.sql, new Set(request.files.map((file) => file.catalog)));
    if (task.isCancelled) throw new Error("Interrupted");
    task.cancel = () => connection.interrupt();
    const result = await connection.stream(request.sql, request.params.map(bindable));
    await sendRows(request, result, task);
  });
}

async function sendRows(request: QueryRequest, result: DuckDBResult, task: Running): Promise<void> {
  let sent = 0;
  let pending: Cell[][] = [];
  const flush = async (): Promise<void> => {
    const rowCount = pending[0]?.length ?? 0;
    if (rowCount === 0) return;
    const acknowledged = new Promise<void>((resolve) => {
      task.more = resolve;
    });
    await send({ kind: "chunk", id: request.id, rowCount, columns: pending });
    sent += rowCount;
    pending = [];
    await acknowledged;
  };
  for (;;) {
    if (task.isCancelled) throw new Error("Interrupted");
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    pending = append(pending, cellsOf(result, chunk));
    const gathered = pending[0]?.length ?? 0;
    if (sent + gathered > request.rowLimit) {
      pending = pending.map((column) => column.slice(0, request.rowLimit - sent));
      await flush();
      return send({ kind: "done", id: request.id, rowCount: sent, truncated: true });
    }
    if (gathered >= rowsPerMessage) await flush();
  }
  await flush();
  await send({ kind: "done", id: request.id, rowCount: sent, truncated: false });
}

function append(columns: Cell[][], more: Cell[][]): Cell[][] {
  return columns.length === 0 ? more : columns.map((column, index) => column.concat(more[index] ?? []));
}

/** Whole numbers that an INTEGER cannot hold would be bound as DOUBLE. */
function bindable(value: string | number | boolean | null): string | number | bigint | boolean | null {
  return typeof value === "number" && Number.isSafeInteger(value) && Math.abs(value) >= 2 ** 31 ? BigInt(value) : value;
}

async function runScript(request: ScriptRequest, task: Running): Promise<void> {
  const { memoryMegabytes, threads, temporaryFolder } = limits();
  const instance = await DuckDBInstance.create(request.path ?? ":memory:", {
    memory_limit: `${memoryMegabytes}MB`,
    threads: String(threads),
    temp_directory: temporaryFolder,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    task.cancel = () => connection.interrupt();
    await connection.run("SET TimeZone = 'UTC'");
    for (const statement of request.statements) {
      if (task.isCancelled) throw new Error("Interrupted");
      await runStatement(request.id, connection, statement);
    }
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
  await send({ kind: "done", id: request.id, rowCount: 0, truncated: false });
}

async function runStatement(
  id: number,
  connection: DuckDBConnection,
  statement: ScriptRequest["statements"][number],
): Promise<void> {
  const result = await connection.run(statement.sql, statement.params.map(bindable));
  let columns: Cell[][] = result.columnNames().map(() => []);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    columns = append(columns, cellsOf(result, chunk));
  }
  await send({ kind: "statement", id, names: result.columnNames(), columns });
}

function send(response: EngineResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    if (process.send === undefined) throw new Error("The engine process has nobody to answer.");
    process.send(response, undefined, undefined, (error) => (error === null ? resolve() : reject(error)));
  });
}

function limits(): InstanceLimits {
  return {
    memoryMegabytes: Number(process.env["ENGINE_MEMORY_MB"]),
    threads: Number(process.env["ENGINE_THREADS"]),
    temporaryFolder: String(process.env["ENGINE_TEMPORARY_FOLDER"]),
  };
}
