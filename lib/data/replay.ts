import "server-only";
import { findResultChunks, getStoredResult, type StoredResult } from "#db/queries/results";
import type { Person } from "#lib/permissions";
import type { Cell, ResultRows } from "#lib/worksheet/result";
import { collectRows, firstRows, storedRowLimit } from "./collect-rows.ts";
import { prepareView } from "./prepare-view.ts";

export type Replayed = {
  readonly resultId: string;
  readonly same: boolean;
  readonly rowCount: number;
  readonly elapsedMs: number;
  readonly asOf: string;
  /** Rows of either time that the other does not have. */
  readonly differenceCount: number;
  readonly difference: string | null;
};

/** Runs the stored view again without a model, as of the same day, and compares row by row. Throws what runView throws. */
export async function replayResult(viewer: Person, resultId: string, signal: AbortSignal): Promise<Replayed> {
  const stored = await getStoredResult(viewer, resultId);
  const prepared = await prepareView(viewer, stored, stored.asOf);
  const rowLimit = stored.truncated ? stored.rowCount : storedRowLimit;
  const [before, { chunks, outcome }] = await Promise.all([
    findResultChunks(viewer, resultId, { offset: 0, limit: storedRowLimit }),
    collectRows(viewer, firstRows(prepared, rowLimit), { signal, rowLimit }),
  ]);
  const differenceCount = countDifferences(before, chunks);
  return {
    resultId,
    same: differenceCount === 0,
    rowCount: outcome.rowCount,
    elapsedMs: outcome.elapsedMs,
    asOf: stored.asOf,
    differenceCount,
    difference: differenceCount === 0 ? null : describe(stored, outcome.rowCount, differenceCount),
  };
}

function describe({ rowCount, createdAt }: StoredResult, newCount: number, differences: number): string {
  const then = `${createdAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const rows = rowCount === newCount ? "" : ` There were ${rowCount} rows, now there are ${newCount}.`;
  return `${differences} ${differences === 1 ? "row differs" : "rows differ"} from ${then}: the data or its rules have changed.${rows}`;
}

/** Rows as a bag: without a sort, an engine may list them in another order. */
function countDifferences(before: readonly ResultRows[], after: readonly ResultRows[]): number {
  const left = countRows(before);
  const right = countRows(after);
  const missing = (from: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number =>
    [...from].reduce((sum, [row, count]) => sum + Math.max(0, count - (other.get(row) ?? 0)), 0);
  return Math.max(missing(left, right), missing(right, left));
}

function countRows(chunks: readonly ResultRows[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const chunk of chunks) {
    for (let row = 0; row < chunk.rowCount; row += 1) {
      const key = JSON.stringify(chunk.columns.map((column) => comparable(column[row] ?? null)));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/** Sums in floating point depend on the order of addition in their last digits. */
function comparable(cell: Cell): Cell {
  return typeof cell === "number" && !Number.isInteger(cell) ? Number(cell.toPrecision(12)) : cell;
}
