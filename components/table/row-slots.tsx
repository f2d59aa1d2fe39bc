/** A row that is drawn, and the place in the document that it has for the while. */
export type RowSlot = { readonly row: number; readonly slot: number };

const rowsPerBase = 1_000;

/** From where rows are placed: near them, since a browser cannot place anything a hundred million pixels away. */
export function rowBase(first: number): number {
  return first - (first % rowsPerBase);
}

/** The row that the document's order begins with: the first one, but while rows move it stays what it was. */
export function firstInOrder(former: number, first: number, isMoving: boolean): number {
  return isMoving ? former : first;
}

/**
 * Rows from `first` to before `end`, each in one of so many slots, in the order of slots that begins with the slot of row `start`. With the
 * same `start`, slots keep their order wherever the rows are.
 */
export function slotsInOrder(first: number, end: number, slots: number, start: number): readonly RowSlot[] {
  const count = Math.max(slots, end - first);
  const place = (row: number): number => (((row - start) % count) + count) % count;
  return Array.from({ length: end - first }, (_, index) => first + index)
    .sort((left, right) => place(left) - place(right))
    .map((row) => ({ row, slot: row % count }));
}
