import "server-only";
import type { Viewer } from "#lib/permissions";
import type { Cell, ResultColumn, ResultRows } from "#lib/worksheet/result";
import { connect } from "./connect.ts";
import type { RowChunk, RunOutcome } from "./connector.ts";
import type { PreparedView } from "./prepare-view.ts";

/** What is kept of a result. */
export const storedRowLimit = 10_000;
const storedByteLimit = 4 * 1024 * 1024;

type CollectOptions = {
  readonly signal: AbortSignal;
  readonly rowLimit: number;
  readonly onChunk?: (chunk: ResultRows) => void | Promise<void>;
};

/** Runs a prepared view and gives its rows, at most 4 MB of them. */
export async function collectRows(
  viewer: Viewer,
  prepared: PreparedView,
  { signal, rowLimit, onChunk }: CollectOptions,
): Promise<{ readonly chunks: readonly ResultRows[]; readonly outcome: RunOutcome }> {
  const chunks: ResultRows[] = [];
  const started = performance.now();
  let byteCount = 0;
  try {
    const outcome = await streamRows(viewer, prepared, {
      signal,
      rowLimit,
      onChunk: async (chunk) => {
        byteCount += JSON.stringify(chunk.columns).length;
        if (byteCount > storedByteLimit) throw new EnoughRows();
        chunks.push(chunk);
        await onChunk?.(chunk);
      },
    });
    return { chunks, outcome };
  } catch (error) {
    if (!(error instanceof EnoughRows)) throw error;
    const rowCount = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
    return { chunks, outcome: { rowCount, truncated: true, elapsedMs: Math.round(performance.now() - started) } };
  }
}

class EnoughRows extends Error {}

/** The view's first rows in the order that ranges go by, so that what is read later goes on where they end. */
export function firstRows(prepared: PreparedView, rowLimit: number): PreparedView {
  if (prepared.rowOrder !== "none") return prepared;
  // One row more tells whether there are more.
  return { ...prepared, statement: prepared.rangeStatement({ offset: 0, limit: rowLimit + 1 }) };
}

/** Runs a prepared view and hands its rows on as they come, cells in wire form. */
export function streamRows(
  viewer: Viewer,
  { statement, rowOrder, connection, sources, checked }: PreparedView,
  { signal, rowLimit, onChunk }: Required<CollectOptions>,
): Promise<RunOutcome> {
  return connect(viewer, connection, sources.values()).run(statement.sql, statement.params, {
    signal,
    rowLimit,
    isAsStored: rowOrder === "stored",
    onChunk: (chunk) => onChunk(inWireForm(chunk, checked.schema)),
  });
}

/** In SQL every date has a time of day; a column of days is shown without. */
function inWireForm(chunk: RowChunk, schema: readonly ResultColumn[]): ResultRows {
  const columns = chunk.columns.map((cells, index) => {
    const column = schema[index];
    return column?.type === "date" && column.grain === "day" ? cells.map(dayOf) : cells;
  });
  return { ...chunk, columns };
}

function dayOf(cell: Cell): Cell {
  return typeof cell === "string" ? (cell.split("T")[0] ?? cell) : cell;
}
