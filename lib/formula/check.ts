import { checkExpression } from "./check-expression.ts";
import type { CheckedExpression, FormulaScope } from "./checked.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { inOrder, parseFormula } from "./parse.ts";
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
  const checked = checkExpression(parsed.expression, scope);
  const diagnostics = inOrder([...parsed.diagnostics, ...withoutRepeats(checked.diagnostics, parsed.diagnostics)]);
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

/** What the parser complained of is not said a second time in other words. */
function withoutRepeats(found: readonly Diagnostic[], known: readonly Diagnostic[]): readonly Diagnostic[] {
  return found.filter(({ span }) => !known.some((one) => one.span.from <= span.from && span.to <= one.span.to));
}
