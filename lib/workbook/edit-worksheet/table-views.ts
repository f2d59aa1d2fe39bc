import { type CheckScope, checkView } from "../../worksheet/check.ts";
import type { Cell } from "../../worksheet/result.ts";
import { placementOf } from "../../worksheet/row-level.ts";
import type { Level, View, Worksheet } from "../../worksheet/worksheet.ts";
import type { TableElement } from "../workbook.ts";

/** What a table asks for: a view for each level that it shows, outermost first. */
export type TableLevel = {
  readonly level: Level;
  /** That tell its rows apart among their siblings; none on base rows. */
  readonly keys: readonly string[];
  /** Of the view, in its order: the keys first. */
  readonly columns: readonly string[];
};

export type Within = NonNullable<View["within"]>;

/** The levels of a table of which something is shown, or that lie between such. A level in which nothing is shown has no rows of its own. */
export function tableLevels(worksheet: Worksheet, columnIds: readonly string[]): readonly TableLevel[] {
  const shown = columnIds.filter((id) => worksheet.columns.some((column) => column.id === id));
  const at = (level: Level): readonly string[] => shown.filter((id) => placementOf(worksheet, id).levelName === level);
  const groupings = worksheet.groupings.map(({ id, keys }): TableLevel => {
    const others = at(id).filter((columnId) => !keys.includes(columnId));
    return { level: id, keys, columns: [...keys, ...others] };
  });
  const base = at("base");
  return base.length === 0 ? groupings : [...groupings, { level: "base", keys: [], columns: base }];
}

export function levelView(worksheetId: string, { level, columns }: TableLevel, within: Within): View {
  return { worksheetId, level, columns: [...columns], ...(within.length === 0 ? {} : { within }) };
}

/** The rows below a row of a level: those with the same keys. */
export function withinRow(above: Within, { keys }: TableLevel, cells: readonly Cell[]): Within {
  return [...above, ...keys.map((columnId, index) => ({ columnId, value: cells[index] ?? null }))];
}

/** One row of all rows: the calculations of the innermost grouping over everything. Null: there are none that have a total. */
export function totalsView(worksheetId: string, element: TableElement, scope: CheckScope): View | null {
  const worksheet = scope.document.worksheets[worksheetId];
  const innermost = worksheet?.groupings.at(-1);
  if (worksheet === undefined || innermost === undefined) return null;
  const view = (columns: readonly string[]): View => ({
    worksheetId,
    level: innermost.id,
    columns: [...columns],
    pivot: { rows: [], columns: [], isTotals: true },
  });
  const shown = element.columns.filter((id) => placementOf(worksheet, id).role === "calculation");
  const sound = shown.filter((id) => {
    const checked = checkView(view([id]), scope);
    return !checked.diagnostics.some(({ severity, columnId }) => severity === "error" && columnId === id);
  });
  return sound.length === 0 ? null : view(sound);
}

/** One row of the worksheet's summaries; null: it has none that are shown. */
export function summaryView(worksheetId: string, worksheet: Worksheet, element: TableElement): View | null {
  const columns = worksheet.summaries.filter((id) => element.columns.includes(id));
  return columns.length === 0 ? null : { worksheetId, level: "summary", columns };
}
