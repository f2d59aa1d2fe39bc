/** Where columns stand in pixels: the first `frozen` stay at the left edge, of the others only those in sight are drawn. */
export type ColumnLayout = {
  readonly widths: readonly number[];
  readonly starts: readonly number[];
  readonly total: number;
  readonly frozen: number;
  readonly frozenWidth: number;
};

/** A letter of its name beside its menu. */
export const narrowestColumn = 72;
export const widestColumn = 1200;
/** What frozen columns leave the others at least. */
const leastMoving = 80;

/**
 * Columns share the room that is left when `stretchTo` is more than they need. Of the frozen ones so many are held as leave room for others
 * `within` these pixels; 0: they are not measured.
 */
export function layOutColumns(sizes: readonly number[], frozen: number, stretchTo = 0, within = 0): ColumnLayout {
  const needed = sizes.reduce((sum, size) => sum + size, 0);
  const factor = needed > 0 && stretchTo > needed ? stretchTo / needed : 1;
  const widths = sizes.map((size) => Math.floor(size * factor));
  const starts: number[] = [];
  let total = 0;
  for (const width of widths) {
    starts.push(total);
    total += width;
  }
  let held = Math.max(0, Math.min(frozen, widths.length - 1));
  while (within > 0 && held > 0 && (starts[held] ?? 0) + leastMoving > within) held -= 1;
  return { widths, starts, total, frozen: held, frozenWidth: starts[held] ?? 0 };
}

/** The columns beside the frozen ones that are in sight: the first and the one after the last, with some to spare. */
export function columnsInSight(
  { widths, starts, frozen, frozenWidth }: ColumnLayout,
  scrollLeft: number,
  viewport: number,
): readonly [number, number] {
  const spare = 240;
  const from = scrollLeft + frozenWidth - spare;
  const to = scrollLeft + (viewport === 0 ? 2000 : viewport) + spare;
  let first = frozen;
  while (first < widths.length - 1 && (starts[first] ?? 0) + (widths[first] ?? 0) < from) first += 1;
  let end = first;
  while (end < widths.length && (starts[end] ?? 0) < to) end += 1;
  return [first, end];
}

/** The same columns with one of them at another place. */
export function withMoved(layout: ColumnLayout, from: number, to: number): ColumnLayout {
  const others = layout.widths.toSpliced(from, 1);
  return layOutColumns(others.toSpliced(to, 0, layout.widths[from] ?? 0), layout.frozen);
}

/** Where to scroll sideways so that a column is seen whole beside the frozen ones. */
export function revealColumn(layout: ColumnLayout, column: number, scrollLeft: number, viewport: number): number {
  const { starts, widths, frozen, frozenWidth } = layout;
  if (column < frozen) return scrollLeft;
  const [start, width] = [starts[column] ?? 0, widths[column] ?? 0];
  if (start - frozenWidth < scrollLeft) return start - frozenWidth;
  return start + width > scrollLeft + viewport ? Math.min(start - frozenWidth, start + width - viewport) : scrollLeft;
}
