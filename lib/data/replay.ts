import "server-only";
import { getOrganization, type Organization } from "#db/queries/organizations";
import { findResultChunks, getStoredResult, type StoredResult } from "#db/queries/results";
import type { Replay } from "#lib/contract/results";
import type { Person } from "#lib/permissions";
import { compareResults, type RowChange } from "#lib/worksheet/compare-results";
import { formatCell } from "#lib/worksheet/format-cell";
import { collectRows, firstRows, storedRowLimit } from "./collect-rows.ts";
import { prepareView } from "./prepare-view.ts";
import { holdsStill } from "./results.ts";

/** Changes that are told one by one. */
const mostChanges = 20;

/** Runs the stored view again without a model, as of the same day, and compares row by row. Throws what runView throws. */
export async function replayResult(viewer: Person, resultId: string, signal: AbortSignal): Promise<Replay> {
  const stored = await getStoredResult(viewer, resultId);
  const prepared = await prepareView(viewer, stored, stored.asOf);
  const rowLimit = stored.truncated ? stored.rowCount : storedRowLimit;
  const [organization, before, { chunks, outcome }] = await Promise.all([
    getOrganization(viewer),
    findResultChunks(viewer, resultId, { offset: 0, limit: storedRowLimit }),
    collectRows(viewer, firstRows(prepared, rowLimit), { signal, rowLimit }),
  ]);
  const { differenceCount, changes } = compareResults(stored.schema, before, chunks, mostChanges);
  return {
    resultId,
    same: differenceCount === 0,
    rowCount: outcome.rowCount,
    elapsedMs: outcome.elapsedMs,
    asOf: stored.asOf,
    differenceCount,
    // Under other rules, what was there before may no longer be told.
    changes: holdsStill(stored, prepared) ? changes.map((change) => tellChange(change, organization)) : [],
    difference: differenceCount === 0 ? null : describe(stored, outcome.rowCount, differenceCount),
  };
}

function describe({ rowCount, createdAt }: StoredResult, newCount: number, differences: number): string {
  const then = `${createdAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const rows = rowCount === newCount ? "" : ` There were ${rowCount} rows, now there are ${newCount}.`;
  return `${differences} ${differences === 1 ? "row differs" : "rows differ"} from ${then}: the data or its rules have changed.${rows}`;
}

/** As the reader would see the cells. */
function tellChange({ kind, labels, cells }: RowChange, { locale, currency }: Organization): Replay["changes"][number] {
  return {
    kind,
    row: labels.map(({ column, cell }) => formatCell(cell, column, locale, { currency }) || "empty").join(" · "),
    cells: cells.map(({ column, before, after }) => ({
      column: column.name,
      before: formatCell(before, column, locale, { currency }),
      after: formatCell(after, column, locale, { currency }),
    })),
  };
}
