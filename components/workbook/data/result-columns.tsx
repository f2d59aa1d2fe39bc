import type { CheckedColumn, CheckedElement } from "#lib/worksheet/checked-element";
import { formatOf } from "#lib/worksheet/format";
import type { ResultColumn } from "#lib/worksheet/result";

/** The columns of a worksheet as results would have them, without running anything; those that do not compute are left out. */
export function resultColumnsOf(element: CheckedElement): readonly ResultColumn[] {
  return element.worksheet.columns.flatMap(({ id }) => {
    const column = element.column(id);
    return column === undefined || column.expression === null ? [] : [resultColumnOf(column, element)];
  });
}

export function resultColumnOf(column: CheckedColumn, element: CheckedElement): ResultColumn {
  const { id, name, formula } = column.column;
  return {
    key: id,
    columnId: id,
    name,
    // A column that is Null throughout travels as text.
    type: column.type === "null" || column.type === "unknown" ? "text" : column.type,
    grain: column.grain,
    format: formatOf(column, element),
    level: column.placement.levelName,
    formula,
    ...(column.isRowWise || column.placement.role === "key" ? {} : { isAggregate: true }),
  };
}
