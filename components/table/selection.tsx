/** A cell by position, first is 0. */
export type CellPosition = { readonly row: number; readonly column: number };

/** From the cell where it began to the one that is active now. */
export type CellRange = { readonly anchor: CellPosition; readonly active: CellPosition };

export type GridSize = {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly rowsPerPage: number;
  /** Where the header can be walked into, it is row -1. */
  readonly firstRow?: number;
};

export const headerRow = -1;

type Move = (at: CellPosition, size: GridSize) => CellPosition;

const moves: Readonly<Record<string, Move>> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  PageUp: ({ row, column }, { rowsPerPage }) => ({ row: row - rowsPerPage, column }),
  PageDown: ({ row, column }, { rowsPerPage }) => ({ row: row + rowsPerPage, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { columnCount }) => ({ row, column: columnCount - 1 }),
};

const jumps: Readonly<Record<string, Move>> = {
  ArrowUp: ({ column }) => ({ row: 0, column }),
  ArrowDown: ({ column }, { rowCount }) => ({ row: rowCount - 1, column }),
  ArrowLeft: ({ row }) => ({ row, column: 0 }),
  ArrowRight: ({ row }, { columnCount }) => ({ row, column: columnCount - 1 }),
  Home: () => ({ row: 0, column: 0 }),
  End: (_at, { rowCount, columnCount }) => ({ row: rowCount - 1, column: columnCount - 1 }),
};

export type KeyPress = {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
};

/** The first and last row and column of a range. */
export function edgesOf({ anchor, active }: CellRange) {
  return {
    top: Math.min(anchor.row, active.row),
    bottom: Math.max(anchor.row, active.row),
    left: Math.min(anchor.column, active.column),
    right: Math.max(anchor.column, active.column),
  };
}

export function cellCount(range: CellRange): number {
  const { top, bottom, left, right } = edgesOf(range);
  return (bottom - top + 1) * (right - left + 1);
}

/** The range after a key, or null when the key moves nothing. Shift extends, Ctrl or ⌘ goes to the edge. */
export function moveRange(range: CellRange, press: KeyPress, size: GridSize): CellRange | null {
  const jump = press.ctrlKey || press.metaKey;
  if (jump && press.key.toLowerCase() === "a")
    return { anchor: { row: 0, column: 0 }, active: { row: size.rowCount - 1, column: size.columnCount - 1 } };
  const move = (jump ? jumps : moves)[press.key];
  if (move === undefined) return null;
  const from = press.shiftKey || press.key !== "ArrowUp" || jump ? 0 : (size.firstRow ?? 0);
  const isInHeader = range.active.row === headerRow && !press.shiftKey && isSideways.has(press.key);
  const active = clamp(move(range.active, size), size, isInHeader ? headerRow : from);
  return { anchor: press.shiftKey ? range.anchor : active, active };
}

const isSideways: ReadonlySet<string> = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);

function clamp({ row, column }: CellPosition, { rowCount, columnCount }: GridSize, firstRow: number): CellPosition {
  const within = (value: number, first: number, count: number): number => Math.max(first, Math.min(count - 1, value));
  return { row: within(row, firstRow, rowCount), column: within(column, 0, columnCount) };
}

export function isInRange({ anchor, active }: CellRange, { row, column }: CellPosition): boolean {
  const between = (value: number, a: number, b: number): boolean => value >= Math.min(a, b) && value <= Math.max(a, b);
  return between(row, anchor.row, active.row) && between(column, anchor.column, active.column);
}

/** The same columns where they stand now; a column that has gone leaves its place to what stands there. */
export function followColumns(range: CellRange, before: readonly string[], now: readonly string[]): CellRange {
  const follow = (at: CellPosition): CellPosition => {
    const key = before[at.column];
    const place = key === undefined || now[at.column] === key ? -1 : now.indexOf(key);
    const column = place < 0 ? Math.max(0, Math.min(now.length - 1, at.column)) : place;
    return column === at.column ? at : { row: at.row, column };
  };
  const [anchor, active] = [follow(range.anchor), follow(range.active)];
  return anchor === range.anchor && active === range.active ? range : { anchor, active };
}

/** Only rows that are there: a group that is closed takes its own away. */
export function withinRows(range: CellRange, rowCount: number): CellRange {
  const last = Math.max(0, rowCount - 1);
  const within = (at: CellPosition): CellPosition => (at.row > last ? { row: last, column: at.column } : at);
  const [anchor, active] = [within(range.anchor), within(range.active)];
  return anchor === range.anchor && active === range.active ? range : { anchor, active };
}
