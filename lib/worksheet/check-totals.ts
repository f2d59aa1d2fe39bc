import type { CheckedCall } from "../formula/checked.ts";
import type { Diagnostic, Span } from "../formula/diagnostic.ts";
import type { CheckedElement } from "./checked-element.ts";
import { isReadableAt, type RowLevel } from "./row-level.ts";
import { levelsUp, modesWithLevels, totalLevel, totalMode, totalModes } from "./total-level.ts";

/** What stands against a total's mode and its number of levels here; null: nothing does. */
export function findTotalProblem(
  node: CheckedCall,
  level: RowLevel,
  element: CheckedElement,
  span: Span,
  formula: string,
): Diagnostic | null {
  const mode = totalMode(node);
  const modes = totalModes(element);
  if (!modes.includes(mode)) return unknownMode(node, mode, modes, element, span, formula);
  if (node.arguments.length > 2 && !modesWithLevels.has(mode)) return withoutLevels(node, mode, span, formula);
  if (levelsUp(node) === undefined) {
    const message = "The number of levels is a whole number from 1, written as a literal.";
    return { code: "total_levels", severity: "error", message, span };
  }
  if (isReadableAt(totalLevel(node, level, element), level)) return null;
  const message = `"${mode}" goes by keys that these rows do not have. Put the column into the innermost grouping.`;
  return { code: "total_mode", severity: "error", message, span };
}

function unknownMode(
  node: CheckedCall,
  mode: string,
  modes: readonly string[],
  element: CheckedElement,
  span: Span,
  formula: string,
): Diagnostic {
  const kind = element.view?.roles.kind ?? "table";
  const message = `"${mode}" has no meaning in this ${kind}. It has ${listOf(modes)}.`;
  const nearest = counterparts[kind][mode] ?? "grand_total";
  const offered = modes.includes(nearest) ? nearest : "grand_total";
  const own = argumentSpan(node, 1, span, formula);
  const base = { code: "total_mode", severity: "error", message } as const;
  if (own === undefined) return { ...base, span };
  return { ...base, span: own, fix: { title: `Use "${offered}"`, edits: [{ span: own, insert: `"${offered}"` }] } };
}

/** What a mode of another kind of view comes closest to. */
const counterparts: Readonly<Record<"table" | "chart" | "pivot", Readonly<Record<string, string>>>> = {
  table: { row_parent: "parent_grouping", column_parent: "parent_grouping" },
  chart: { row: "x_axis", column: "color" },
  pivot: { x_axis: "row", color: "column" },
};

function listOf(modes: readonly string[]): string {
  const quoted = modes.map((mode) => `"${mode}"`);
  return `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}

function withoutLevels(node: CheckedCall, mode: string, span: Span, formula: string): Diagnostic {
  const kept = argumentSpan(node, 1, span, formula);
  const levels = argumentSpan(node, 2, span, formula);
  const base = { code: "total_levels", severity: "error", message: `"${mode}" takes no number of levels.` } as const;
  if (kept === undefined || levels === undefined) return { ...base, span };
  const edits = [{ span: { from: kept.to, to: levels.to }, insert: "" }];
  return { ...base, span: levels, fix: { title: "Leave it out", edits } };
}

/** Undefined when the call stands in a metric or custom function, whose text is not the formula's. */
function argumentSpan(node: CheckedCall, index: number, call: Span, formula: string): Span | undefined {
  const own = node.arguments[index]?.span;
  if (own === undefined || own.from < call.from || own.to > call.to) return undefined;
  return formula.slice(node.span.from, node.span.from + node.name.length).toLowerCase() === node.name.toLowerCase()
    ? own
    : undefined;
}
