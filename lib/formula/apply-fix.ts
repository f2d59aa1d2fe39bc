import type { Diagnostic, Fix, Span } from "./diagnostic.ts";
import { maximumDiagnostics } from "./parse/limits.ts";

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
/** Characters that are checked in all: whoever waits for a long formula waits no longer than for some short ones. */
const mostChecked = 240_000;

/**
 * A formula with the checker's own fixes applied: all that touch different places at once, and what is left checked again, as long as
 * there are errors and fixes for them. Null: none has one. What is left may still have errors, which `diagnostics` tells.
 */
export function mendFormula(formula: string, check: (text: string) => readonly Diagnostic[]): Mended | null {
  const seen = new Set([formula]);
  let mended: Mended = { formula, changes: [], diagnostics: check(formula) };
  let checked = 0;
  for (let round = 0; round < mostRounds && checked < mostChecked; round += 1) {
    const fixes = fixesApart(mended.diagnostics);
    const next = step(mended, fixes, check);
    checked += mended.formula.length * (fixes.length > 1 ? 2 : 1);
    if (next === null || seen.has(next.formula) || next.formula.length > formula.length * 4 + 1_000) break;
    seen.add(next.formula);
    mended = next;
  }
  return mended.changes.length === 0 ? null : mended;
}

/** Together where that leaves fewer errors; else the first alone, which may bring others to light. */
function step(mended: Mended, fixes: readonly Fix[], check: (text: string) => readonly Diagnostic[]): Mended | null {
  const [first] = fixes;
  if (first === undefined) return null;
  if (fixes.length > 1) {
    const all = applied(mended, fixes, check);
    const isCut = mended.diagnostics.length >= maximumDiagnostics;
    if (isCut || errorsIn(all) < errorsIn(mended)) return all;
  }
  return applied(mended, [first], check);
}

function applied(
  { formula, changes }: Mended,
  fixes: readonly Fix[],
  check: (text: string) => readonly Diagnostic[],
): Mended {
  const next = applyFix(formula, { title: "", edits: fixes.flatMap(({ edits }) => edits) });
  return { formula: next, changes: [...changes, ...fixes.map(({ title }) => title)], diagnostics: check(next) };
}

/** Fixes of errors, none of which changes what another one does. */
function fixesApart(diagnostics: readonly Diagnostic[]): readonly Fix[] {
  const taken: Span[] = [];
  return diagnostics.flatMap(({ severity, fix }) => {
    if (severity !== "error" || fix === undefined) return [];
    const whole = wholeOf(fix);
    if (taken.some(({ from, to }) => whole.from <= to && from <= whole.to)) return [];
    taken.push(whole);
    return [fix];
  });
}

function wholeOf({ edits }: Fix): Span {
  return {
    from: Math.min(...edits.map(({ span }) => span.from)),
    to: Math.max(...edits.map(({ span }) => span.to)),
  };
}

function errorsIn({ diagnostics }: Mended): number {
  return diagnostics.filter(({ severity }) => severity === "error").length;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
