import "server-only";
import { findResultChunks, getStoredResult, type StoredResult } from "#db/queries/results";
import { type Person, requirePermission } from "#lib/permissions";
import type { ResultRows, ResultSummary } from "#lib/worksheet/result";
import { hashQuery, type PreparedView, prepareView, type RowRange } from "./prepare-view.ts";
import { countRows, readRange, sliceRows } from "./read-range.ts";
import { summaryOf } from "./summary.ts";

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

/**
 * A range of a result's rows: from what is stored while the rules of its sources are still the same, else anew from the engine, which
 * passes over the rows before it. Ranges fit together as long as the data stays.
 */
export async function getResultRows(
  viewer: Person,
  resultId: string,
  range: RowRange,
  signal: AbortSignal = new AbortController().signal,
): Promise<ResultRows> {
  const stored = await getStoredResult(viewer, resultId);
  const prepared = await prepareView(viewer, stored, stored.asOf);
  if (isStored(stored, range) && holdsStill(stored, prepared)) return readStored(viewer, stored, range);
  return readRange(viewer, prepared, range, signal);
}

/** How many rows a result has in all: those stored, or counted by the engine when there are more. */
export async function getResultCount(viewer: Person, resultId: string, signal: AbortSignal): Promise<number> {
  const stored = await getStoredResult(viewer, resultId);
  const prepared = await prepareView(viewer, stored, stored.asOf);
  if (!stored.truncated && holdsStill(stored, prepared)) return stored.rowCount;
  return countRows(viewer, prepared, signal);
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
