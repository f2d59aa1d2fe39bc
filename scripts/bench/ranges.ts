import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { SqlStatement } from "#lib/sql/fragment";
import { type CheckScope, checkView } from "#lib/worksheet/check";
import { compileRange } from "#lib/worksheet/compile";
import type { Sort, Worksheet } from "#lib/worksheet/worksheet";
import { createRandom } from "#tests/support/random";
import { benchContext, openSample } from "./compiled-sql.ts";
import { compareInTurn, type Measurement, timed } from "./rounds.ts";
import { ordersId, sampleSources } from "./sample-sources.ts";

/** What a table reads at once while somebody scrolls. */
const blockRows = 2_000;
/** Our ranges may take this much longer than those written by hand, which do not say what comes first of equals: ours sort by all columns. */
const mostOverHand = { stored: 1.3, sorted: 3 };

type Scroll = { readonly name: string; readonly sort: readonly Sort[]; readonly byHand: string; readonly most: number };

const scrolls: readonly Scroll[] = [
  { name: "as they are stored", sort: [], byHand: "", most: mostOverHand.stored },
  {
    name: "sorted by date",
    sort: [{ columnId: "date", direction: "descending" }],
    byHand: "ORDER BY order_date DESC NULLS LAST",
    most: mostOverHand.sorted,
  },
];

/** Ranges at random places of so many order lines, against ranges of the same columns written by hand on a raw DuckDB. */
export async function measureRanges(rows: number, rounds: number): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), "askbook-bench-"));
  try {
    const connection = await openSample(join(folder, "sample.duckdb"), rows);
    const measurements: Measurement[] = [];
    for (const scroll of scrolls) measurements.push(await measureScroll(connection, scroll, rows, rounds));
    connection.closeSync();
    return measurements;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function measureScroll(
  connection: DuckDBConnection,
  scroll: Scroll,
  rows: number,
  rounds: number,
): Promise<Measurement> {
  const random = createRandom(7);
  const offsets = Array.from({ length: rounds + 1 }, () => random.integer(0, rows - blockRows));
  const [hand, own] = [offsets.values(), offsets.values()];
  const next = (places: Iterator<number>): number => places.next().value ?? 0;
  const byHand = {
    name: "by hand",
    run: () => {
      const range = `LIMIT ${blockRows} OFFSET ${next(hand)}`;
      const sql = `SELECT order_id, order_date, quantity, sales FROM sample.order_lines ${scroll.byHand} ${range}`;
      return timed(() => connection.runAndReadAll(sql));
    },
  };
  const ours = () => {
    const { sql, params } = compileAt(next(own), scroll.sort);
    return timed(() => connection.runAndReadAll(sql, [...params]));
  };
  const name = `${blockRows} rows of ${rows.toLocaleString("en")}, ${scroll.name}`;
  return compareInTurn(name, rounds, byHand, ours).then((measured) => ({ ...measured, most: scroll.most }));
}

function compileAt(offset: number, sort: readonly Sort[]): SqlStatement {
  const worksheet: Worksheet = {
    version: 1,
    name: "Lines",
    source: { sourceId: ordersId },
    columns: [
      { id: "order", name: "Order", formula: "[Order Id]" },
      { id: "date", name: "Date", formula: "[Order Date]" },
      { id: "quantity", name: "Units", formula: "[Quantity]" },
      { id: "sales", name: "Amount", formula: "[Sales]" },
    ],
    groupings: [],
    summaries: [],
    filters: [],
    sort: [...sort],
    limit: null,
  };
  const document = { worksheets: { w: worksheet }, controls: [] };
  const scope: CheckScope = { sources: sampleSources(), document, customFunctions: [], weekStart: "sunday" };
  const view = { worksheetId: "w", level: "base", columns: worksheet.columns.map(({ id }) => id) };
  return compileRange(checkView(view, scope), "duckdb", benchContext, { offset, limit: blockRows });
}
