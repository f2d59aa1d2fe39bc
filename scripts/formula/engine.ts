import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import postgres from "postgres";
import type { DialectName } from "#lib/sql/dialect";
import type { SqlValue } from "#lib/sql/fragment";
import { startCluster } from "../postgres/cluster.ts";

/** An engine that formulas are tried on: statements in, rows of texts out. */
export type FormulaEngine = {
  readonly dialect: DialectName;
  /** Where tables are made: in a catalog of this name; null: as temporary tables of the connection. */
  readonly catalog: string | null;
  readonly execute: (sql: string) => Promise<void>;
  readonly query: (sql: string, params: readonly SqlValue[]) => Promise<readonly (readonly (string | null)[])[]>;
  readonly close: () => Promise<void>;
};

export async function openDuckDb(): Promise<FormulaEngine> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  return {
    dialect: "duckdb",
    catalog: null,
    execute: async (sql) => {
      await connection.run(sql);
    },
    query: async (sql, params) => {
      const reader = await connection.runAndReadAll(sql, [...params]);
      return reader.getRows().map((row) => row.map(textCell));
    },
    close: async () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** On a running server when its address is given, else on one of our own that ends with `close`. */
export async function openPostgres(url?: string): Promise<FormulaEngine> {
  if (url !== undefined) return connectPostgres(url, async () => undefined);
  const folder = await mkdtemp(join(tmpdir(), "askbook-formula-"));
  const cluster = await startCluster({ folder: join(folder, "data"), password: randomBytes(12).toString("hex") });
  return connectPostgres(cluster.urlOf("postgres"), async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  });
}

function connectPostgres(url: string, onClose: () => Promise<void>): FormulaEngine {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  return {
    dialect: "postgres",
    catalog: null,
    execute: async (statement) => {
      await sql.unsafe(statement);
    },
    query: async (statement, params) => {
      const rows = await sql.unsafe(statement, [...params], { prepare: false }).values();
      return rows.map((row) => row.map(textCell));
    },
    close: async () => {
      await sql.end();
      await onClose();
    },
  };
}

function textCell(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
