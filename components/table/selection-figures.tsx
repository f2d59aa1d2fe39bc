import type { Cell, ResultColumn } from "#lib/worksheet/result";

/** What a selection adds up to. Sum and average are of its numbers; null: there are none. */
export type SelectionFigures = {
  readonly cells: number;
  readonly filled: number;
  readonly numbers: number;
  readonly sum: number | null;
};

/** `columns` are the selected ones, `cells` theirs; cells that are not here are left out. */
export function figuresOf(
  columns: readonly Pick<ResultColumn, "type">[],
  cells: readonly (readonly (Cell | undefined)[])[],
): SelectionFigures {
  let [count, filled, numbers] = [0, 0, 0];
  // Compensated, so that a long column adds up to the last digit that is shown.
  let [sum, rest] = [0, 0];
  cells.forEach((column, index) => {
    const isNumber = columns[index]?.type === "number";
    for (const cell of column) {
      if (cell === undefined) continue;
      count += 1;
      if (cell === null) continue;
      filled += 1;
      const value = isNumber ? Number(cell) : Number.NaN;
      if (Number.isNaN(value)) continue;
      numbers += 1;
      const term = value - rest;
      const next = sum + term;
      rest = next - sum - term;
      sum = next;
    }
  });
  return { cells: count, filled, numbers, sum: numbers === 0 ? null : sum };
}
