import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { z } from "zod";
import type { ColumnDescription } from "#lib/contract/ask-tools";
import { cellsOf } from "#lib/data/duckdb/cells";
import type { ValueType } from "#lib/formula/types";
import type { SqlValue } from "#lib/sql/fragment";
import type { Cell } from "#lib/worksheet/result";
import type { Source } from "#lib/worksheet/worksheet";
import { evalFolder } from "#scripts/eval/sets";

/** A CSV in the engine: its source, what describe-source tells of it, and its distinct texts by column. */
export type Table = {
  readonly source: Source;
  readonly rowCount: number;
  readonly columns: readonly ColumnDescription[];
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, string>>;
};

export type Engine = {
  readonly table: (csv: string) => Promise<Table>;
  readonly run: (sql: string, params: readonly SqlValue[]) => Promise<readonly (readonly Cell[])[]>;
};

const schemaFile = z.record(
  z.string(),
  z.object({
    csv: z.string(),
    table_label: z.string(),
    columns: z.array(z.object({ name: z.string(), label: z.string(), type: z.string() })),
  }),
);
type Labels = {
  readonly table: string;
  readonly columns: ReadonlyMap<string, { readonly label: string; readonly type: string }>;
};

export async function createEngine(): Promise<Engine> {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const labels = await readLabels();
  const tables = new Map<string, Promise<Table>>();
  const run: Engine["run"] = (sql, params) => query(connection, sql, params);
  return {
    run,
    table: (csv) => {
      const known = tables.get(csv);
      if (known !== undefined) return known;
      const loaded = loadTable(csv, `t${tables.size}`, labels.get(csv), connection, run);
      tables.set(csv, loaded);
      return loaded;
    },
  };
}

async function readLabels(): Promise<ReadonlyMap<string, Labels>> {
  const schema = schemaFile.parse(JSON.parse(await readFile(`${evalFolder}data/spider_schema.json`, "utf8")));
  return new Map(
    Object.values(schema).map(({ csv, table_label, columns }) => [
      csv,
      { table: table_label, columns: new Map(columns.map(({ name, label, type }) => [name, { label, type }])) },
    ]),
  );
}

async function query(connection: DuckDBConnection, sql: string, params: readonly SqlValue[]): Promise<Cell[][]> {
  const result = await connection.run(sql, [...params]);
  const columns = Array.from({ length: result.columnCount }, (): Cell[] => []);
  for await (const chunk of result) {
    for (const [index, cells] of cellsOf(result, chunk).entries()) columns[index]?.push(...cells);
  }
  return columns;
}

async function loadTable(
  csv: string,
  id: string,
  labels: Labels | undefined,
  connection: DuckDBConnection,
  run: Engine["run"],
): Promise<Table> {
  const path = `${evalFolder}${csv}`.replaceAll("'", "''");
  await connection.run(
    `CREATE TABLE raw_${id} AS SELECT * FROM read_csv('${path}', all_varchar = true, header = true, parallel = false, delim = ',', quote = '"', escape = '"')`,
  );
  const names = (await run(`SELECT column_name FROM (DESCRIBE raw_${id})`, []))[0]?.map(String) ?? [];
  const types = await Promise.all(names.map((name) => findType(name, id, labels?.columns.get(name)?.type, run)));
  const casts = names.map((name, index) => castOf(name, types[index] ?? "VARCHAR"));
  await connection.run(`CREATE TABLE ${id} AS SELECT ${casts.join(", ")} FROM raw_${id}; DROP TABLE raw_${id}`);
  const rowCount = Number((await run(`SELECT count(*) FROM ${id}`, []))[0]?.[0] ?? 0);
  const described = await Promise.all(
    names.map((name, index) => describe(name, types[index] ?? "VARCHAR", id, labels, run)),
  );
  return {
    source: sourceOf(csv, id, described, types, labels),
    rowCount,
    columns: described.map(({ column }) => column),
    texts: new Map(described.flatMap(({ column, texts }) => (texts === null ? [] : [[column.name, texts] as const]))),
  };
}

const number = String.raw`^[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][-+]?\d+)?$`;
const date = String.raw`^\d{4}-\d{2}-\d{2}$`;
const time = String.raw`^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$`;
type SqlType = "BIGINT" | "DOUBLE" | "DATE" | "TIMESTAMP" | "BOOLEAN" | "VARCHAR";

/** The narrowest type that every value fits. Codes with leading zeros stay text, and so does what the data set calls text. */
async function findType(name: string, id: string, known: string | undefined, run: Engine["run"]): Promise<SqlType> {
  const text = quote(name);
  const all = (test: string): string =>
    `coalesce(bool_and(${test}) FILTER (${text} IS NOT NULL AND trim(${text}) <> ''), false)`;
  const [values] = [
    await run(
      `SELECT ${all(`regexp_matches(trim(${text}), '${number}')`)}, ${all(`regexp_matches(trim(${text}), '^-?(0|[1-9]\\d{0,17})$')`)}, ${all(`regexp_matches(trim(${text}), '${date}') AND try_cast(${text} AS DATE) IS NOT NULL`)}, ${all(`regexp_matches(trim(${text}), '${time}') AND try_cast(${text} AS TIMESTAMP) IS NOT NULL`)}, ${all(`lower(trim(${text})) IN ('true', 'false')`)}, bool_or(regexp_matches(trim(${text}), '^0\\d+$')) FROM raw_${id}`,
      [],
    ),
  ];
  const [isNumber, isWhole, isDate, isTime, isLogical, hasZeros] = values.map((column) => column[0] === true);
  if (isDate) return "DATE";
  if (isTime) return "TIMESTAMP";
  if (isLogical) return "BOOLEAN";
  const mayBeNumber = known === undefined ? !hasZeros : known === "number";
  if (!isNumber || !mayBeNumber) return "VARCHAR";
  return isWhole ? "BIGINT" : "DOUBLE";
}

function castOf(name: string, type: SqlType): string {
  const column = `nullif(trim(${quote(name)}), '')`;
  if (type === "VARCHAR") return `${column} AS ${quote(name)}`;
  const text = type === "BIGINT" || type === "DOUBLE" ? `replace(${column}, ',', '')` : column;
  return `try_cast(${text} AS ${type}) AS ${quote(name)}`;
}

const valueTypeOf: Readonly<Record<SqlType, ValueType>> = {
  BIGINT: "number",
  DOUBLE: "number",
  DATE: "date",
  TIMESTAMP: "date",
  BOOLEAN: "logical",
  VARCHAR: "text",
};

async function describe(name: string, sqlType: SqlType, id: string, labels: Labels | undefined, run: Engine["run"]) {
  const type = valueTypeOf[sqlType];
  const text = quote(name);
  const [distinct, min, max] = await run(`SELECT count(DISTINCT ${text}), min(${text}), max(${text}) FROM ${id}`, []);
  const column: ColumnDescription = {
    name,
    type,
    ...(type === "date" ? { grain: sqlType === "DATE" ? ("day" as const) : ("time" as const) } : {}),
    description: labels?.columns.get(name)?.label ?? "",
    distinctCount: Number(distinct?.[0] ?? 0),
    min: min?.[0] ?? null,
    max: max?.[0] ?? null,
  };
  if (type !== "text") return { column, texts: null };
  const [values] = await run(`SELECT DISTINCT ${text} FROM ${id} WHERE ${text} IS NOT NULL ORDER BY 1 LIMIT 20000`, []);
  const texts = new Map((values ?? []).map((value) => [String(value).toLowerCase(), String(value)]));
  return { column: { ...column, examples: [...texts.values()].slice(0, 5) }, texts };
}

function sourceOf(
  csv: string,
  id: string,
  described: readonly { readonly column: ColumnDescription }[],
  types: readonly SqlType[],
  labels: Labels | undefined,
): Source {
  const file = basename(csv, ".csv");
  return {
    id,
    connectionId: "upload",
    name: labels?.table ?? file.slice(file.indexOf("__") < 0 ? 0 : file.indexOf("__") + 2),
    kind: "table",
    table: { catalog: null, schema: null, name: id },
    asOf: "2026-11-01",
    version: "1",
    description: "",
    aiContext: "",
    endorsement: "none",
    columns: described.map(({ column }, index) => ({
      id: column.name,
      name: column.name,
      type: column.type,
      ...(column.grain === undefined ? {} : { grain: column.grain }),
      nativeType: types[index] ?? "VARCHAR",
      description: column.description,
      neverSend: false,
      hidden: false,
    })),
    metrics: [],
    relationships: [],
  };
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
