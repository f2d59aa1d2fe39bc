import { checkExpression } from "./check-expression.ts";
import type { CheckedExpression, FormulaScope } from "./checked.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { maximumDiagnostics } from "./parse/limits.ts";
import { inOrder, type ParsedFormula, parseFormula } from "./parse.ts";
import type { DateGrain, FormulaType, Precision } from "./types.ts";

export type CheckedFormula = {
  /** Null when any diagnostic is an error. */
  readonly expression: CheckedExpression | null;
  readonly type: FormulaType;
  readonly grain?: DateGrain;
  readonly precision?: Precision;
  readonly diagnostics: readonly Diagnostic[];
};

/** Types a formula in its scope. Deterministic, never throws, and one formula may give several diagnostics. */
export function checkFormula(text: string, scope: FormulaScope): CheckedFormula {
  const parsed = parseFormula(text);
  const checked = checkExpression(parsed.expression, scope, { comments: parsed.comments });
  const found = withoutRepeats(checked.diagnostics, parsed.diagnostics);
  const diagnostics = limited([...parsed.diagnostics, ...asSureAs(parsed.state, found)]);
  const isSound = diagnostics.every(({ severity }) => severity !== "error");
  const { type, grain, precision } = checked.expression ?? nothing;
  return {
    expression: isSound ? checked.expression : null,
    type: isSound ? type : "unknown",
    ...(isSound && grain !== undefined ? { grain } : {}),
    ...(isSound && precision !== undefined ? { precision } : {}),
    diagnostics,
  };
}

const nothing: Pick<CheckedFormula, "type" | "grain" | "precision"> = { type: "unknown" };

/** Of a broken formula only its names are certain, of an unfinished one not where its parts end. */
function asSureAs(state: ParsedFormula["state"], found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (state === "whole") return found;
  const certain = state === "unfinished" ? found : found.filter(({ code }) => ofNames.has(code));
  return certain.map(withoutWideFix);
}

const ofNames: ReadonlySet<string> = new Set([
  ...["unknown_column", "unknown_function", "errored_reference", "cycle", "number_too_large"],
]);

/** A fix that only replaces what is marked is sure to do what it says; others wait until the formula holds together. */
function withoutWideFix(diagnostic: Diagnostic): Diagnostic {
  const { fix, ...rest } = diagnostic;
  const isNarrow = fix?.edits.every(({ span }) => span.from === rest.span.from && span.to === rest.span.to) ?? true;
  return isNarrow ? diagnostic : rest;
}

/** Errors before warnings where there are more than anybody reads; in the order of the text. */
function limited(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= maximumDiagnostics) return inOrder(diagnostics);
  const errors = inOrder(diagnostics.filter(({ severity }) => severity === "error"));
  const warnings = inOrder(diagnostics.filter(({ severity }) => severity !== "error"));
  return inOrder([...errors, ...warnings].slice(0, maximumDiagnostics));
}

/** What the parser complained of is not said a second time in other words. */
function withoutRepeats(found: readonly Diagnostic[], known: readonly Diagnostic[]): readonly Diagnostic[] {
  return found.filter(({ span }) => !known.some((one) => one.span.from <= span.from && span.to <= one.span.to));
}
