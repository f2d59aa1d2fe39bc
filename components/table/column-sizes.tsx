import { formatCell, isIdentifier } from "#lib/worksheet/format-cell";
import type { Cell, ResultColumn } from "#lib/worksheet/result";

const characterWidth = 7.4;
const padding = 26;
const narrowest = 72;
const widest = 340;

/** A column's width in pixels before anybody drags it: what its name and the longest of its first cells need. */
export function initialSize(column: ResultColumn, firstCells: readonly Cell[], locale: string): number {
  const lengths = firstCells.slice(0, 50).map((cell) => formatCell(cell, column, locale).length);
  const characters = Math.max(column.name.length + 1, ...lengths);
  return Math.round(Math.min(widest, Math.max(narrowest, characters * characterWidth + padding)));
}

/** Quantities stand at the right, so that their digits line up; numbers that name something stand with the names. */
export function isMeasure(column: ResultColumn): boolean {
  return column.type === "number" && !isIdentifier(column);
}
