import "server-only";
import type { FormulaCandidate } from "#lib/contract/formula-assist";
import { runView } from "#lib/data/run-view";
import type { ResultSummary } from "#lib/worksheet/result";
import type { Document, View } from "#lib/worksheet/worksheet";
import type { Bench } from "./bench.ts";
import { countDifferences, withBefore } from "./compare.ts";
import type { Sound } from "./try-formula.ts";

export type PreviewPart = FormulaCandidate["preview"];

const previewRows = 100;

/** Runs a sound formula on the rows of its place as the viewer and keeps the first of them. Throws the errors of a connector. */
export async function previewOf(bench: Bench, tried: Sound, before: string | null): Promise<PreviewPart> {
  const beside = before === null ? null : withBefore(bench, tried, before);
  const { document, view } = beside ?? tried;
  const result = await runLimited(bench, document, view, tried.limit);
  const valueId = beside?.afterId ?? tried.placed.columnId;
  return {
    resultId: result.id,
    columns: result.schema.map((column) => ({ ...column })),
    rowCount: result.rowCount,
    truncated: result.truncated,
    asOf: result.asOf,
    value: keyOf(result, valueId),
    before: beside === null ? null : keyOf(result, beside.beforeId),
    changed: beside === null ? null : await countDifferences(bench, beside),
  };
}

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
