import { parseFormula } from "../../formula/parse.ts";
import { findReferences } from "../../formula/rename.ts";
import { nameKey } from "../../worksheet/names.ts";
import type { Worksheet } from "../../worksheet/worksheet.ts";

/** The worksheet without mention of columns and groupings that it does not have. */
export function keepReferences(worksheet: Worksheet): Worksheet {
  const columnIds = new Set(worksheet.columns.map(({ id }) => id));
  const has = (id: string): boolean => columnIds.has(id);
  const groupings = worksheet.groupings
    .map((grouping) => ({
      ...grouping,
      keys: grouping.keys.filter(has),
      calculations: grouping.calculations.filter(has),
      sort: grouping.sort.filter(({ columnId }) => has(columnId)),
    }))
    .filter(({ keys }) => keys.length > 0);
  const levels = new Set(["base", "summary", ...groupings.map(({ id }) => id)]);
  return {
    ...worksheet,
    groupings,
    summaries: worksheet.summaries.filter(has),
    sort: worksheet.sort.filter(({ columnId }) => has(columnId)),
    filters: worksheet.filters.filter(
      ({ kind, columnId }) => has(columnId) || (kind === "formula" && levels.has(columnId)),
    ),
  };
}

/** Without those columns that were shown `before`, are not shown `after`, and that nothing else of the worksheet names. */
export function withoutUnused(worksheet: Worksheet, before: readonly string[], after: readonly string[]): Worksheet {
  const leaving = before.filter((id) => !after.includes(id));
  const columns = worksheet.columns.filter(({ id }) => !leaving.includes(id) || isUsed(worksheet, id, leaving));
  return { ...worksheet, columns };
}

function isUsed(worksheet: Worksheet, columnId: string, leaving: readonly string[]): boolean {
  const column = worksheet.columns.find(({ id }) => id === columnId);
  if (column === undefined) return false;
  const formulas = [
    ...worksheet.columns.filter(({ id }) => !leaving.includes(id)).map(({ formula }) => formula),
    ...worksheet.filters.flatMap((filter) => (filter.kind === "formula" ? [filter.formula] : [])),
  ];
  const isFiltered = worksheet.filters.some((filter) => filter.columnId === columnId);
  return isFiltered || formulas.some((formula) => names(formula, column.name));
}

function names(formula: string, name: string): boolean {
  return findReferences(parseFormula(formula).expression).some(({ path }) => nameKey(path) === nameKey([name]));
}
