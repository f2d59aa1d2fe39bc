import type { Diagnostic } from "../formula/diagnostic.ts";
import { findLevelProblems } from "./check-levels.ts";
import type { CheckedElement } from "./checked-element.ts";
import { levelId } from "./row-level.ts";

/** Checks columns at levels other than their own, each once. */
export function createColumnProblems(element: CheckedElement): CheckedElement["problemsAt"] {
  const known = new Map<string, readonly Diagnostic[]>();
  return (columnId, level) => {
    const id = `${columnId} ${levelId(level)}`;
    const problems = known.get(id) ?? findProblems(columnId, level);
    known.set(id, problems);
    return problems;
  };

  function findProblems(...[columnId, level]: Parameters<CheckedElement["problemsAt"]>): readonly Diagnostic[] {
    const column = element.column(columnId);
    if (column === undefined || column.expression === null) return [];
    const placement = { ...column.placement, level };
    return findLevelProblems(column.expression, column.column.formula, placement, element).filter(
      ({ severity }) => severity === "error",
    );
  }
}
