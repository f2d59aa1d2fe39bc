import "server-only";
import type { ValueType } from "#lib/formula/types";
import type { Cell } from "#lib/worksheet/result";
import type { CatalogColumn, CatalogTable, Connector } from "../connector.ts";
import { builderEngine, queryEngine } from "./engines.ts";
import { quoteName, quoteText } from "./instances.ts";
import type { EngineFile } from "./protocol.ts";

const defaultDeadlineMs = 60_000;

/** Queries over files of an organization, in its instance of the engine process. */
export function createDuckdbConnector(organizationId: string, files: readonly EngineFile[]): Connector {
  return {
    dialect: "duckdb",
    catalog: (signal) => readCatalog(files, signal),
    run: (sql, params, { signal, rowLimit, onChunk, deadlineMs = defaultDeadlineMs }) =>
      queryEngine().query(
        { organizationId, files: [...files], sql, params: [...params], rowLimit },
        { signal, deadlineMs, onChunk },
      ),
  };
}

async function readCatalog(files: readonly EngineFile[], signal: AbortSignal): Promise<readonly CatalogTable[]> {
  const statements = files.flatMap(({ catalog, path }) => [
    { sql: `ATTACH ${quoteText(path)} AS ${quoteName(catalog)} (READ_ONLY)`, params: [] },
    {
      sql: `SELECT t.table_name, t.estimated_size, c.column_name, c.data_type, c.is_nullable, c.comment
        FROM duckdb_tables() t JOIN duckdb_columns() c USING (database_name, schema_name, table_name)
        WHERE database_name = $1 ORDER BY t.table_name, c.column_index`,
      params: [catalog],
    },
  ]);
  const results = await builderEngine().script({ path: null, statements }, { signal, deadlineMs: defaultDeadlineMs });
  return results.flatMap(({ columns }, index) => (index % 2 === 1 ? tablesOf(columns) : []));
}

function tablesOf(columns: readonly (readonly Cell[])[]): CatalogTable[] {
  const [names = [], sizes = []] = columns;
  const tables = new Map<string, CatalogTable & { readonly columns: CatalogColumn[] }>();
  names.forEach((cell, row) => {
    const name = String(cell);
    const table = tables.get(name) ?? {
      schema: "main",
      name,
      comment: null,
      estimatedRows: Number(sizes[row]),
      columns: [],
    };
    table.columns.push(columnOf(columns, row));
    tables.set(name, table);
  });
  return [...tables.values()];
}

function columnOf(columns: readonly (readonly Cell[])[], row: number): CatalogColumn {
  const [, , names = [], types = [], nullable = [], comments = []] = columns;
  const nativeType = String(types[row]);
  const comment = comments[row] ?? null;
  return {
    name: String(names[row]),
    type: valueTypeOf(nativeType),
    nativeType,
    nullable: nullable[row] === true,
    comment: comment === null ? null : String(comment),
  };
}

/** What a DuckDB type is in the formula language. */
export function valueTypeOf(nativeType: string): ValueType {
  const type = nativeType.toUpperCase();
  if (/\[|^(STRUCT|MAP|UNION|JSON|VARIANT)/.test(type)) return "variant";
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL|FLOAT|DOUBLE)/.test(type)) return "number";
  if (/^(DATE|TIMESTAMP)/.test(type)) return "date";
  return type === "BOOLEAN" ? "logical" : "text";
}
