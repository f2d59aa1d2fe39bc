import "server-only";
import { findResultChunks, getStoredResult, type StoredResult } from "#db/queries/results";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission } from "#lib/permissions";
import type { Cell, ResultRows, ResultSummary } from "#lib/worksheet/result";
import { streamRows } from "./collect-rows.ts";
import { hashQuery, type PreparedView, prepareView } from "./prepare-view.ts";
import { summaryOf } from "./summary.ts";

export type RowRange = { readonly offset: number; readonly limit: number };

/** Rows that the engine is asked to pass over for a range beyond what is stored. */
const deepestRow = 1_000_000;

/** Throws `not_found` for another person's result, and when its source is no longer the viewer's to use. */
export async function getResult(viewer: Person, resultId: string): Promise<ResultSummary> {
  const { sql: _, ...summary } = summaryOf(await getStoredResult(viewer, resultId));
  return summary;
}

/** For those who may see SQL. */
export async function getResultSql(viewer: Person, resultId: string): Promise<string> {
  requirePermission(viewer, "viewSql");
  return (await getStoredResult(viewer, resultId)).sql;
}

/** A range of a result's rows: from what is stored while the rules of its sources are still the same, else anew from the engine. */
export async function getResultRows(viewer: Person, resultId: string, range: RowRange): Promise<ResultRows> {
  const stored = await getStoredResult(viewer, resultId);
  const prepared = await prepareView(viewer, stored, stored.asOf);
  if (isStored(stored, range) && holdsStill(stored, prepared)) return readStored(viewer, stored, range);
  return readFromEngine(viewer, prepared, range);
}

/** The compiled statement holds the row rules and the viewer's attributes: when it is the same, so are they. */
export function holdsStill(stored: Pick<StoredResult, "queryHash" | "dataVersions">, prepared: PreparedView): boolean {
  return hashQuery(prepared.connection, prepared.statement, stored.dataVersions) === stored.queryHash;
}

function isStored({ rowCount, truncated }: StoredResult, { offset, limit }: RowRange): boolean {
  return !truncated || offset + limit <= rowCount;
}

async function readStored(viewer: Person, stored: StoredResult, range: RowRange): Promise<ResultRows> {
  return sliceRows(await findResultChunks(viewer, stored.id, range), range, stored.schema.length);
}

async function readFromEngine(viewer: Person, prepared: PreparedView, range: RowRange): Promise<ResultRows> {
  const rowLimit = range.offset + range.limit;
  if (rowLimit > deepestRow) {
    throw new AskbookError("too_large", {
      message: "Only the first million rows can be shown. Narrow the result with a filter.",
    });
  }
  const chunks: ResultRows[] = [];
  await streamRows(viewer, prepared, {
    signal: AbortSignal.timeout(60_000),
    rowLimit,
    onChunk: (chunk) => {
      if (chunk.offset + chunk.rowCount > range.offset) chunks.push(chunk);
    },
  });
  return sliceRows(chunks, range, prepared.checked.schema.length);
}

function sliceRows(chunks: readonly ResultRows[], { offset, limit }: RowRange, columnCount: number): ResultRows {
  const columns: Cell[][] = Array.from({ length: columnCount }, () => []);
  for (const chunk of chunks) {
    const from = Math.max(0, offset - chunk.offset);
    const to = Math.min(chunk.rowCount, offset + limit - chunk.offset);
    chunk.columns.forEach((cells, index) => {
      for (let row = from; row < to; row += 1) columns[index]?.push(cells[row] ?? null);
    });
  }
  return { offset, rowCount: columns[0]?.length ?? 0, columns };
}
