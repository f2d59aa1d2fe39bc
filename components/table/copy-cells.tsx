import type { Cell } from "#lib/worksheet/result";
import type { CellRange } from "./selection.tsx";

/** A range as tab-separated lines, with raw values: a spreadsheet reads them back without loss. */
export function copyCells(range: CellRange, cellAt: (row: number, column: number) => Cell | undefined): string {
  const { anchor, active } = range;
  const columns = span(anchor.column, active.column);
  return span(anchor.row, active.row)
    .map((row) => columns.map((column) => cellText(cellAt(row, column) ?? null)).join("\t"))
    .join("\n");
}

function span(a: number, b: number): number[] {
  const first = Math.min(a, b);
  return Array.from({ length: Math.abs(a - b) + 1 }, (_, index) => first + index);
}

/** Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay as they are. */
export function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const text = cell.replace(/[\t\r\n]+/g, " ");
  return /^[=+\-@]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
}
