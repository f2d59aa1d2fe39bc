import "server-only";
import { runView } from "#lib/data/run-view";
import type { ResultSummary } from "#lib/worksheet/result";
import type { Document, View } from "#lib/worksheet/worksheet";
import type { Bench } from "./bench.ts";

const previewRows = 100;

/** Runs the first rows of a view as the viewer; the result is kept with the run. */
export async function runLimited(
  { viewer, context }: Bench,
  document: Document,
  view: View,
  limit: number | null,
  rowLimit = previewRows,
): Promise<ResultSummary> {
  const worksheet = document.worksheets[view.worksheetId];
  const limited = { ...worksheet, limit: Math.min(limit ?? rowLimit, rowLimit) };
  const shown: Document =
    worksheet === undefined
      ? document
      : { ...document, worksheets: { ...document.worksheets, [view.worksheetId]: { ...worksheet, ...limited } } };
  return runView(viewer, { document: shown, view }, { signal: context.signal, rowLimit, runId: context.runId });
}

export function keyOf({ schema }: ResultSummary, columnId: string): string {
  const column = schema.find((one) => one.columnId === columnId);
  if (column === undefined) throw new Error("Every column of a view is in its result.");
  return column.key;
}
