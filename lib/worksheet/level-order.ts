import type { CheckedElement } from "./checked-element.ts";
import { hasValueAt } from "./reading.ts";
import {
  isReadableAt,
  isSameLevel,
  orderedKeys,
  parentLevel,
  placementOf,
  type RowLevel,
  rowLevelOf,
} from "./row-level.ts";
import { partitionKeys, placedKeys } from "./view-roles.ts";
import type { Sort } from "./worksheet.ts";

/** How the rows of a level stand: in groups that windows stay within, each in an order. */

/** Keys of the groups: those of the parent grouping, or what a chart or pivot has beside its axis. */
export function windowKeys(level: RowLevel, element: CheckedElement): readonly string[] {
  const { view, worksheet } = element;
  if (view !== null && isSameLevel(view.level, level)) return partitionKeys(view.roles);
  return orderedKeys(worksheet, parentLevel(worksheet, level));
}

/** Keys that tell the rows of a group apart, outermost first. */
export function rowKeys(level: RowLevel, element: CheckedElement): readonly string[] {
  const { view, worksheet } = element;
  const groups = windowKeys(level, element);
  const keys =
    view !== null && isSameLevel(view.level, level)
      ? placedKeys(view.roles).map(({ columnId }) => columnId)
      : orderedKeys(worksheet, level);
  return keys.filter((key) => !groups.includes(key));
}

/** Sorts that the level can follow: the worksheet's, then its grouping's. */
export function levelSorts(level: RowLevel, element: CheckedElement): readonly Sort[] {
  return sortsAt(level, element).filter((sort) => hasValueAt(sort.columnId, level, element));
}

function sortsAt(level: RowLevel, { worksheet }: CheckedElement): readonly Sort[] {
  const ofGrouping = worksheet.groupings
    .filter((grouping) => {
      const own = rowLevelOf(worksheet, grouping.id);
      return own !== undefined && isSameLevel(own, level);
    })
    .flatMap((grouping) => grouping.sort);
  return [...worksheet.sort, ...ofGrouping];
}

/** A date among the keys is order enough. Asked while columns are checked, so it goes by their places and not by their formulas. */
export function hasOrder(level: RowLevel, element: CheckedElement): boolean {
  const { view, worksheet } = element;
  const isSorted = sortsAt(level, element).some(({ columnId }) => {
    const { role, level: home } = placementOf(worksheet, columnId);
    if (role === "key") return level.kind === "base" || level.keys.includes(columnId);
    return isReadableAt(home, level) || (view !== null && role === "calculation");
  });
  if (isSorted) return true;
  return level.kind === "keys" && rowKeys(level, element).some((key) => element.column(key)?.type === "date");
}
