import "server-only";
import { z } from "zod";
import type { CatalogTable } from "../connector.ts";
import { valueTypeOf } from "./cells.ts";
import { withReserved } from "./pool.ts";
import type { PostgresAccess } from "./settings.ts";

/** Tables and views that the role may read, with comments. Partitions are seen through their parent. */
const tablesQuery = `
SELECT n.nspname AS schema, c.relname AS name, obj_description(c.oid, 'pg_class') AS comment,
  CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint::text END AS rows,
  a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS native_type, NOT a.attnotnull AS nullable,
  col_description(c.oid, a.attnum) AS column_comment
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
ORDER BY n.nspname, c.relname, a.attnum`;

const keysQuery = `
SELECT n.nspname AS schema, c.relname AS name, k.contype AS kind, fn.nspname AS to_schema, f.relname AS to_name,
  (SELECT json_agg(a.attname ORDER BY p.i) FROM unnest(k.conkey) WITH ORDINALITY p(n, i)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.n)::text AS columns,
  (SELECT json_agg(a.attname ORDER BY p.i) FROM unnest(k.confkey) WITH ORDINALITY p(n, i)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.n)::text AS to_columns
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE k.contype IN ('p', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND has_table_privilege(c.oid, 'SELECT')
ORDER BY 1, 2, k.conname`;

const flag = z.union([z.boolean(), z.string().transform((text) => text === "t")]);
const tableRow = z.object({
  schema: z.string(),
  name: z.string(),
  comment: z.string().nullable(),
  rows: z.coerce.number().nullable(),
  column_name: z.string(),
  native_type: z.string(),
  nullable: flag,
  column_comment: z.string().nullable(),
});
const names = z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text)));
const keyRow = z.object({
  schema: z.string(),
  name: z.string(),
  kind: z.enum(["p", "f"]),
  to_schema: z.string().nullable(),
  to_name: z.string().nullable(),
  columns: names,
  to_columns: names.nullable(),
});

export type PostgresKey = {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** Absent for a primary key. */
  readonly references?: { readonly schema: string; readonly table: string; readonly columns: readonly string[] };
};

export async function readTables(access: PostgresAccess): Promise<readonly CatalogTable[]> {
  const rows = await withReserved(access, (connection) => connection.unsafe(tablesQuery));
  const tables = new Map<string, z.infer<typeof tableRow>[]>();
  for (const row of z.array(tableRow).parse([...rows])) {
    const key = JSON.stringify([row.schema, row.name]);
    tables.set(key, [...(tables.get(key) ?? []), row]);
  }
  return [...tables.values()].flatMap((columns) => tableOf(columns));
}

function tableOf(rows: readonly z.infer<typeof tableRow>[]): CatalogTable[] {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = rows.map((row) => ({
    name: row.column_name,
    type: valueTypeOf(row.native_type),
    nativeType: row.native_type,
    nullable: row.nullable,
    comment: row.column_comment,
  }));
  return [{ schema: first.schema, name: first.name, comment: first.comment, estimatedRows: first.rows, columns }];
}

/** Primary and foreign keys: what relationships are suggested from. */
export async function readKeys(access: PostgresAccess): Promise<readonly PostgresKey[]> {
  const rows = await withReserved(access, (connection) => connection.unsafe(keysQuery));
  return z
    .array(keyRow)
    .parse([...rows])
    .map(({ schema, name, columns, to_schema, to_name, to_columns }) => ({
      schema,
      table: name,
      columns,
      ...(to_schema === null || to_name === null || to_columns === null
        ? {}
        : { references: { schema: to_schema, table: to_name, columns: to_columns } }),
    }));
}

/** Whether the role could change anything that it can see: then whoever connects it is warned. */
export async function canWrite(access: PostgresAccess): Promise<boolean> {
  const rows = await withReserved(access, (connection) =>
    connection.unsafe(`
SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) OR EXISTS (
  SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS writes`),
  );
  return z.array(z.object({ writes: flag })).parse([...rows])[0]?.writes ?? false;
}
