import type { CheckedCall, CheckedExpression } from "../formula/checked.ts";
import { literalNumber } from "../formula/functions/sql.ts";
import type { CheckedElement } from "./checked-element.ts";
import { isReadableAt, keysLevel, type Placement, parentLevel, type RowLevel, summaryLevel } from "./row-level.ts";
import type { ViewRoles } from "./view-roles.ts";

/** What GrandTotal, Subtotal and PercentOfTotal aggregate over again: a set of keys that the mode names. */
export function totalMode(call: CheckedCall): string {
  const mode = call.arguments[1];
  return mode?.kind === "literal" && typeof mode.value === "string" ? mode.value.toLowerCase() : "grand_total";
}

/** Modes that a table, or the chart or pivot at hand, has. */
export function totalModes({ view }: CheckedElement): readonly string[] {
  const everywhere = ["grand_total", "parent_grouping"];
  if (view === null) return everywhere;
  if (view.roles.kind === "pivot") return [...everywhere, "row", "column", "row_parent", "column_parent"];
  const { x, color } = view.roles;
  return [...everywhere, ...(x === null ? [] : ["x_axis"]), ...(color === null ? [] : ["color"])];
}

export const modesWithLevels: ReadonlySet<string> = new Set(["parent_grouping", "row_parent", "column_parent"]);

/** How many levels up: a whole number from 1, written as a literal; undefined: it is not. */
export function levelsUp(call: CheckedCall): number | undefined {
  const parameter: CheckedExpression | undefined = call.arguments[2];
  if (parameter === undefined) return 1;
  const count = literalNumber(parameter);
  return count !== undefined && Number.isInteger(count) && count >= 1 ? count : undefined;
}

/** The key set of a total that a value at `level` asks for. Beyond the outermost level it is all rows. */
export function totalLevel(call: CheckedCall, level: RowLevel, element: CheckedElement): RowLevel {
  const mode = totalMode(call);
  const count = levelsUp(call) ?? 1;
  if (mode === "parent_grouping") return ancestor(level, count, element);
  return element.view === null ? summaryLevel : keysLevel(axisKeys(mode, count, element.view.roles));
}

function ancestor(level: RowLevel, count: number, element: CheckedElement): RowLevel {
  let found = level;
  for (let up = 0; up < count && !isSummary(found); up += 1) found = parentLevel(element.worksheet, found);
  return found;
}

function isSummary(level: RowLevel): boolean {
  return level.kind === "keys" && level.keys.length === 0;
}

/** A parent keeps the keys of the other axis, so that `row_parent` compares a cell with the one above it in its own column. */
function axisKeys(mode: string, count: number, roles: ViewRoles): readonly string[] {
  if (roles.kind === "chart") {
    const key = mode === "x_axis" ? roles.x : mode === "color" ? roles.color : null;
    return key === null ? [] : [key];
  }
  const { rows, columns } = roles;
  if (mode === "row") return rows;
  if (mode === "column") return columns;
  if (mode === "row_parent") return [...rows.slice(0, Math.max(0, rows.length - count)), ...columns];
  if (mode === "column_parent") return [...rows, ...columns.slice(0, Math.max(0, columns.length - count))];
  return [];
}

/** A calculation that can be read where the total stands but not where it aggregates is computed again there. */
export function isComputedAgain({ role, level }: Placement, total: RowLevel, from: RowLevel): boolean {
  return role === "calculation" && isReadableAt(level, from) && !isReadableAt(level, total);
}
