import "server-only";
import type { FormulaCandidate } from "#lib/contract/formula-assist";
import type { Bench } from "./bench.ts";
import { countDifferences, withBefore } from "./compare.ts";
import { keyOf, runLimited } from "./run-limited.ts";
import type { Sound } from "./try-formula.ts";

export type PreviewPart = FormulaCandidate["preview"];

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
