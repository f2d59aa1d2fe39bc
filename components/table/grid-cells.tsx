import type { CSSProperties } from "react";
import type { ColumnLayout } from "./column-layout.tsx";

export type CellPlace = { readonly style: CSSProperties; readonly isFrozen: boolean; readonly isEdge: boolean };

/** How the cell of a column stands in its row: frozen ones stick to the left, the first of the others keeps the room of those out of sight. */
export function cellPlace(layout: ColumnLayout, shown: readonly number[], index: number): CellPlace {
  const position = shown[index] ?? 0;
  const width = layout.widths[position] ?? 0;
  const start = layout.starts[position] ?? 0;
  const isFrozen = position < layout.frozen;
  if (isFrozen) return { style: { width, left: start }, isFrozen, isEdge: position === layout.frozen - 1 };
  const before = shown[index - 1];
  const end = before === undefined ? 0 : (layout.starts[before] ?? 0) + (layout.widths[before] ?? 0);
  const gap = start - end;
  return { style: gap > 0 ? { width, marginLeft: gap } : { width }, isFrozen, isEdge: false };
}
