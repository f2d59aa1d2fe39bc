import "server-only";
import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";

/**
 * What runs on users' data is exactly one SELECT that names tables of the given catalogs and known functions. The lock-down of the instance
 * keeps files, network and settings out; this keeps out what the lock-down leaves open (PRAGMA, DETACH, several statements, table functions).
 * Throws RefusedStatement.
 */
export async function requireSelect(
  connection: DuckDBConnection,
  sql: string,
  catalogs: ReadonlySet<string>,
): Promise<void> {
  const tree = await readTree(connection, sql);
  const names = namesIn(tree);
  for (const table of names.tables) requireTable(table, names.queryNames, catalogs);
  for (const type of names.tableKinds) if (!tableKinds.has(type)) refuse(`It reads from a ${type}.`);
  for (const name of names.tableFunctions) if (!tableFunctions.has(name)) refuse(`It reads from ${name}().`);
  const known = await knownFunctions(connection);
  for (const name of names.functions) if (!known.has(name)) refuse(`It calls ${name}().`);
}

export class RefusedStatement extends Error {}

function refuse(reason: string): never {
  throw new RefusedStatement(`The data engine only runs a SELECT over the source's own tables. ${reason}`);
}

const serialized = z.union([
  z.object({ error: z.literal(true), error_message: z.string() }),
  z.object({ error: z.literal(false), statements: z.array(z.unknown()) }),
]);

async function readTree(connection: DuckDBConnection, sql: string): Promise<unknown> {
  const result = await connection.run("SELECT json_serialize_sql($1::VARCHAR)", [sql]);
  const text = (await result.getRows())[0]?.[0];
  // A constant beyond what a double holds is written as a bare word that JSON does not have.
  const tree = serialized.parse(JSON.parse(String(text).replace(/:(-?Infinity|NaN)(?=[,}])/g, ":null")));
  if (tree.error) refuse(tree.error_message);
  if (tree.statements.length !== 1) refuse(`It has ${tree.statements.length} statements.`);
  return tree.statements[0];
}

type TableName = { readonly catalog: string; readonly schema: string; readonly table: string };
type Names = {
  readonly tables: TableName[];
  readonly queryNames: Set<string>;
  readonly tableKinds: Set<string>;
  readonly tableFunctions: Set<string>;
  readonly functions: Set<string>;
};

function namesIn(tree: unknown): Names {
  const names: Names = {
    tables: [],
    queryNames: new Set(),
    tableKinds: new Set(),
    tableFunctions: new Set(),
    functions: new Set(),
  };
  collect(tree, names);
  return names;
}

function collect(node: unknown, names: Names): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, names);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const object: Record<string, unknown> = { ...node };
  readNode(object, names);
  for (const value of Object.values(object)) collect(value, names);
}

function readNode(node: Record<string, unknown>, names: Names): void {
  // Only references to tables carry a `sample`; expressions carry a `class` instead.
  if (typeof node["type"] === "string" && "sample" in node && "alias" in node) names.tableKinds.add(node["type"]);
  if (node["type"] === "BASE_TABLE") {
    names.tables.push({
      catalog: String(node["catalog_name"]),
      schema: String(node["schema_name"]),
      table: String(node["table_name"]),
    });
  }
  if (node["type"] === "TABLE_FUNCTION") readTableFunction(node["function"], names);
  if (typeof node["function_name"] === "string") names.functions.add(node["function_name"].toLowerCase());
  if (typeof node["cte_map"] === "object") readQueryNames(node["cte_map"], names);
}

function readTableFunction(call: unknown, names: Names): void {
  const parsed = z.object({ function_name: z.string() }).safeParse(call);
  names.tableFunctions.add(parsed.success ? parsed.data.function_name.toLowerCase() : "an unknown function");
}

function readQueryNames(map: unknown, names: Names): void {
  const parsed = z.object({ map: z.array(z.object({ key: z.string() })) }).safeParse(map);
  if (parsed.success) for (const entry of parsed.data.map) names.queryNames.add(entry.key.toLowerCase());
}

function requireTable(name: TableName, queryNames: ReadonlySet<string>, catalogs: ReadonlySet<string>): void {
  if (name.catalog === "" && name.schema === "" && queryNames.has(name.table.toLowerCase())) return;
  if (catalogs.has(name.catalog) && name.schema === "main") return;
  refuse(`It reads from ${name.table}.`);
}

const tableKinds: ReadonlySet<string> = new Set([
  "BASE_TABLE",
  "SUBQUERY",
  "JOIN",
  "EMPTY",
  "EXPRESSION_LIST",
  "TABLE_FUNCTION",
]);
const tableFunctions: ReadonlySet<string> = new Set(["unnest", "range", "generate_series"]);

/** Built-in functions that look at the process, its settings or its state. */
const refusedFunctions =
  /^(getenv|getvariable|current_setting|set_config|nextval|currval|version|write_log|parse_duckdb_log_message|query|query_table|json_execute_serialized_sql|json_serialize_plan|in_search_path|txid_current|pg_.*|duckdb_.*|has_.*_privilege|inet_.*|current_(user|role|catalog|database|query|schemas?|connection_id|transaction_id|query_id)|session_user|user)$/;

let functions: ReadonlySet<string> | undefined;

async function knownFunctions(connection: DuckDBConnection): Promise<ReadonlySet<string>> {
  if (functions !== undefined) return functions;
  const result = await connection.run(
    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate', 'macro') AND database_name = 'system'",
  );
  const names = (await result.getRows()).map((row) => String(row[0]).toLowerCase());
  // Window functions and unnest are part of the grammar and stand in no catalog.
  const grammar = [
    "unnest",
    "row_number",
    "rank",
    "dense_rank",
    "rank_dense",
    "percent_rank",
    "cume_dist",
    "ntile",
    "lag",
    "lead",
    "first_value",
    "last_value",
    "nth_value",
    "fill",
  ];
  functions = new Set([...names, ...grammar].filter((name) => !refusedFunctions.test(name)));
  return functions;
}
