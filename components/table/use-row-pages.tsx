"use client";

import { useEffect, useMemo, useState } from "react";
import type { Cell } from "#lib/worksheet/result";
import type { GridRows } from "./grid-rows.tsx";
import { type LoadRows, RowPages, type RowRange } from "./row-pages.tsx";

export type { LoadRows } from "./row-pages.tsx";

/** Rows that are read for copying or adding up, at most. */
const mostCells = 500_000;
const rowsPerRead = 10_000;

/** The rows of a flat result, fetched as they come into sight. Give what uses it another `key` when `load` means another result. */
export function useRowPages(
  load: LoadRows,
  rowCount: number,
  columnCount: number,
  firstRows: readonly (readonly Cell[])[],
): GridRows {
  const [version, setVersion] = useState(0);
  const [pages] = useState(() => {
    const made = new RowPages(load, () => setVersion((count) => count + 1));
    const seeded = Math.min(rowCount, firstRows[0]?.length ?? 0);
    if (seeded > 0) made.seed({ offset: 0, rowCount: seeded, columns: firstRows });
    return made;
  });
  useEffect(() => () => pages.close(), [pages]);
  return useMemo(
    () => ({
      version,
      count: rowCount,
      cellAt: (row, column) => pages.cellAt(row, column),
      stateAt: (row) => pages.stateAt(row),
      need: (first, end) => pages.need(first, Math.min(end, rowCount)),
      retry: (row) => pages.retry(row),
      read: (first, end, signal) => readRows(load, { offset: first, limit: end - first }, columnCount, signal),
    }),
    // Each version is another set of rows that are here.
    [version, rowCount, columnCount, load, pages],
  );
}

/** Rows by column; null when there are too many to be held here. */
export async function readRows(
  load: LoadRows,
  { offset, limit }: RowRange,
  columnCount: number,
  signal: AbortSignal,
): Promise<readonly (readonly Cell[])[] | null> {
  if (limit * columnCount > mostCells) return null;
  const columns: Cell[][] = Array.from({ length: columnCount }, () => []);
  for (let read = 0; read < limit; read += rowsPerRead) {
    const rows = await load({ offset: offset + read, limit: Math.min(rowsPerRead, limit - read) }, signal);
    rows.columns.forEach((cells, index) => {
      for (const cell of cells) columns[index]?.push(cell);
    });
  }
  return columns;
}
