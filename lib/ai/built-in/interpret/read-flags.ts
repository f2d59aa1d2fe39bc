import type { Placed } from "./reading.ts";
import { at, bestWhere, findAll, isMarker, isQuantity, take, textAt, type Workings } from "./workings.ts";

/** "returned orders", "orders returned", "orders that were not returned": a yes-or-no column beside the rows' noun is a condition on them. */
export function readFlags(workings: Workings): readonly (Placed & { readonly isNever: boolean })[] {
  const unflagged = readUnflagged(workings);
  const flags = findAll(workings, "column").flatMap(([index, { candidates }]) => {
    const column = candidates[0]?.column;
    if (column?.role !== "logical") return [];
    const isNever = textAt(workings, index - 1) === "never" && namesThing(workings, index);
    const isNegated = isMarker(workings.mentions[index - 1], "not");
    const isAttribute = at(workings, index + 1, "entity") !== null || isAmount(workings, index);
    const isPredicate = isNegated || /^(was|were|is|are|been|be|got)$/.test(textAt(workings, index - 1));
    const isParticiple = at(workings, index - 1, "entity") !== null && /ed$/.test(textAt(workings, index));
    if (!isAttribute && !isPredicate && !isParticiple) return [];
    take(workings, index, ...(isNegated ? [index - 1] : []));
    const condition = { kind: "values" as const, column, values: [isNever || !isNegated], exclude: false };
    return [{ condition, index, isNever }];
  });
  return [...unflagged, ...flags];
}

/** "returned units". */
function isAmount(workings: Workings, index: number): boolean {
  const next = at(workings, index + 1, "column");
  const isAdjective = /ed$/.test(textAt(workings, index));
  return isAdjective && next !== null && bestWhere(next.candidates, isQuantity) !== null;
}

/** "unpaid orders": rows that are not paid. */
function readUnflagged(workings: Workings): readonly (Placed & { readonly isNever: boolean })[] {
  return findAll(workings, "unknown").flatMap(([index, { word }]) => {
    const rest = /^(?:un|non)(\w{4,})$/.exec(word.toLowerCase())?.[1];
    const column = workings.source.columns.find(
      ({ role, names }) => role === "logical" && names.some((words) => words.some(({ lower }) => lower === rest)),
    );
    if (rest === undefined || column === undefined || at(workings, index + 1, "entity") === null) return [];
    take(workings, index);
    return [{ condition: { kind: "values", column, values: [false], exclude: false }, index, isNever: false }];
  });
}

/** Something else than rows is asked for: "products that were never returned". */
function namesThing(workings: Workings, index: number): boolean {
  return workings.mentions.some(
    (mention, position) =>
      position < index && mention.kind === "column" && mention.candidates[0]?.column.role !== "logical",
  );
}
