import "server-only";
import { findCustomFunctions } from "#db/queries/custom-functions";
import { getOrganization } from "#db/queries/organizations";
import { getSourceScope } from "#db/queries/sources";
import type { FormulaPreview, FormulaScopeData } from "#lib/contract/formulas";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission } from "#lib/permissions";
import { createPreview } from "#lib/worksheet/formula-preview";
import type { Source } from "#lib/worksheet/worksheet";
import { getResultRows } from "./results.ts";
import { runView } from "./run-view.ts";

const previewRows = 100;

/** What formulas over a source may name, for editors. Throws not_found; row rules stay here. */
export async function getFormulaScope(viewer: Person, sourceId: string): Promise<FormulaScopeData> {
  const [sources, { weekStart }, customFunctions] = await Promise.all([
    findReachable(viewer, sourceId),
    getOrganization(viewer),
    findCustomFunctions(viewer),
  ]);
  return {
    sourceId,
    weekStart,
    sources: sources.map(({ rowRule: _rowRule, ...source }) => source),
    customFunctions: customFunctions.map(({ name, description, arguments: operands, formula, isHidden }) => ({
      name,
      description,
      arguments: [...operands],
      formula,
      isHidden,
    })),
  };
}

/** Runs one formula over a source as the viewer. Throws forbidden, not_found, formula_invalid and what `runView` throws. */
export async function previewFormula(
  viewer: Person,
  { sourceId, formula }: { readonly sourceId: string; readonly formula: string },
  signal: AbortSignal,
): Promise<FormulaPreview> {
  requirePermission(viewer, "exploreFull");
  const { sources, weekStart, customFunctions } = await getFormulaScope(viewer, sourceId);
  const known = new Map(sources.map((source) => [source.id, source]));
  const preview = createPreview(sourceId, formula, previewRows, { sources: known, customFunctions, weekStart });
  if (!preview.ok) throw new AskbookError("formula_invalid", messageOf(preview.checked.diagnostics));
  const { document, view, level } = preview;
  const result = await runView(viewer, { document, view }, { signal, rowLimit: previewRows });
  const rows = await getResultRows(viewer, result.id, { offset: 0, limit: previewRows });
  const { id, rowCount, truncated, asOf, elapsedMs } = result;
  return {
    level,
    result: { id, schema: [...result.schema], rowCount, truncated, asOf, elapsedMs },
    rows: { ...rows, columns: rows.columns.map((column) => [...column]) },
  };
}

/** One statement runs on one engine: what lives elsewhere is unknown to it. */
async function findReachable(viewer: Person, sourceId: string): Promise<Source[]> {
  const scope = await getSourceScope(viewer, sourceId);
  const connectionId = scope.get(sourceId)?.connectionId;
  return [...scope.values()].filter((source) => source.connectionId === connectionId);
}

function messageOf(diagnostics: readonly { readonly severity: string; readonly message: string }[]) {
  const message = diagnostics.find(({ severity }) => severity === "error")?.message;
  return message === undefined ? {} : { message, field: "formula" };
}
