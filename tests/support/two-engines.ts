import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import postgres from "postgres";
import { afterAll, beforeAll } from "vitest";
import type { SqlStatement, SqlValue } from "#lib/sql/fragment";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { databaseUrl, onServer } from "./database.ts";

/** The same small tables in a real DuckDB and a real PostgreSQL. */
export type TestTable = {
  readonly name: string;
  /** Column name to a type that both engines know. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly (readonly Cell[])[];
};

export type TwoEngines = {
  readonly duckdb: (statement: SqlStatement, schema: readonly ResultColumn[]) => Promise<Cell[][]>;
  readonly postgres: (statement: SqlStatement, schema: readonly ResultColumn[]) => Promise<Cell[][]>;
};

/** Call at the top of a test file; the functions work from `beforeAll` on. */
export function useTwoEngines(tables: readonly TestTable[]): TwoEngines {
  const name = `engines_${Math.random().toString(36).slice(2, 10)}`;
  let duck: DuckDBConnection | undefined;
  let sql: postgres.Sql | undefined;

  beforeAll(async () => {
    const instance = await DuckDBInstance.create(":memory:");
    duck = await instance.connect();
    await onServer((server) => server`create database ${server(name)}`);
    sql = postgres(databaseUrl(name), { max: 2, onnotice: () => undefined, types: textTypes });
    for (const table of tables) {
      for (const statement of createStatements(table)) {
        await duck.run(statement);
        await sql.unsafe(statement);
      }
    }
  });

  afterAll(async () => {
    duck?.closeSync();
    await sql?.end();
    await onServer((server) => server`drop database if exists ${server(name)} with (force)`);
  });

  return {
    async duckdb(statement, schema) {
      if (duck === undefined) throw new Error("The engines are not started.");
      const reader = await duck.runAndReadAll(statement.sql, statement.params.map(duckValue));
      return cells(reader.getRowsJson(), schema);
    },
    async postgres(statement, schema) {
      if (sql === undefined) throw new Error("The engines are not started.");
      const rows = await sql.unsafe(statement.sql, [...statement.params], { prepare: false }).values();
      return cells(rows, schema);
    },
  };
}

const textTypes = {
  date: { to: 1184, from: [1082, 1114, 1184], serialize: String, parse: String },
};

function duckValue(value: SqlValue): DuckDBValue {
  return value;
}

function createStatements({ name, columns, rows }: TestTable): readonly string[] {
  const declared = Object.entries(columns).map(([column, type]) => `"${column.replaceAll('"', '""')}" ${type}`);
  const create = `CREATE TABLE "${name}" (${declared.join(", ")})`;
  if (rows.length === 0) return [create];
  const values = rows.map((row) => `(${row.map(literal).join(", ")})`);
  return [create, `INSERT INTO "${name}" VALUES ${values.join(", ")}`];
}

function literal(cell: Cell): string {
  if (cell === null) return "NULL";
  return typeof cell === "string" ? `'${cell.replaceAll("'", "''")}'` : String(cell);
}

/** Cells in one form, so that engines can be compared: whole numbers as they are, others to twelve digits, dates as ISO text. */
function cells(rows: readonly (readonly unknown[])[], schema: readonly ResultColumn[]): Cell[][] {
  return rows.map((row) => row.map((value, index) => cell(value, schema[index])));
}

function cell(value: unknown, column: ResultColumn | undefined): Cell {
  if (value === null || value === undefined) return null;
  if (column?.type === "number") return numberCell(Number(value));
  if (column?.type === "date") return String(value).replace("T", " ").replace(/\.0+$/, "").padEnd(19, " 00:00:00");
  if (typeof value === "boolean") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function numberCell(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(12));
}
