import type { Placed } from "./reading.ts";
import { at, findAll, take, textAt, type Workings } from "./workings.ts";

/** "returned orders", "orders that were not returned": a yes-or-no column beside the rows' noun is a condition on them. */
export function readFlags(workings: Workings): readonly Placed[] {
  return findAll(workings, "column").flatMap(([index, { candidates }]) => {
    const column = candidates[0]?.column;
    if (column?.role !== "logical") return [];
    const before = [textAt(workings, index - 1), textAt(workings, index - 2)];
    const isAttribute = at(workings, index + 1, "entity") !== null;
    const isPredicate = /^(was|were|is|are|been|be|got|not|never)$/.test(before[0] ?? "");
    if (!isAttribute && !isPredicate) return [];
    const negation = before.findIndex((word) => word === "not" || word === "never");
    take(workings, index, ...(negation < 0 ? [] : [index - 1 - negation]));
    return [{ condition: { kind: "values", column, values: [negation < 0], exclude: false }, index }];
  });
}
