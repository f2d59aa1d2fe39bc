import { formatCell, isIdentifier } from "#lib/worksheet/format-cell";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { narrowestColumn } from "./column-layout.tsx";

const characterWidth = 7.4;
const padding = 26;
const widest = 340;

/**
 * A column's width in pixels before anybody drags it: what its name, with so many pixels beside it, and the longest of its first cells
 * need. Cells that nobody has seen yet are taken to be as long as such cells are.
 */
export function initialSize(column: ResultColumn, firstCells: readonly Cell[], locale: string, besideName = 0): number {
  const lengths = firstCells.slice(0, 50).map((cell) => formatCell(cell, column, locale).length);
  const cells = lengths.length === 0 && besideName > 0 ? assumedLengths[column.type] : Math.max(0, ...lengths);
  const needed = Math.max((column.name.length + 1) * characterWidth + besideName, cells * characterWidth);
  return Math.round(Math.min(widest, Math.max(narrowestColumn, needed + padding)));
}

const assumedLengths: Readonly<Record<ResultColumn["type"], number>> = {
  text: 16,
  number: 14,
  date: 13,
  logical: 6,
  variant: 20,
};

/** Quantities stand at the right, so that their digits line up; numbers that name something stand with the names. */
export function isMeasure(column: ResultColumn): boolean {
  return column.type === "number" && !isIdentifier(column);
}
