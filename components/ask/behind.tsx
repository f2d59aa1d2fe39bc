import type { ChartSelection } from "#lib/chart/option/point";
import { formatCell } from "#lib/worksheet/format-cell";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { orderedKeys, rowLevelOf } from "#lib/worksheet/row-level";
import type { ResultData } from "./read-answer.tsx";
import type { Behind } from "./underlying-data.tsx";

export const behindAll: Behind = { keys: [], words: "" };

/** Whether rows of a source stand behind those of a result: a list of rows has none but itself. */
export function hasBehind({ view }: ResultData): boolean {
  return view.level !== "base";
}

/** What a row of a result stands for. Null when a key of its group is not among the columns: then it does not say which. */
export function behindRow(
  { worksheet, view }: ResultData,
  schema: readonly ResultColumn[],
  cellAt: (position: number) => Cell | undefined,
  locale: string,
): Behind | null {
  const level = rowLevelOf(worksheet, view.level);
  const keys = (level === undefined ? [] : orderedKeys(worksheet, level)).map((columnId) => {
    const position = schema.findIndex((column) => column.columnId === columnId);
    const column = schema[position];
    const value = column === undefined ? undefined : cellAt(position);
    return column === undefined || value === undefined ? null : { column, value };
  });
  const known = keys.filter((key) => key !== null);
  if (known.length === 0 || known.length < keys.length) return null;
  return {
    keys: known.map(({ column, value }) => ({ columnId: column.columnId, value })),
    words: known.map(({ column, value }) => wordOf(value, column, locale)).join(", "),
  };
}

/** What a mark of its chart stands for. */
export function behindMark({ keys }: ChartSelection, schema: readonly ResultColumn[], locale: string): Behind {
  const words = keys.map(({ columnId, value }) => {
    const column = schema.find((one) => one.columnId === columnId);
    return column === undefined ? "" : wordOf(value, column, locale);
  });
  return { keys: [...keys], words: words.filter((word) => word !== "").join(", ") };
}

function wordOf(value: Cell, column: ResultColumn, locale: string): string {
  return value === null ? "(empty)" : formatCell(value, column, locale);
}
