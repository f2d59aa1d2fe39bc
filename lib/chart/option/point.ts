import type { Cell } from "../../worksheet/result.ts";
import { otherCell } from "./arrange.ts";
import { type ChartData, isMeasured, type ReadField } from "./fields.ts";

/** What a mark stands for: the keys of its rows, or a range of values, and the measure that it shows. */
export type ChartSelection = {
  readonly keys: readonly { readonly columnId: string; readonly value: Cell }[];
  readonly seriesColumnId: string | null;
  /** A bin of a histogram: from included, to excluded. */
  readonly range: { readonly columnId: string; readonly from: number; readonly to: number } | null;
};

/** `selection` is null for what stands for no single group: gathered categories. */
export type ChartPoint = { readonly text: string; readonly selection: ChartSelection | null };

/** The points of one series of the option, in the order of its data. */
export type Track = {
  readonly name: string;
  readonly length: number;
  /** Null where nothing is drawn. */
  readonly pointAt: (index: number) => ChartPoint | null;
  /** On the axes; null where there are none. */
  readonly placeAt: (index: number) => readonly [number, number] | null;
  /** Its points are small or not drawn at all: the nearest one is meant. */
  readonly isLine: boolean;
};

/** A point that one row makes. */
export function pointOfRow(data: ChartData, row: number, field: ReadField | null, value: string): ChartPoint {
  const labels = [data.trellis, data.x, data.color].flatMap((label) => label ?? []);
  const place = labels
    .filter((label) => !isMeasured(data, label))
    .map((label) => label.show(label.cells[row] ?? null))
    .join(", ");
  const measure = field === null ? value : `${field.column.name} ${value}`;
  return {
    text: place === "" ? measure : `${place}: ${measure}`,
    selection: selectionOfRow(data, row, field?.column.columnId ?? null),
  };
}

function selectionOfRow(data: ChartData, row: number, seriesColumnId: string | null): ChartSelection | null {
  if (data.x?.cells[row] === otherCell) return null;
  const fields = [data.x, data.color, data.trellis, ...data.keys].flatMap((field) => field ?? []);
  const keys = new Map(
    fields
      .filter((field) => !isMeasured(data, field))
      .map((field) => [field.column.columnId, field.cells[row] ?? null] as const),
  );
  return { keys: [...keys].map(([columnId, value]) => ({ columnId, value })), seriesColumnId, range: null };
}
