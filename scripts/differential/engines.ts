import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import postgres from "postgres";
import type { DialectName } from "#lib/sql/dialect";
import type { SqlStatement } from "#lib/sql/fragment";
import { createTables, type Tables } from "./tables.ts";

/** Both engines with the same tables in them; cells come as text. */
export type Engines = {
  /** Makes the tables of this number when they are not there. */
  tables(number: number): Promise<Tables>;
  run(dialect: DialectName, statement: SqlStatement): Promise<readonly (readonly (string | null)[])[]>;
  close(): Promise<void>;
};

/** How many cases may be asked at a time. */
export const lanes = 4;

/** `url`: a database of a PostgreSQL that the tables may be made in. */
export async function openEngines(url: string): Promise<Engines> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const duckdb = await instance.connect();
  const types = { date: { to: 1184, from: [1082, 1114, 1184], serialize: String, parse: String } };
  const sql = postgres(url, { max: lanes, onnotice: () => undefined, types });
  const known = new Map<number, Promise<Tables>>();
  const runners = {
    duckdb: (statement: SqlStatement) => runDuckDb(duckdb, statement),
    postgres: (statement: SqlStatement) =>
      sql.unsafe(statement.sql, [...statement.params], { prepare: false }).values(),
  };
  const makeTables = async (number: number): Promise<Tables> => {
    const made = createTables(number);
    for (const statement of made.statements) {
      await duckdb.run(statement);
      await sql.unsafe(statement);
    }
    return made;
  };
  return {
    tables(number) {
      const found = known.get(number) ?? makeTables(number);
      known.set(number, found);
      return found;
    },
    async run(dialect, statement) {
      const rows = await runners[dialect](statement);
      return rows.map((row: readonly unknown[]) => row.map(textCell));
    },
    async close() {
      duckdb.closeSync();
      instance.closeSync();
      await sql.end();
    },
  };
}

async function runDuckDb(
  connection: DuckDBConnection,
  { sql, params }: SqlStatement,
): Promise<readonly (readonly unknown[])[]> {
  const reader = await connection.runAndReadAll(sql, [...params]);
  return reader.getRowsJson();
}

function textCell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
