import type { Diagnostic, Fix } from "./diagnostic.ts";

export function applyFix(text: string, fix: Fix): string {
  return fix.edits
    .toSorted((left, right) => right.span.from - left.span.from)
    .reduce((result, { span, insert }) => result.slice(0, span.from) + insert + result.slice(span.to), text);
}

export type Mended = {
  readonly formula: string;
  /** Titles of the fixes that were applied, in their order. */
  readonly changes: readonly string[];
  /** What the checker still has against it; no errors: it holds. */
  readonly diagnostics: readonly Diagnostic[];
};

const mostRounds = 24;

/**
 * A formula with the checker's own fixes applied, one after the other, as long as there are errors and fixes for them. Null: the first
 * error has none. What is left may still have errors, which `diagnostics` tells.
 */
export function mendFormula(formula: string, check: (text: string) => readonly Diagnostic[]): Mended | null {
  const seen = new Set([formula]);
  let mended: Mended = { formula, changes: [], diagnostics: check(formula) };
  for (let round = 0; round < mostRounds; round += 1) {
    const fix = mended.diagnostics.find(({ severity, fix }) => severity === "error" && fix !== undefined)?.fix;
    if (fix === undefined) break;
    const next = applyFix(mended.formula, fix);
    if (seen.has(next) || next.length > formula.length * 4 + 1_000) break;
    seen.add(next);
    mended = { formula: next, changes: [...mended.changes, fix.title], diagnostics: check(next) };
  }
  return mended.changes.length === 0 ? null : mended;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
