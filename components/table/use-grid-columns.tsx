"use client";

import {
  type ColumnDef,
  columnResizingFeature,
  columnSizingFeature,
  type Header,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo } from "react";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { initialSize } from "./column-sizes.tsx";

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const noRows: readonly never[] = [];

type GridRowData = { readonly index: number };
export type GridColumnHeader = Header<typeof features, GridRowData, unknown>;

/** TanStack Table holds the columns and their widths; rows stay outside, because only a part of them is ever here. */
export function useGridColumns(
  columns: readonly ResultColumn[],
  firstRows: readonly (readonly Cell[])[],
  locale: string,
) {
  const definitions = useMemo(
    () =>
      columns.map(
        (column, position): ColumnDef<typeof features, GridRowData, unknown> => ({
          id: column.key,
          header: column.name,
          size: initialSize(column, firstRows[position] ?? [], locale),
          minSize: 48,
          maxSize: 1200,
        }),
      ),
    [columns, firstRows, locale],
  );
  const table = useTable({ features, columns: definitions, data: noRows, columnResizeMode: "onChange" });
  const sizes = table.getLeafHeaders().map((header) => header.getSize());
  return {
    table,
    /** Widths grow together when there is room to spare. */
    template: sizes.map((size) => `minmax(${size}px, ${size}fr)`).join(" "),
    width: sizes.reduce((total, size) => total + size, 0),
  };
}
