import { levelView, type TableLevel, tableLevels } from "#lib/workbook/edit-worksheet/table-views";
import type { TableElement } from "#lib/workbook/workbook";
import { type CheckScope, checkView } from "#lib/worksheet/check";
import type { CheckedElement } from "#lib/worksheet/checked-element";
import type { ResultColumn } from "#lib/worksheet/result";
import { placementOf } from "#lib/worksheet/row-level";
import type { Worksheet } from "#lib/worksheet/worksheet";

export type ShownColumns = {
  readonly levels: readonly TableLevel[];
  /** In the table's order, those with errors too. */
  readonly columns: readonly ResultColumn[];
  /** What is wrong with a column, by id: it stands empty, and the others go on. */
  readonly broken: ReadonlyMap<string, string>;
};

/** What a table shows, with the type and format of each column as the checker has them. */
export function shownColumns(
  element: TableElement,
  worksheet: Worksheet,
  checked: CheckedElement,
  scope: CheckScope,
): ShownColumns {
  const ids = element.columns.filter((id) => placementOf(worksheet, id).role !== "summary");
  const broken = new Map(ids.flatMap((id) => errorOf(id, checked)));
  const levels = tableLevels(
    worksheet,
    ids.filter((id) => !broken.has(id)),
  );
  const known = new Map(
    levels
      .flatMap((level) => checkView(levelView(element.worksheetId, level, []), scope).schema)
      .map((column) => [column.columnId, column] as const),
  );
  const columns = ids.flatMap((id): ResultColumn[] => {
    const column = known.get(id);
    if (column !== undefined) return [{ ...column, key: id }];
    const own = worksheet.columns.find((one) => one.id === id);
    if (own === undefined) return [];
    const { levelName: level } = placementOf(worksheet, id);
    return [{ key: id, columnId: id, name: own.name, type: "text", level, formula: own.formula }];
  });
  return { levels, columns, broken };
}

function errorOf(columnId: string, checked: CheckedElement): [string, string][] {
  const error = checked.column(columnId)?.diagnostics.find(({ severity }) => severity === "error");
  return error === undefined ? [] : [[columnId, error.message]];
}
