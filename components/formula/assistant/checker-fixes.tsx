import { applyFix, hasErrors, mendFormula } from "#lib/formula/apply-fix";
import type { Diagnostic } from "#lib/formula/diagnostic";
import { checkText, type FormulaPlace } from "../formula-place.tsx";

/** A formula that the checker itself would mend, without a model. */
export type CheckerFix = {
  readonly formula: string;
  /** What was changed, in words. */
  readonly changes: readonly string[];
  /** Nothing is wrong with it any more. Others are a step on the way. */
  readonly isSound: boolean;
};

/** A longer one is mended by the run alone, on the server: the page must not stand still for it. */
const longestAtOnce = 8_000;
/** Each is checked by itself. */
const mostSingle = 6;

/** First the formula with every error mended that can be, then each fix by itself. */
export function checkerFixes(formula: string, place: FormulaPlace): readonly CheckerFix[] {
  if (formula.length > longestAtOnce) return [];
  const check = (text: string): readonly Diagnostic[] => checkText(text, place).diagnostics;
  const describe = (text: string, changes: readonly string[]): CheckerFix => ({
    formula: text,
    changes,
    isSound: !hasErrors(check(text)),
  });
  const all = mendFormula(formula, check);
  const single = check(formula)
    .flatMap(({ fix }) => fix ?? [])
    .slice(0, mostSingle)
    .map((fix) => describe(applyFix(formula, fix), [fix.title]));
  const fixes = all === null ? single : [describe(all.formula, all.changes), ...single];
  return fixes.filter(
    (fix, index) => fix.formula !== formula && fixes.findIndex((other) => other.formula === fix.formula) === index,
  );
}
