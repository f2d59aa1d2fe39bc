import type { CheckedFormula } from "#lib/formula/check";
import type { FormulaScope } from "#lib/formula/checked";
import { type CheckScope, checkElements, checkFormulaAmong } from "#lib/worksheet/check";
import { checkAtOwnLevel } from "#lib/worksheet/formula-preview";
import type { Level } from "#lib/worksheet/worksheet";

/** Where a formula stands, as data: all that the editor needs to check it in the browser. */
export type FormulaPlace = {
  readonly worksheetId: string;
  /** `own`: per row when the formula can, over all rows when it aggregates. */
  readonly level: Level | "own";
  readonly scope: CheckScope;
};

/** What is known of a text. Nothing is held against an empty one. */
export type CheckedText = CheckedFormula & { readonly text: string; readonly level: Level };

export function checkText(text: string, { worksheetId, level, scope }: FormulaPlace): CheckedText {
  if (text.trim() === "")
    return { text, level: level === "own" ? "base" : level, expression: null, type: "unknown", diagnostics: [] };
  const elements = elementsOf(scope);
  if (level === "own") return { text, ...checkAtOwnLevel(worksheetId, text, elements) };
  return { text, level, ...checkFormulaAmong(elements, worksheetId, level, text) };
}

const known = new WeakMap<CheckScope, ReturnType<typeof checkElements>>();

/** Checked once for each scope, however many keys are pressed in it. */
function elementsOf(scope: CheckScope) {
  const elements = known.get(scope) ?? checkElements(scope);
  known.set(scope, elements);
  return elements;
}

const noNames: FormulaScope = { names: [], customFunctions: [], resolve: () => ({ kind: "unknown" }) };

export function namesAt({ worksheetId, scope }: FormulaPlace): FormulaScope {
  return elementsOf(scope).get(worksheetId)?.formulaScope() ?? noNames;
}
