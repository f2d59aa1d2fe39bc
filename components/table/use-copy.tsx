"use client";

import { useState } from "react";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { commaSeparated, tabSeparated } from "./copy-cells.tsx";
import type { GridRows } from "./grid-rows.tsx";
import { type CellRange, cellCount, edgesOf } from "./selection.tsx";

export type CopyKind = "tsv" | "csv";

/** Copies a selection, fetching what is not here. */
export function useCopy(columns: readonly ResultColumn[], rows: GridRows) {
  const [announcement, setAnnouncement] = useState("");
  const copy = async (range: CellRange, kind: CopyKind): Promise<void> => {
    setAnnouncement("Copying");
    setAnnouncement(await copyRange(range, kind, columns, rows));
  };
  return { announcement, copy };
}

async function copyRange(
  range: CellRange,
  kind: CopyKind,
  columns: readonly ResultColumn[],
  rows: GridRows,
): Promise<string> {
  const { left, right } = edgesOf(range);
  const text = async (): Promise<string> => {
    const cells = await cellsOf(range, columns.length, rows, AbortSignal.timeout(60_000));
    if (cells === null) throw new TooMany();
    const names = columns.slice(left, right + 1).map((column) => column.name);
    return kind === "csv" ? commaSeparated(names, cells) : tabSeparated(cells);
  };
  try {
    // Browsers let only a click write; a promise in the item keeps that right while rows are on their way.
    const blob = text().then((written) => new Blob([written], { type: "text/plain" }));
    if (typeof ClipboardItem === "undefined") await navigator.clipboard.writeText(await (await blob).text());
    else await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return `Copied ${cellCount(range).toLocaleString("en")} cells`;
  } catch (error) {
    if (error instanceof TooMany) return "This is too much to copy. Export it as CSV instead.";
    return "Copying did not work. The browser may not allow it, or rows could not be loaded.";
  }
}

class TooMany extends Error {}

/** The cells of a range by column; null: too many. */
export async function cellsOf(
  range: CellRange,
  columnCount: number,
  rows: GridRows,
  signal: AbortSignal,
): Promise<readonly (readonly Cell[])[] | null> {
  const { top, bottom, left, right } = edgesOf(range);
  const here = cellsHere(range, rows);
  if (here !== null) return here;
  const read = await rows.read(Math.max(0, top), bottom + 1, signal);
  return read === null ? null : read.slice(left, Math.min(right + 1, columnCount));
}

/** Null when some are not here. */
function cellsHere(range: CellRange, rows: GridRows): readonly (readonly Cell[])[] | null {
  const { top, bottom, left, right } = edgesOf(range);
  if (cellCount(range) > 200_000) return null;
  const columns: Cell[][] = [];
  for (let column = left; column <= right; column += 1) {
    const cells: Cell[] = [];
    for (let row = Math.max(0, top); row <= bottom; row += 1) {
      const cell = rows.cellAt(row, column);
      if (cell === undefined) return null;
      cells.push(cell);
    }
    columns.push(cells);
  }
  return columns;
}
