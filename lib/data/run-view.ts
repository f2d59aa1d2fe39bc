import "server-only";
import { isDeepStrictEqual } from "node:util";
import { createResult, createResultCopy, findSameResult, type NewResult } from "#db/queries/results";
import type { Person } from "#lib/permissions";
import type { SqlStatement } from "#lib/sql/fragment";
import type { ResultRows, ResultSummary } from "#lib/worksheet/result";
import { collectRows, firstRows, storedRowLimit } from "./collect-rows.ts";
import type { RunOutcome } from "./connector.ts";
import { type PreparedView, prepareView, type ViewOfDocument } from "./prepare-view.ts";
import { summaryOf } from "./summary.ts";

export type RunViewOptions = {
  readonly signal: AbortSignal;
  /** At most 10,000, which is also the default. */
  readonly rowLimit?: number;
  /** The run that asks for it: the result goes with it. */
  readonly runId?: string;
  /** The workbook that it is read from: the result goes with it. */
  readonly workbookId?: string | null;
  /** A moment of the past instead of the source's. */
  readonly asOf?: string;
  /** Rows as they come, cells in wire form. */
  readonly onChunk?: (chunk: ResultRows) => void | Promise<void>;
};

/**
 * The only door to data: checks a view, compiles it for the viewer, runs it, and keeps the result. A query that the viewer has run before
 * over the same version of the data is answered from what was kept. Throws not_found, formula_invalid and the errors of a connector.
 */
export async function runView(
  viewer: Person,
  asked: ViewOfDocument,
  options: RunViewOptions,
): Promise<ResultSummary & { readonly sql: string }> {
  const prepared = await prepareView(viewer, asked, options.asOf);
  const rowLimit = Math.min(options.rowLimit ?? storedRowLimit, storedRowLimit);
  const cached = await runFromCache(viewer, asked, prepared, rowLimit, options);
  if (cached !== null) return cached;
  const { chunks, outcome } = await collectRows(viewer, firstRows(prepared, rowLimit), { ...options, rowLimit });
  const created = newResult(asked, prepared, outcome, options);
  return summaryOf({ ...created, id: await createResult(viewer, created, chunks) });
}

async function runFromCache(
  viewer: Person,
  asked: ViewOfDocument,
  prepared: PreparedView,
  rowLimit: number,
  options: RunViewOptions,
): Promise<(ResultSummary & { readonly sql: string }) | null> {
  const { runId, workbookId = null, onChunk } = options;
  // Without a version nobody knows whether the data is still the same; rows for a listener come from the engine.
  if (onChunk !== undefined || Object.values(prepared.dataVersions).includes(null)) return null;
  const same = await findSameResult(viewer, prepared.queryHash, workbookId);
  if (same === null || same.rowCount > rowLimit || (same.truncated && same.rowCount < rowLimit)) return null;
  const isHere = runId === undefined && same.runId === null && same.workbookId === workbookId;
  if (isHere && isAsked(same, asked)) return summaryOf({ ...same, elapsedMs: 0 });
  const created = newResult(asked, prepared, { ...same, elapsedMs: 0 }, options);
  return summaryOf({ ...created, id: await createResultCopy(viewer, created, same.id) });
}

/** A page that is looked at again and again keeps one result of each view. */
function isAsked({ document, view }: ViewOfDocument, asked: ViewOfDocument): boolean {
  return isDeepStrictEqual(plainOf({ document, view }), plainOf(asked));
}

/** As it is stored: without what is undefined. */
function plainOf({ document, view }: ViewOfDocument): unknown {
  return JSON.parse(JSON.stringify({ document, view }));
}

function newResult(
  { document, view }: ViewOfDocument,
  { checked, statement, sourceId, dataVersions, asOf, queryHash }: PreparedView,
  { rowCount, truncated, elapsedMs }: RunOutcome,
  { runId, workbookId }: RunViewOptions,
): NewResult {
  return {
    runId: runId ?? null,
    workbookId: workbookId ?? null,
    sourceId,
    document,
    view,
    queryHash,
    sql: readableSql(statement),
    dataVersions,
    asOf,
    schema: [...checked.schema],
    rowCount,
    truncated,
    elapsedMs,
  };
}

/** The statement with its values below it. */
function readableSql({ sql, params }: SqlStatement): string {
  const values = params.map((value, index) => `-- $${index + 1} = ${JSON.stringify(value)}`);
  return [sql, ...values].join("\n");
}
