"use client";

import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { Grid } from "./grid.tsx";
import { type LoadRows, useRowPages } from "./use-row-pages.tsx";

export type DataGridProps = {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** The first rows by column, when they are there already: they decide how wide columns begin. */
  readonly firstRows?: readonly (readonly Cell[])[];
  /** Give the grid another `key` when this means another result. */
  readonly loadRows: LoadRows;
  readonly locale: string;
  readonly currency?: string;
  /** Pixels. */
  readonly maxHeight?: number;
  /** What a selection adds up to. */
  readonly hasStatus?: boolean;
  /** A row was chosen: by pointing or by arrows. */
  readonly onActiveRow?: (row: number) => void;
  /** Enter on a row, or a double press. */
  readonly onOpenRow?: (row: number) => void;
};

const noRows: readonly never[] = [];

/** The rows of one result. */
export function DataGrid(props: DataGridProps) {
  const { label, columns, rowCount, firstRows = noRows, loadRows, locale, currency, maxHeight = 420 } = props;
  const rows = useRowPages(loadRows, rowCount, columns.length, firstRows);
  return (
    <Grid
      label={label}
      columns={columns}
      rows={rows}
      firstRows={firstRows}
      locale={locale}
      currency={currency}
      maxHeight={maxHeight}
      isStretched
      hasStatus={props.hasStatus ?? false}
      onActiveRow={props.onActiveRow}
      onOpenRow={props.onOpenRow}
    />
  );
}
