import { isReadableAt, placementOf, rowLevelOf } from "../../worksheet/row-level.ts";
import type { Sort, Worksheet } from "../../worksheet/worksheet.ts";

/** Changes of how a worksheet's rows are grouped and sorted. */

/** The rows grouped by a column within the groupings that are there. What is no column of base rows changes nothing. */
export function groupBy(worksheet: Worksheet, columnId: string, groupingId: string): Worksheet {
  const isThere = worksheet.columns.some(({ id }) => id === columnId);
  if (!isThere || placementOf(worksheet, columnId).role !== "base") return worksheet;
  const grouping = { id: groupingId, keys: [columnId], calculations: [], sort: [] };
  return { ...worksheet, groupings: [...worksheet.groupings, grouping] };
}

/** The rows without a grouping: its keys are columns of base rows again, its calculations go to the grouping around it, else to the summaries. */
export function ungroup(worksheet: Worksheet, groupingId: string): Worksheet {
  const index = worksheet.groupings.findIndex(({ id }) => id === groupingId);
  const gone = worksheet.groupings[index];
  if (gone === undefined) return worksheet;
  const groupings = worksheet.groupings
    .map((grouping, place) =>
      place === index - 1 ? { ...grouping, calculations: [...grouping.calculations, ...gone.calculations] } : grouping,
    )
    .filter(({ id }) => id !== groupingId);
  const summaries = index === 0 ? [...worksheet.summaries, ...gone.calculations] : worksheet.summaries;
  const filters = worksheet.filters.filter(({ columnId }) => columnId !== groupingId);
  return { ...worksheet, groupings, summaries, filters };
}

/** A grouping one place further out or in. */
export function moveGrouping(worksheet: Worksheet, groupingId: string, by: -1 | 1): Worksheet {
  const from = worksheet.groupings.findIndex(({ id }) => id === groupingId);
  const moved = worksheet.groupings[from];
  const to = from + by;
  if (moved === undefined || to < 0 || to >= worksheet.groupings.length) return worksheet;
  return { ...worksheet, groupings: worksheet.groupings.filter(({ id }) => id !== groupingId).toSpliced(to, 0, moved) };
}

/**
 * The rows of the column's level sorted by it alone: groups among their siblings, base rows within their group. Null: in no order of
 * its own. A summary has one row.
 */
export function sortBy(worksheet: Worksheet, columnId: string, direction: Sort["direction"] | null): Worksheet {
  const { role, levelName } = placementOf(worksheet, columnId);
  const own: Sort[] = direction === null ? [] : [{ columnId, direction }];
  if (role === "summary") return worksheet;
  if (role === "base") return { ...worksheet, sort: [...ofGroups(worksheet, "keep"), ...own] };
  const groupings = worksheet.groupings.map((grouping) =>
    grouping.id === levelName ? { ...grouping, sort: own } : grouping,
  );
  // A sort of the whole worksheet comes before those of its groupings.
  return { ...worksheet, groupings, sort: ofGroups(worksheet, "drop", levelName) };
}

/** How the rows of the column's level are sorted by it. */
export function sortOf(worksheet: Worksheet, columnId: string): Sort["direction"] | null {
  const sorts = [...worksheet.sort, ...worksheet.groupings.flatMap((grouping) => grouping.sort)];
  return sorts.find((sort) => sort.columnId === columnId)?.direction ?? null;
}

/** The worksheet's own sorts by values of groups (`keep`), or all but those that this grouping can follow (`drop`). */
function ofGroups(worksheet: Worksheet, what: "keep" | "drop", groupingId?: string): Sort[] {
  const level = groupingId === undefined ? undefined : rowLevelOf(worksheet, groupingId);
  return worksheet.sort.filter(({ columnId }) => {
    const placement = placementOf(worksheet, columnId);
    if (what === "keep") return placement.role !== "base";
    return level === undefined || placement.role === "base" || !isReadableAt(placement.level, level);
  });
}
