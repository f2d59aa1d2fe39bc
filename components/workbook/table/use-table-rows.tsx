"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import type { GridRows } from "#components/table/grid-rows";
import { readRows } from "#components/table/use-row-pages";
import type { ResultPage } from "#lib/contract/results";
import { levelView, type TableLevel, type Within } from "#lib/workbook/edit-worksheet/table-views";
import type { Cell, ResultRows } from "#lib/worksheet/result";
import type { Document, View } from "#lib/worksheet/worksheet";
import { NestedRows, type OpenedRows } from "./nested-rows.tsx";

/** How a table gets its data. Errors carry a sentence for the reader; aborts are thrown as they are. */
export type TableLoaders = {
  /** Runs a view of the document as it stands, or of another, and gives its first rows. */
  readonly loadView: (view: View, limit: number, signal: AbortSignal, document?: Document) => Promise<ResultPage>;
  readonly loadRows: (
    resultId: string,
    range: { readonly offset: number; readonly limit: number },
    signal?: AbortSignal,
  ) => Promise<ResultRows>;
  readonly countRows: (resultId: string, signal: AbortSignal) => Promise<number>;
};

const firstRowCount = 200;
const nobody: ReadonlyMap<string, number> = new Map();

export type TableRowsOptions = TableLoaders & {
  readonly worksheetId: string;
  readonly levels: readonly TableLevel[];
  /** Groupings that show no further levels before a person opens one. */
  readonly collapsed: readonly string[];
  /** What is shown, by position. */
  readonly columnIds: readonly string[];
  /** Another text when the same views would have other rows. */
  readonly version: string;
};

export type TableRows = {
  readonly rows: GridRows;
  readonly state: NestedRows["state"];
  /** The rows are those of before: new ones are on their way. */
  readonly isStale: boolean;
  /** The first rows by position of the columns: they decide how wide columns begin. */
  readonly firstRows: readonly (readonly Cell[])[];
  readonly retry: () => void;
};

/** The rows of a table, nested by its levels. What a person opened stays open when the rows are asked for anew. */
export function useTableRows(options: TableRowsOptions): TableRows {
  const { worksheetId, levels, collapsed, columnIds, version } = options;
  const loaders = useRef(options);
  loaders.current = options;
  const toggled = useRef(new Map<string, boolean>());
  const [shown, setShown] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const [first, setFirst] = useState<ResultPage | null>(null);
  const key = JSON.stringify([worksheetId, levels, collapsed, version, attempt]);
  const nested = useMemo(() => {
    // The key says all that the rows depend on.
    void key;
    const changed = () => setShown((count) => count + 1);
    const isOpenAtFirst = ({ level }: TableLevel) => !loaders.current.collapsed.includes(level);
    const open = async (level: TableLevel, within: Within, signal: AbortSignal): Promise<OpenedRows> => {
      const opened = await openLevel(level, within, signal, loaders.current);
      if (within.length === 0 && !signal.aborted) setFirst(opened.page);
      return opened;
    };
    return new NestedRows({ levels: loaders.current.levels, open, isOpenAtFirst, toggled: toggled.current, changed });
  }, [key]);
  useEffect(() => {
    nested.start();
    return () => nested.close();
  }, [nested]);
  // What was there stays in sight until the new rows come.
  const last = useRef(nested);
  if (nested.state === "ready") last.current = nested;
  const inSight = nested.state === "loading" && last.current.state === "ready" ? last.current : nested;
  const rows = useMemo(() => gridRows(inSight, columnIds, shown), [inSight, columnIds, shown]);
  const firstRows = useMemo(() => firstCells(first, columnIds), [first, columnIds]);
  return {
    rows,
    state: nested.state,
    isStale: inSight !== nested,
    firstRows,
    retry: () => setAttempt((count) => count + 1),
  };
}

async function openLevel(
  level: TableLevel,
  within: Within,
  signal: AbortSignal,
  { worksheetId, loadView, loadRows, countRows }: TableRowsOptions,
): Promise<OpenedRows & { readonly page: ResultPage }> {
  const page = await loadView(levelView(worksheetId, level, within), firstRowCount, signal);
  const { result, rows } = page;
  const fullCount = result.truncated ? countRows(result.id, signal) : null;
  // Who gives up before the count came does not hear of it.
  fullCount?.catch(() => undefined);
  return {
    page,
    rowCount: result.rowCount,
    fullCount,
    rows,
    load: (range, stop) => loadRows(result.id, range, stop),
  };
}

function gridRows(
  nested: NestedRows,
  columnIds: readonly string[],
  version: number,
): GridRows & { readonly version: number } {
  const { levels } = nested;
  const isNested = levels.length > 1;
  const markColumn = levels.map(({ keys }) => Math.max(0, columnIds.indexOf(keys[0] ?? "")));
  const idAt = (position: number): string => columnIds[position] ?? "";
  return {
    version,
    count: nested.count,
    cellAt: (row, position) => nested.cellAt(row, idAt(position)),
    stateAt: (row) => nested.stateAt(row),
    need: (from, end) => nested.need(from, Math.min(end, nested.count)),
    retry: (row) => nested.retry(row),
    async read(from, end, signal) {
      const load = nested.load;
      const [only] = levels;
      if (load === null || only === undefined) return null;
      const read = await readRows(load, { offset: from, limit: end - from }, only.columns.length, signal);
      return read?.length === undefined ? null : columnIds.map((id) => read[only.columns.indexOf(id)] ?? []);
    },
    ...(isNested
      ? {
          blankAt: (row: number, position: number) => {
            const level = nested.level(nested.find(row));
            return level !== undefined && !level.columns.includes(idAt(position));
          },
          groupAt: (row: number) => {
            const found = nested.find(row);
            const depth = found.kind === "unopened" ? found.block.depth + 1 : found.block.depth;
            return { level: depth + 1, isExpanded: nested.isExpanded(found), column: markColumn[depth] ?? 0 };
          },
          toggle: (row: number) => nested.toggle(row),
        }
      : {}),
  };
}

function firstCells(page: ResultPage | null, columnIds: readonly string[]): readonly (readonly Cell[])[] {
  const places =
    page === null ? nobody : new Map(page.result.schema.map(({ columnId }, position) => [columnId, position] as const));
  return columnIds.map((id) => page?.rows.columns[places.get(id) ?? -1] ?? []);
}
