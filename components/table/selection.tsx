/** A cell by position, first is 0. */
export type CellPosition = { readonly row: number; readonly column: number };

/** From the cell where it began to the one that is active now. */
export type CellRange = { readonly anchor: CellPosition; readonly active: CellPosition };

export type GridSize = { readonly rowCount: number; readonly columnCount: number; readonly rowsPerPage: number };

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

/** The range after a key, or null when the key moves nothing. Shift extends, Ctrl or ⌘ goes to the edge. */
export function moveRange(range: CellRange, press: KeyPress, size: GridSize): CellRange | null {
  const jump = press.ctrlKey || press.metaKey;
  if (jump && press.key.toLowerCase() === "a")
    return { anchor: { row: 0, column: 0 }, active: { row: size.rowCount - 1, column: size.columnCount - 1 } };
  const move = (jump ? jumps : moves)[press.key];
  if (move === undefined) return null;
  const active = clamp(move(range.active, size), size);
  return { anchor: press.shiftKey ? range.anchor : active, active };
}

function clamp({ row, column }: CellPosition, { rowCount, columnCount }: GridSize): CellPosition {
  const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
  return { row: within(row, rowCount), column: within(column, columnCount) };
}

export function isInRange({ anchor, active }: CellRange, { row, column }: CellPosition): boolean {
  const between = (value: number, a: number, b: number): boolean => value >= Math.min(a, b) && value <= Math.max(a, b);
  return between(row, anchor.row, active.row) && between(column, anchor.column, active.column);
}
