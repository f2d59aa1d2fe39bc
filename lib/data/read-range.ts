import "server-only";
import type { Viewer } from "#lib/permissions";
import type { Cell, ResultRows } from "#lib/worksheet/result";
import { streamRows } from "./collect-rows.ts";
import { connect } from "./connect.ts";
import type { PreparedView, RowRange } from "./prepare-view.ts";
import { RecentAnswers } from "./recent-answers.ts";

const deadlineMs = 60_000;

/** The key is the hash of a compiled statement, which holds the viewer's rules: whoever comes to the same key may see the same answer. */
const ranges = new RecentAnswers<ResultRows>({ keptMs: 60_000, most: 48 });
const counts = new RecentAnswers<number>({ keptMs: 10 * 60_000, most: 1000 });

/** A range of a view's rows from the engine, or from what it answered a moment ago. Throws the errors of a connector. */
export async function readRange(
  viewer: Viewer,
  prepared: PreparedView,
  range: RowRange,
  signal: AbortSignal,
): Promise<ResultRows> {
  const columnCount = prepared.checked.schema.length;
  const size = blockSize(columnCount);
  if (!hasVersion(prepared) || range.limit > size) return queryRange(viewer, prepared, range, signal);
  const first = Math.floor(range.offset / size);
  const last = Math.floor((range.offset + range.limit - 1) / size);
  const blocks = Array.from({ length: last - first + 1 }, (_, index) => {
    const block = { offset: (first + index) * size, limit: size };
    return ranges.get(`${prepared.queryHash} ${block.offset}`, signal, (stop) =>
      queryRange(viewer, prepared, block, stop),
    );
  });
  return sliceRows(await Promise.all(blocks), range, columnCount);
}

/**
 * Rows that are read at once, beginning at multiples of it: who scrolls asks for the neighbours next, and the engine passes over all
 * rows before them either way.
 */
function blockSize(columnCount: number): number {
  return Math.max(200, Math.min(2_000, Math.floor(40_000 / columnCount)));
}

/** How many rows a view has in all. Throws the errors of a connector. */
export async function countRows(viewer: Viewer, prepared: PreparedView, signal: AbortSignal): Promise<number> {
  if (!hasVersion(prepared)) return queryCount(viewer, prepared, signal);
  return counts.get(prepared.queryHash, signal, (stop) => queryCount(viewer, prepared, stop));
}

/** The rows of a range among chunks that follow one another. */
export function sliceRows(chunks: readonly ResultRows[], { offset, limit }: RowRange, columnCount: number): ResultRows {
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

/** Without a version nobody knows whether the data is still the same. */
function hasVersion({ dataVersions }: PreparedView): boolean {
  return !Object.values(dataVersions).includes(null);
}

async function queryRange(
  viewer: Viewer,
  prepared: PreparedView,
  range: RowRange,
  signal: AbortSignal,
): Promise<ResultRows> {
  const chunks: ResultRows[] = [];
  await streamRows(
    viewer,
    { ...prepared, statement: prepared.rangeStatement(range) },
    {
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
      rowLimit: range.limit,
      onChunk: (chunk) => {
        chunks.push({ ...chunk, offset: chunk.offset + range.offset });
      },
    },
  );
  return sliceRows(chunks, range, prepared.checked.schema.length);
}

async function queryCount(viewer: Viewer, prepared: PreparedView, signal: AbortSignal): Promise<number> {
  let count = 0;
  const { sql, params } = prepared.countStatement();
  await connect(viewer, prepared.connection, prepared.sources.values()).run(sql, params, {
    signal,
    rowLimit: 1,
    onChunk: ({ columns }) => {
      count = Number(columns[0]?.[0] ?? 0);
    },
  });
  const worksheet = prepared.checked.element?.worksheet;
  return Math.min(count, worksheet?.limit ?? count);
}
