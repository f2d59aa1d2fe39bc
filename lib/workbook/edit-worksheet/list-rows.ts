import { placementOf } from "../../worksheet/row-level.ts";
import type { Document, Sort, View, Worksheet } from "../../worksheet/worksheet.ts";
import type { TableLevel } from "./table-views.ts";

/**
 * A table as one list, as files have it: a row for each of its innermost rows, in the order in which they stand under their groups, with
 * what belongs to the groups repeated on each. `levels` as the table has them, `columns` those that it shows. Null: it shows none.
 */
export function listRows(
  document: Document,
  worksheetId: string,
  levels: readonly TableLevel[],
  columns: readonly string[],
): { readonly document: Document; readonly view: View } | null {
  const innermost = levels.at(-1);
  const worksheet = document.worksheets[worksheetId];
  if (innermost === undefined || worksheet === undefined || columns.length === 0) return null;
  const view = { worksheetId, level: innermost.level, columns: [...columns] };
  if (worksheet.groupings.length === 0) return { document, view };
  const ordered = { ...worksheet, sort: nestedSort(worksheet) };
  return { document: { ...document, worksheets: { ...document.worksheets, [worksheetId]: ordered } }, view };
}

/** As each level is sorted under the one above it: by the table's own sort where it has such a value, then by the group's. */
function nestedSort(worksheet: Worksheet): Worksheet["sort"] {
  const { groupings, sort } = worksheet;
  const depthOf = ({ columnId }: Sort): number => {
    const depth = groupings.findIndex(({ id }) => id === placementOf(worksheet, columnId).levelName);
    return depth < 0 ? groupings.length : depth;
  };
  const ofGroups = groupings.flatMap((grouping, depth) => [
    ...sort.filter((one) => depthOf(one) <= depth),
    ...grouping.sort,
    ...grouping.keys.map((columnId): Sort => ({ columnId, direction: "ascending" })),
  ]);
  return [...ofGroups, ...sort];
}
