import type { CheckedFormula } from "../formula/check.ts";
import type { Binding, CheckedExpression } from "../formula/checked.ts";
import { writeReferencePath } from "../formula/parse/literals.ts";
import { type CheckScope, checkElements, checkFormulaAmong, checkFormulaIn } from "./check.ts";
import type { Elements } from "./check-element.ts";
import { walk } from "./expression.ts";
import { nameKey } from "./names.ts";
import type { Document, Source, View, WorksheetColumn } from "./worksheet.ts";

/** One formula on its own over a source: what a playground checks and runs. */

export type PreviewLevel = "base" | "summary";

export type Preview =
  | { readonly ok: true; readonly level: PreviewLevel; readonly document: Document; readonly view: View }
  | { readonly ok: false; readonly checked: CheckedFormula };

/** The worksheet of `previewScope` that a formula is checked in. */
export const previewWorksheetId = "preview";

const shownReferences = 5;

/** A scope whose document holds one worksheet without columns, over the source. `sources` holds it with everything it reaches. */
export function previewScope(sourceId: string, scope: Omit<CheckScope, "document">): CheckScope {
  return { ...scope, document: documentOf(sourceId, [], null) };
}

/** Where a formula makes sense by itself: per row when it can, over all rows when it aggregates. */
export function checkAtOwnLevel(
  worksheetId: string,
  formula: string,
  elements: Elements,
): CheckedFormula & { readonly level: PreviewLevel } {
  const perRow = checkFormulaAmong(elements, worksheetId, "base", formula);
  const aggregates = perRow.diagnostics.some(({ code }) => code === "aggregate_at_base");
  if (!aggregates) return { ...perRow, level: "base" };
  return { ...checkFormulaAmong(elements, worksheetId, "summary", formula), level: "summary" };
}

/**
 * The view that shows a formula's first values: rows of the source with the columns that the formula reads beside its result, or one row.
 * `limit`: rows at most.
 */
export function createPreview(
  sourceId: string,
  formula: string,
  limit: number,
  scope: Omit<CheckScope, "document">,
): Preview {
  const here = previewScope(sourceId, scope);
  const { level, ...checked } = checkAtOwnLevel(previewWorksheetId, formula, checkElements(here));
  if (checked.expression === null) return { ok: false, checked };
  const references = level === "base" ? referencedColumns(checked.expression, sourceId, here) : [];
  const columns = [{ id: "result", name: resultName(references), formula }, ...references];
  return {
    ok: true,
    level,
    document: documentOf(sourceId, columns, limit, level),
    view: { worksheetId: previewWorksheetId, level, columns: columns.map(({ id }) => id) },
  };
}

function documentOf(
  sourceId: string,
  columns: readonly WorksheetColumn[],
  limit: number | null,
  level: PreviewLevel = "base",
): Document {
  const worksheet = {
    version: 1 as const,
    name: "Preview",
    source: { sourceId },
    columns: [...columns],
    groupings: [],
    summaries: level === "summary" ? columns.map(({ id }) => id) : [],
    filters: [],
    sort: [],
    limit,
  };
  return { worksheets: { [previewWorksheetId]: worksheet }, controls: [] };
}

/** The columns of the rows that a formula reads, in its order. One that its name does not lead back to is left out. */
function referencedColumns(expression: CheckedExpression, sourceId: string, scope: CheckScope): WorksheetColumn[] {
  const found = new Map<string, WorksheetColumn>();
  walk(expression, (node) => {
    if (node.kind !== "reference" || found.size >= shownReferences) return;
    const path = pathOf(node.binding, sourceId, scope.sources);
    if (path === null || found.has(nameKey(path))) return;
    const formula = writeReferencePath(path);
    const back = checkFormulaIn(previewWorksheetId, "base", formula, scope).expression;
    if (back?.kind !== "reference" || JSON.stringify(back.binding) !== JSON.stringify(node.binding)) return;
    found.set(nameKey(path), { id: `c${found.size + 1}`, name: path.join(" · "), formula });
  });
  return [...found.values()];
}

function pathOf(binding: Binding, sourceId: string, sources: ReadonlyMap<string, Source>): readonly string[] | null {
  const source = sources.get(sourceId);
  if (binding.kind === "source-column") {
    const column = source?.columns.find(({ id }) => id === binding.columnId);
    return column === undefined ? null : [column.name];
  }
  if (binding.kind !== "related-column") return null;
  const relationship = source?.relationships.find(({ id }) => id === binding.relationshipId);
  const column = sources.get(relationship?.toSourceId ?? "")?.columns.find(({ id }) => id === binding.columnId);
  return relationship === undefined || column === undefined ? null : [relationship.name, column.name];
}

function resultName(columns: readonly WorksheetColumn[]): string {
  return columns.some(({ name }) => nameKey([name]) === "result") ? "Result of the formula" : "Result";
}
