import "server-only";
import type { ColumnValues } from "#lib/contract/column-values";
import { can, type Person, requirePermission } from "#lib/permissions";
import type { Filter } from "#lib/worksheet/worksheet";
import { formulaValuesView, look } from "./quick-view.ts";

const mostValues = 100;

type Asked = { readonly formula: string; readonly search: string };

/**
 * The values of a column or row formula over a source, with how many rows have each: those that the viewer's rules leave. Nothing is kept.
 * Throws forbidden, not_found, formula_invalid and the errors of a connector.
 */
export async function findColumnValues(
  viewer: Person,
  sourceId: string,
  { formula, search }: Asked,
  signal: AbortSignal,
): Promise<ColumnValues> {
  if (!can(viewer, "exploreBasic")) requirePermission(viewer, "useAsk");
  const asked = formulaValuesView(sourceId, formula, search.trim() === "" ? [] : [containing(search.trim())]);
  const { columns, truncated } = await look(viewer, asked, { signal, rowLimit: mostValues });
  const [values = [], counts = []] = columns;
  return {
    values: values.map((value, row) => ({ value, rowCount: Number(counts[row] ?? 0) })),
    isComplete: !truncated,
  };
}

function containing(text: string): Filter {
  return {
    id: "search",
    columnId: "text",
    exclude: false,
    nulls: "drop",
    kind: "text",
    operator: "contains",
    text,
    matchCase: false,
  };
}
