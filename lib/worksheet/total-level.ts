import type { CheckedCall } from "../formula/checked.ts";
import { isReadableAt, type Placement, parentLevel, type RowLevel, summaryLevel } from "./row-level.ts";
import type { Worksheet } from "./worksheet.ts";

/** What GrandTotal, Subtotal and PercentOfTotal aggregate over again. Tables know two modes; charts and pivots bring their own keys. */
export function totalMode(call: CheckedCall): string {
  const mode = call.arguments[1];
  return mode?.kind === "literal" && typeof mode.value === "string" ? mode.value.toLowerCase() : "grand_total";
}

export function hasTotalLevel(mode: string, _worksheet: Worksheet): boolean {
  return mode === "grand_total" || mode === "parent_grouping";
}

export function totalLevel(mode: string, level: RowLevel, worksheet: Worksheet): RowLevel {
  return mode === "parent_grouping" ? parentLevel(worksheet, level) : summaryLevel;
}

/** A calculation that can be read where the total stands but not where it aggregates is computed again there. */
export function isComputedAgain({ role, level }: Placement, total: RowLevel, from: RowLevel): boolean {
  return role === "calculation" && isReadableAt(level, from) && !isReadableAt(level, total);
}
