import { useMemo } from "react";
import type { FormulaPlace } from "#components/formula/formula-place";
import type { SourceScope } from "#components/formula/use-source-scope";
import type { RunData } from "#lib/contract/runs";
import type { Level } from "#lib/worksheet/worksheet";

type Stand = {
  /** The column whose formula it is: it does not see itself. Null: a filter's, or a new column's. */
  readonly name: string | null;
  /** Absent: where the column stands. */
  readonly level?: Level;
};

/** Where a formula of an answer's worksheet stands, for the editor's checks. Null while the source is on its way. */
export function usePlace(scope: SourceScope, result: RunData["result"], { name, level }: Stand): FormulaPlace | null {
  return useMemo(() => {
    if (scope.state !== "ready") return null;
    const { worksheetId, worksheet } = result;
    const own = worksheet.columns.find((column) => column.name === name)?.id;
    const kept = {
      ...worksheet,
      columns: worksheet.columns.filter((column) => column.name !== name),
      groupings: worksheet.groupings.map((grouping) => ({
        ...grouping,
        calculations: grouping.calculations.filter((id) => id !== own),
      })),
      summaries: worksheet.summaries.filter((id) => id !== own),
      filters: [],
      sort: [],
    };
    const document = { worksheets: { [worksheetId]: kept }, controls: [] };
    return { worksheetId, level: level ?? levelOf(worksheet, own), scope: { ...scope.place.scope, document } };
  }, [scope, result, name, level]);
}

function levelOf({ groupings, summaries }: RunData["result"]["worksheet"], columnId: string | undefined): Level {
  if (columnId === undefined) return "base";
  if (summaries.includes(columnId)) return "summary";
  return groupings.find(({ calculations }) => calculations.includes(columnId))?.id ?? "base";
}
