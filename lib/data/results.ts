import "server-only";
import { findResultChunks, getStoredResult, type StoredResult } from "#db/queries/results";
import type { WorkbookAccess } from "#lib/contract/workbooks";
import { type Person, requirePermission } from "#lib/permissions";
import type { ResultRows, ResultSummary } from "#lib/worksheet/result";
import { hashQuery, type PreparedView, prepareView, type RowRange } from "./prepare-view.ts";
import { countRows, readRange, sliceRows } from "./read-range.ts";
import { summaryOf } from "./summary.ts";

/** As it was run. Throws `not_found` for another person's result, and when its source is no longer the viewer's to use. */
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
  return readRows(viewer, await openResult(viewer, resultId), range, signal);
}

export type ReadResult = {
  readonly result: Omit<ResultSummary, "view" | "dataVersions">;
  readonly rows: ResultRows;
};

/**
 * What a result is for the viewer now, with a range of its rows: under other rules than those that it was run under, it has as many rows
 * as these leave. `needed`: see `getStoredResult`.
 */
export async function readResult(
  viewer: Person,
  resultId: string,
  range: RowRange,
  { signal, needed }: { readonly signal: AbortSignal; readonly needed?: WorkbookAccess },
): Promise<ReadResult> {
  const opened = await openResult(viewer, resultId, needed);
  const { id, queryHash, schema, rowCount, truncated, asOf, elapsedMs } = opened.stored;
  const { prepared, holds } = opened;
  const [rows, count] = await Promise.all([
    readRows(viewer, opened, range, signal),
    holds ? rowCount : countRows(viewer, prepared, signal),
  ]);
  const now = holds
    ? { queryHash, schema, truncated }
    : { queryHash: prepared.queryHash, schema: prepared.checked.schema, truncated: false };
  return { result: { id, asOf, elapsedMs, ...now, rowCount: count }, rows };
}

type OpenedResult = { readonly stored: StoredResult; readonly prepared: PreparedView; readonly holds: boolean };

async function openResult(viewer: Person, resultId: string, needed?: WorkbookAccess): Promise<OpenedResult> {
  const stored = await getStoredResult(viewer, resultId, needed);
  const prepared = await prepareView(viewer, stored, stored.asOf);
  return { stored, prepared, holds: holdsStill(stored, prepared) };
}

async function readRows(
  viewer: Person,
  { stored, prepared, holds }: OpenedResult,
  range: RowRange,
  signal: AbortSignal,
): Promise<ResultRows> {
  if (isStored(stored, range) && holds) return readStored(viewer, stored, range);
  return readRange(viewer, prepared, range, signal);
}

/** How many rows a result has in all: those stored, or counted by the engine when there are more. */
export async function getResultCount(viewer: Person, resultId: string, signal: AbortSignal): Promise<number> {
  const { stored, prepared, holds } = await openResult(viewer, resultId);
  if (!stored.truncated && holds) return stored.rowCount;
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
