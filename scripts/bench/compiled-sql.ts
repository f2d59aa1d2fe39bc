import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { asOf } from "#lib/data/sample/calendar";
import { sampleTables } from "#lib/data/sample/tables";
import type { SqlStatement } from "#lib/sql/fragment";
import { type CheckScope, checkView } from "#lib/worksheet/check";
import { type CompileContext, compileView } from "#lib/worksheet/compile";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import { compareInTurn, type Measurement, timed } from "./rounds.ts";
import { catalog, ordersId, sampleSources } from "./sample-sources.ts";
import { type TypicalWorksheet, typicalWorksheets } from "./worksheets.ts";

/** Our SQL may take this much longer than what is written by hand. */
const mostOverHand = 1.15;

/** The compiled statement of each typical worksheet against SQL written by hand, both on one connection of a raw DuckDB. */
export async function measureCompiledSql(rows: number, rounds: number): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), "askbook-bench-"));
  try {
    const connection = await openSample(join(folder, "sample.duckdb"), rows);
    const measurements: Measurement[] = [];
    for (const worksheet of typicalWorksheets) {
      const statement = compileTypical(worksheet);
      await requireSameRows(connection, worksheet, statement);
      const byHand = { name: "by hand", run: () => timed(() => connection.runAndReadAll(worksheet.sql)) };
      const ours = () => timed(() => connection.runAndReadAll(statement.sql, [...statement.params]));
      const measured = await compareInTurn(worksheet.name, rounds, byHand, ours);
      measurements.push({ ...measured, most: mostOverHand });
    }
    connection.closeSync();
    return measurements;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function openSample(path: string, rows: number): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(`ATTACH '${path}' AS "${catalog}"`);
  await connection.run(`USE "${catalog}"`);
  for (const { name, select } of sampleTables(rows)) await connection.run(`CREATE TABLE ${name} AS ${select}`);
  await connection.run("USE memory");
  return connection;
}

export function compileTypical({ name, draft }: TypicalWorksheet): SqlStatement {
  const sources = sampleSources();
  const source = sources.get(ordersId);
  if (source === undefined) throw new Error("Orders is not among the sources.");
  const scope: CheckScope = {
    sources,
    document: { worksheets: {}, controls: [] },
    customFunctions: [],
    weekStart: "sunday",
  };
  const created = createWorksheet({ ...emptyDraft, ...draft, name, source: source.name }, source, scope);
  if (!created.ok) throw new Error(`${name}: ${JSON.stringify(created.diagnostics)}`);
  const checked = checkView(created.view, { ...scope, document: created.document });
  return compileView(checked, "duckdb", benchContext);
}

export const benchContext: CompileContext = {
  timeZone: "UTC",
  weekStart: "sunday",
  asOf,
  person: { email: "", firstName: "", fullName: "", teams: [], attributes: {} },
  controls: [],
};

const emptyDraft = {
  columns: [],
  filters: [],
  groupings: [],
  summaries: [],
  show: null,
  sort: [],
  limit: null,
};

/** A comparison of speed means nothing when the answers differ. */
async function requireSameRows(
  connection: DuckDBConnection,
  { name, sql }: TypicalWorksheet,
  statement: SqlStatement,
): Promise<void> {
  const ours = await connection.runAndReadAll(statement.sql, [...statement.params]);
  const byHand = await connection.runAndReadAll(sql);
  const [left, right] = [ours, byHand].map((reader) =>
    JSON.stringify(reader.getRowsJson().map((row) => row.map(plain))),
  );
  if (left !== right) throw new Error(`${name}: other rows than by hand.\n${statement.sql}\n${left}\n${right}`);
}

/** Dates and numbers alike, however an engine types them. */
function plain(cell: unknown): unknown {
  if (typeof cell === "string" && /^\d{4}-\d\d-\d\d/.test(cell)) return cell.slice(0, 10);
  const number = typeof cell === "string" || typeof cell === "number" ? Number(cell) : Number.NaN;
  return Number.isNaN(number) ? cell : Number(number.toPrecision(10));
}
