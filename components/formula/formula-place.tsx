import type { CheckedFormula } from "#lib/formula/check";
import type { FormulaScope } from "#lib/formula/checked";
import { type CheckScope, checkFormulaIn, formulaScopeIn } from "#lib/worksheet/check";
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
  if (level === "own") return { text, ...checkAtOwnLevel(worksheetId, text, scope) };
  return { text, level, ...checkFormulaIn(worksheetId, level, text, scope) };
}

const noNames: FormulaScope = { names: [], customFunctions: [], resolve: () => ({ kind: "unknown" }) };

export function namesAt({ worksheetId, scope }: FormulaPlace): FormulaScope {
  return formulaScopeIn(worksheetId, scope) ?? noNames;
}
