"use client";

import { useMemo, useState } from "react";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { type ColumnLayout, layOutColumns, narrowestColumn, widestColumn } from "./column-layout.tsx";
import { initialSize } from "./column-sizes.tsx";

/** Pixels by column key; what is not there is as wide as its content. */
export type ColumnWidths = Readonly<Record<string, number>>;

export type GridColumnsOptions = {
  readonly columns: readonly ResultColumn[];
  /** By column: they decide how wide columns begin. */
  readonly firstRows: readonly (readonly Cell[])[];
  readonly locale: string;
  readonly frozen: number;
  readonly widths?: ColumnWidths | undefined;
  readonly onResize?: ((key: string, width: number) => void) | undefined;
  /** Pixels of what stands beside a column's name: its menu. */
  readonly besideName: number;
  /** 0: columns are no wider than they need. */
  readonly stretchTo: number;
  /** Pixels that all columns are seen in; 0 before it is measured. */
  readonly viewport: number;
};

export type GridColumns = {
  readonly layout: ColumnLayout;
  /** While it is dragged; null: it is as wide as it was. */
  readonly preview: (key: string, width: number | null) => void;
  readonly resize: (key: string, width: number) => void;
};

/** The widths of a grid's columns: what a person draws just now, or drew and nobody keeps, those that it is told, else by content. */
export function useGridColumns(options: GridColumnsOptions): GridColumns {
  const { columns, firstRows, locale, frozen, widths, onResize, besideName, stretchTo, viewport } = options;
  const [drawn, setDrawn] = useState<ColumnWidths>({});
  const initial = useMemo(
    () => columns.map((column, position) => initialSize(column, firstRows[position] ?? [], locale, besideName)),
    [columns, firstRows, locale, besideName],
  );
  const layout = useMemo(
    () =>
      layOutColumns(
        columns.map(({ key }, position) => drawn[key] ?? widths?.[key] ?? initial[position] ?? 100),
        frozen,
        stretchTo,
        viewport,
      ),
    [columns, drawn, widths, initial, frozen, stretchTo, viewport],
  );
  return useMemo(() => {
    const preview = (key: string, width: number | null): void =>
      setDrawn(({ [key]: _, ...others }) => (width === null ? others : { ...others, [key]: bounded(width) }));
    return {
      layout,
      preview,
      resize(key, width) {
        // What is kept elsewhere comes back from there, and may be taken back there.
        preview(key, onResize === undefined ? width : null);
        onResize?.(key, bounded(width));
      },
    };
  }, [layout, onResize]);
}

function bounded(width: number): number {
  return Math.round(Math.max(narrowestColumn, Math.min(widestColumn, width)));
}
