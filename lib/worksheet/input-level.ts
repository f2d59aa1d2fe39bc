import type { CheckedCall } from "../formula/checked.ts";
import type { CheckedElement } from "./checked-element.ts";
import { walk } from "./expression.ts";
import { baseLevel, isReadableAt, keysLevel, placementOf, type RowLevel } from "./row-level.ts";

/**
 * The rows that an aggregate at a level runs over: those of the finest level that it names a column of, so that the average of a
 * finer grouping's sums counts each group once. Naming nothing finer, it runs over base rows.
 */
export function inputLevel(aggregate: CheckedCall, level: RowLevel, element: CheckedElement): RowLevel {
  let input: RowLevel | undefined;
  walk(aggregate, (node) => {
    if (node.kind !== "reference" || node.binding.kind === "control") return;
    const own =
      node.binding.kind === "column" ? placementOf(element.worksheet, node.binding.columnId).level : baseLevel;
    if (isReadableAt(own, level)) return;
    if (input === undefined || isReadableAt(input, own)) input = own;
    else if (!isReadableAt(own, input)) input = baseLevel;
  });
  if (input === undefined || input.kind === "base" || level.kind === "base") return baseLevel;
  // In charts and pivots the finer grouping need not have the keys of the level.
  return keysLevel([...input.keys, ...level.keys]);
}
