"use client";

import { memo, useEffect, useState } from "react";
import { formatCell } from "#lib/worksheet/format-cell";
import type { ResultColumn } from "#lib/worksheet/result";
import type { GridRows } from "./grid-rows.tsx";
import { type CellRange, cellCount, edgesOf } from "./selection.tsx";
import { figuresOf, type SelectionFigures } from "./selection-figures.tsx";
import { cellsOf } from "./use-copy.tsx";

type SelectionStatusProps = {
  readonly range: CellRange;
  readonly columns: readonly ResultColumn[];
  readonly rows: GridRows;
  /** What was done with them; empty: nothing. */
  readonly notice: string;
  readonly locale: string;
  readonly currency?: string | undefined;
};

type Figures = SelectionFigures | "loading" | "too-many" | "failed" | null;

/** What the selected cells come to. Rows that are not here are fetched for it, up to a bound. */
export const SelectionStatus = memo(function SelectionStatus(props: SelectionStatusProps) {
  const { range, columns, rows, notice, locale, currency } = props;
  const figures = useFigures(range, columns, rows);
  const { left, right } = edgesOf(range);
  const selected = columns.slice(left, right + 1);
  const measure = selected.find((column) => column.type === "number");
  const write = (value: number): string => {
    const sameFormat = selected.filter(({ type }) => type === "number").every(isLike(measure));
    const column = measure !== undefined && sameFormat ? measure : { type: "number" as const };
    return formatCell(value, column, locale, currency === undefined ? {} : { currency });
  };
  return (
    <div className="nums flex max-h-14 min-h-7 shrink-0 items-center gap-4 overflow-hidden border-t px-3 text-quiet text-xs">
      <span role="status" className="py-1 text-text">
        {notice}
      </span>
      <div
        aria-live="polite"
        className="flex h-7 min-w-0 flex-1 flex-wrap justify-end gap-x-4 overflow-hidden leading-7"
      >
        {figures === "loading" && <span>Adding up {cellCount(range).toLocaleString(locale)} cells…</span>}
        {figures === "too-many" && (
          <span>{cellCount(range).toLocaleString(locale)} cells, too many to add up here. Use a summary.</span>
        )}
        {figures === "failed" && <span>The selected rows could not be loaded.</span>}
        {figures !== null && typeof figures === "object" && (
          <>
            <Figure name="Count" value={figures.filled.toLocaleString(locale)} />
            {figures.sum !== null && <Figure name="Sum" value={write(figures.sum)} />}
            {figures.sum !== null && <Figure name="Average" value={write(figures.sum / figures.numbers)} />}
          </>
        )}
      </div>
    </div>
  );
});

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <span>
      {name} <span className="text-text">{value}</span>
    </span>
  );
}

function isLike(measure: ResultColumn | undefined) {
  return (column: ResultColumn): boolean => JSON.stringify(column.format) === JSON.stringify(measure?.format);
}

const waitMs = 120;

function useFigures(range: CellRange, columns: readonly ResultColumn[], rows: GridRows): Figures {
  const [figures, setFigures] = useState<Figures>(null);
  const count = cellCount(range);
  useEffect(() => {
    const leave = new AbortController();
    if (count < 2) {
      setFigures(null);
      return;
    }
    const timer = window.setTimeout(() => {
      setFigures((before) => (typeof before === "object" ? before : "loading"));
      const { left, right } = edgesOf(range);
      cellsOf(range, columns.length, rows, leave.signal)
        .then((cells) => setFigures(cells === null ? "too-many" : figuresOf(columns.slice(left, right + 1), cells)))
        .catch(() => {
          if (!leave.signal.aborted) setFigures("failed");
        });
    }, waitMs);
    return () => {
      window.clearTimeout(timer);
      leave.abort();
    };
  }, [range, columns, rows, count]);
  return figures;
}
