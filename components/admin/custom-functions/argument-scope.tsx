import type { FormulaPlace } from "#components/formula/formula-place";
import type { CustomFunctionForm, CustomFunctionItem } from "#lib/contract/custom-functions";
import { previewScope, previewWorksheetId } from "#lib/worksheet/formula-preview";
import type { Source } from "#lib/worksheet/worksheet";

const sourceId = "arguments";

/** Where a custom function's formula stands: its arguments are all the names there are, as if they were the columns of a source. */
export function argumentPlace(
  operands: CustomFunctionForm["arguments"],
  others: readonly CustomFunctionItem[],
): FormulaPlace {
  const source: Source = {
    id: sourceId,
    connectionId: sourceId,
    name: "Arguments",
    kind: "table",
    description: "",
    aiContext: "",
    endorsement: "none",
    columns: operands.map(({ name, type }) => ({
      id: name,
      name,
      type,
      description: "Argument",
      neverSend: false,
      hidden: false,
    })),
    metrics: [],
    relationships: [],
  };
  const scope = { sources: new Map([[sourceId, source]]), customFunctions: others, weekStart: "sunday" as const };
  return { worksheetId: previewWorksheetId, level: "own", scope: previewScope(sourceId, scope) };
}
