import "server-only";
import { findConnections } from "#db/queries/connections";
import { findCustomFunctions } from "#db/queries/custom-functions";
import { getOrganization } from "#db/queries/organizations";
import { getFormulaSources } from "#db/queries/sources";
import type { FormulaPreview, FormulaScopeData } from "#lib/contract/formulas";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission } from "#lib/permissions";
import { createPreview } from "#lib/worksheet/formula-preview";
import type { ResultRows } from "#lib/worksheet/result";
import { collectRows } from "./collect-rows.ts";
import { prepareView } from "./prepare-view.ts";

const previewRows = 100;

/** What formulas over a source may name, for editors: every source of its connection that the viewer may use. Throws not_found; row rules stay here. */
export async function getFormulaScope(viewer: Person, sourceId: string): Promise<FormulaScopeData> {
  const [sources, { weekStart }, customFunctions] = await Promise.all([
    getFormulaSources(viewer, sourceId),
    getOrganization(viewer),
    findCustomFunctions(viewer),
  ]);
  const [connection] = await findConnections(viewer, [sources.get(sourceId)?.connectionId ?? ""]);
  if (connection === undefined) throw new AskbookError("not_found");
  return {
    sourceId,
    weekStart,
    dialect: connection.kind,
    sources: [...sources.values()].map(({ rowRule: _rowRule, ...source }) => source),
    customFunctions: customFunctions.map(({ name, description, arguments: operands, formula, isHidden }) => ({
      name,
      description,
      arguments: [...operands],
      formula,
      isHidden,
    })),
  };
}

/**
 * Runs one formula over a source as the viewer. Nothing of it is kept: a formula that is being written is no result yet. Throws forbidden,
 * not_found, formula_invalid and the errors of a connector.
 */
export async function previewFormula(
  viewer: Person,
  { sourceId, formula }: { readonly sourceId: string; readonly formula: string },
  signal: AbortSignal,
): Promise<FormulaPreview> {
  requirePermission(viewer, "exploreFull");
  const { sources, sourceId: _sourceId, ...scope } = await getFormulaScope(viewer, sourceId);
  const known = new Map(sources.map((source) => [source.id, source]));
  const preview = createPreview(sourceId, formula, previewRows, { ...scope, sources: known });
  if (!preview.ok) throw new AskbookError("formula_invalid", messageOf(preview.checked.diagnostics));
  const { document, view, level } = preview;
  const prepared = await prepareView(viewer, { document, view });
  const { chunks, outcome } = await collectRows(viewer, prepared, { signal, rowLimit: previewRows });
  const { schema } = prepared.checked;
  return {
    level,
    result: { schema: [...schema], asOf: prepared.asOf, ...outcome },
    rows: joinChunks(chunks, schema.length),
  };
}

function joinChunks(chunks: readonly ResultRows[], columnCount: number): FormulaPreview["rows"] {
  const columns = Array.from({ length: columnCount }, (_one, index) =>
    chunks.flatMap((chunk) => [...(chunk.columns[index] ?? [])]),
  );
  return { offset: 0, rowCount: chunks.reduce((sum, { rowCount }) => sum + rowCount, 0), columns };
}

function messageOf(diagnostics: readonly { readonly severity: string; readonly message: string }[]) {
  const message = diagnostics.find(({ severity }) => severity === "error")?.message;
  return message === undefined ? {} : { message, field: "formula" };
}
