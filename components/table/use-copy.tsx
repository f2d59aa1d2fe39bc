"use client";

import { useEffect, useState } from "react";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { cellText, commaSeparated, tabSeparated } from "./copy-cells.tsx";
import type { GridRows } from "./grid-rows.tsx";
import { type CellRange, cellCount, edgesOf, headerRow } from "./selection.tsx";

export type CopyKind = "tsv" | "csv";

const copying = "Copying…";

/** Copies a selection, fetching what is not here. What came of it is told until something else is selected. */
export function useCopy(range: CellRange, columns: readonly ResultColumn[], rows: GridRows, locale: string) {
  const [announcement, setAnnouncement] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: another selection makes the words about the former one old.
  useEffect(() => setAnnouncement((before) => (before === copying ? before : "")), [range]);
  const copy = async (kind: CopyKind): Promise<void> => {
    setAnnouncement(copying);
    setAnnouncement(await copyRange(range, kind, columns, rows, locale));
  };
  return { announcement, copy };
}

async function copyRange(
  range: CellRange,
  kind: CopyKind,
  columns: readonly ResultColumn[],
  rows: GridRows,
  locale: string,
): Promise<string> {
  const { top, left, right } = edgesOf(range);
  const text = async (): Promise<string> => {
    const cells = await cellsOf(range, columns.length, rows, AbortSignal.timeout(60_000));
    if (cells === null) throw new TooMany();
    const names = columns.slice(left, right + 1).map((column) => column.name);
    if (kind === "csv") return commaSeparated(names, cells);
    const head = top === headerRow ? [names.map(cellText).join("\t")] : [];
    return [...head, ...((cells[0]?.length ?? 0) === 0 ? [] : [tabSeparated(cells)])].join("\n");
  };
  try {
    // Browsers let only a click write; a promise in the item keeps that right while rows are on their way.
    const blob = text().then((written) => new Blob([written], { type: "text/plain" }));
    if (typeof ClipboardItem === "undefined") await navigator.clipboard.writeText(await (await blob).text());
    else await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    const count = cellCount(range);
    return `Copied ${count.toLocaleString(locale)} ${count === 1 ? "cell" : "cells"}${kind === "csv" ? " as CSV" : ""}`;
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
