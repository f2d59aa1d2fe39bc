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

const mostSteps = 8;

/** First the formula with everything mended that can be, then each fix by itself. */
export function checkerFixes(formula: string, place: FormulaPlace): readonly CheckerFix[] {
  const { diagnostics } = checkText(formula, place);
  const single = diagnostics.flatMap((diagnostic) => {
    const mended = mend(formula, diagnostic);
    return mended === null ? [] : [describe(mended, [titleOf(diagnostic)], place)];
  });
  const all = mendAll(formula, place);
  const fixes = all.changes.length > 1 ? [describe(all.formula, all.changes, place), ...single] : single;
  return fixes.filter((fix, index) => fixes.findIndex((other) => other.formula === fix.formula) === index);
}

/** Errors before warnings, one after the other, since each may uncover the next. */
function mendAll(formula: string, place: FormulaPlace): { readonly formula: string; readonly changes: string[] } {
  const changes: string[] = [];
  let text = formula;
  while (changes.length < mostSteps) {
    const { diagnostics } = checkText(text, place);
    const ordered = diagnostics.toSorted((left, right) => rank(left) - rank(right));
    const next = ordered.find((diagnostic) => diagnostic.fix !== undefined);
    const mended = next === undefined ? null : mend(text, next);
    if (next === undefined || mended === null) break;
    changes.push(titleOf(next));
    text = mended;
  }
  return { formula: text, changes };
}

function rank({ severity }: Diagnostic): number {
  return severity === "error" ? 0 : 1;
}

/** Null: it has no fix, or one that changes nothing. */
function mend(formula: string, { fix }: Diagnostic): string | null {
  if (fix === undefined) return null;
  const mended = fix.edits
    .toSorted((left, right) => right.span.from - left.span.from)
    .reduce((text, { span, insert }) => text.slice(0, span.from) + insert + text.slice(span.to), formula);
  return mended === formula ? null : mended;
}

function titleOf({ fix, message }: Diagnostic): string {
  return fix?.title ?? message;
}

function describe(formula: string, changes: readonly string[], place: FormulaPlace): CheckerFix {
  return { formula, changes, isSound: checkText(formula, place).expression !== null };
}
