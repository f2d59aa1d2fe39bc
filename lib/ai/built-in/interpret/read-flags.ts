import type { Placed } from "./reading.ts";
import { at, findAll, isMarker, take, textAt, type Workings } from "./workings.ts";

/** "returned orders", "orders that were not returned": a yes-or-no column beside the rows' noun is a condition on them. */
export function readFlags(workings: Workings): readonly Placed[] {
  return findAll(workings, "column").flatMap(([index, { candidates }]) => {
    const column = candidates[0]?.column;
    if (column?.role !== "logical") return [];
    const isNegated = isMarker(workings.mentions[index - 1], "not");
    const isAttribute = at(workings, index + 1, "entity") !== null;
    const isPredicate = isNegated || /^(was|were|is|are|been|be|got)$/.test(textAt(workings, index - 1));
    if (!isAttribute && !isPredicate) return [];
    take(workings, index, ...(isNegated ? [index - 1] : []));
    return [{ condition: { kind: "values", column, values: [!isNegated], exclude: false }, index }];
  });
}
