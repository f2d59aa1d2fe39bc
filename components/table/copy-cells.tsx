import { csvCell } from "#lib/worksheet/csv-cell";
import type { Cell } from "#lib/worksheet/result";
import { type CellRange, edgesOf } from "./selection.tsx";

/** A range as tab-separated lines, with raw values: a spreadsheet reads them back without loss. */
export function copyCells(range: CellRange, cellAt: (row: number, column: number) => Cell | undefined): string {
  const { top, bottom, left, right } = edgesOf(range);
  const columns = span(left, right).map((column) => span(top, bottom).map((row) => cellAt(row, column) ?? null));
  return tabSeparated(columns);
}

function span(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Cells by column as lines with tabs. */
export function tabSeparated(columns: readonly (readonly Cell[])[]): string {
  return lines(columns, (cell) => cellText(cell), "\t").join("\n");
}

/** Cells by column as CSV with their names first, as files are that we export. */
export function commaSeparated(names: readonly string[], columns: readonly (readonly Cell[])[]): string {
  return [names.map(csvCell).join(","), ...lines(columns, csvCell, ",")].join("\r\n");
}

function lines(
  columns: readonly (readonly Cell[])[],
  write: (cell: Cell) => string,
  separator: string,
): readonly string[] {
  const count = columns[0]?.length ?? 0;
  return Array.from({ length: count }, (_, row) => columns.map((cells) => write(cells[row] ?? null)).join(separator));
}

/** Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay as they are. */
export function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const text = cell.replace(/[\t\r\n]+/g, " ");
  return /^[=+\-@]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
}
