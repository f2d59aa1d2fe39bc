import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { storedRowLimit } from "#lib/data/collect-rows";
import type { SqlStatement } from "#lib/sql/fragment";
import { type CheckScope, checkView } from "#lib/worksheet/check";
import { compileRange, compileView } from "#lib/worksheet/compile";
import type { Worksheet } from "#lib/worksheet/worksheet";
import { benchContext, compileTypical, openSample } from "./compiled-sql.ts";
import type { Measurement } from "./rounds.ts";
import { ordersId, sampleSources } from "./sample-sources.ts";
import { typicalWorksheets } from "./worksheets.ts";

/** While the rest comes sooner than this after the first rows, a table that showed them alone would only flicker. */
const mostWaitMs = 200;

type List = { readonly name: string; readonly columns?: readonly string[]; readonly filter?: string };

/** Rows without a sort or limit: the only ones that an engine can hand on before it has seen them all. */
const lists: readonly List[] = [
  { name: "all rows" },
  { name: "a sixth of the rows", filter: "[Quantity] = 3" },
  { name: "one row of a thousand", filter: "[Sales] > 8000 And [Quantity] > 3" },
  { name: "rows with a text in them", filter: 'Contains(Text([Order Id]), "999") And [Sales] > 3000' },
  { name: "rows with what is joined", columns: ["Region", "Product Name"], filter: '[Region] = "West"' },
];

/** How long the last of the rows that are kept comes after the first of them, of so many order lines on a raw DuckDB. */
export async function measureFirstRows(rows: number, rounds: number): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), "askbook-bench-"));
  try {
    const connection = await openSample(join(folder, "sample.duckdb"), rows);
    const aggregate = typicalWorksheets.slice(0, 1).map((worksheet) => ({
      name: worksheet.name,
      statement: compileTypical(worksheet),
    }));
    const statements = [...lists.map((list) => ({ name: list.name, statement: compileList(list) })), ...aggregate];
    const measurements: Measurement[] = [];
    for (const { name, statement } of statements)
      measurements.push(await measureWait(connection, name, statement, rounds));
    connection.closeSync();
    return measurements;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureWait(
  connection: DuckDBConnection,
  name: string,
  statement: SqlStatement,
  rounds: number,
): Promise<Measurement> {
  const first: number[] = [];
  const end: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const times = await timeRows(connection, statement);
    if (round === 0) continue;
    first.push(times.first);
    end.push(times.end);
  }
  return { name, baseline: { name: "first rows", milliseconds: first }, ours: end, mostOverhead: mostWaitMs };
}

async function timeRows(
  connection: DuckDBConnection,
  { sql, params }: SqlStatement,
): Promise<{ readonly first: number; readonly end: number }> {
  const started = performance.now();
  const result = await connection.stream(sql, [...params]);
  let first: number | null = null;
  let rowCount = 0;
  while (rowCount <= storedRowLimit) {
    const chunk = await result.fetchChunk();
    first ??= performance.now() - started;
    if (chunk === null || chunk.rowCount === 0) break;
    rowCount += chunk.rowCount;
  }
  const end = performance.now() - started;
  return { first: first ?? end, end };
}

/** As the product runs it: what comes in no order goes by all columns. */
function compileList({ columns = [], filter }: List): SqlStatement {
  const names = ["Order Id", "Order Date", "Quantity", "Sales", ...columns];
  const worksheet: Worksheet = {
    version: 1,
    name: "Lines",
    source: { sourceId: ordersId },
    columns: [
      ...names.map((name) => ({ id: name, name: `${name} shown`, formula: `[${name}]` })),
      ...(filter === undefined ? [] : [{ id: "kept", name: "Kept", formula: filter }]),
    ],
    groupings: [],
    summaries: [],
    filters:
      filter === undefined
        ? []
        : [{ id: "f", kind: "list", columnId: "kept", exclude: false, nulls: "drop", values: [true] }],
    sort: [],
    limit: null,
  };
  const document = { worksheets: { w: worksheet }, controls: [] };
  const scope: CheckScope = { sources: sampleSources(), document, customFunctions: [], weekStart: "sunday" };
  const checked = checkView({ worksheetId: "w", level: "base", columns: names }, scope);
  const { rowOrder, ...statement } = compileView(checked, "duckdb", benchContext);
  if (rowOrder !== "none") return statement;
  return compileRange(checked, "duckdb", benchContext, { offset: 0, limit: storedRowLimit + 1 });
}
