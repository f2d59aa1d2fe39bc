import type { CheckedFormula } from "../formula/check.ts";

const cycle: CheckedFormula["diagnostics"][number] = {
  code: "cycle",
  severity: "error",
  message: "There is a cycle in this element's dependencies",
  span: { from: 0, to: 0 },
};

/** What asking for a formula gives: its check, or that it is being checked right now, which is a cycle. */
export type Asked<Checked extends CheckedFormula> = Checked | "cycle";

/**
 * Checks formulas on demand, each once. Formulas that read each other in a circle all get the diagnostic of a cycle; those that
 * only read one of them do not.
 */
export function createFormulaSet() {
  const stack: string[] = [];
  const circular = new Set<string>();

  return function ask<Checked extends CheckedFormula>(
    key: string,
    cache: Map<string, Checked>,
    length: number,
    check: () => Checked,
  ): Asked<Checked> {
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const position = stack.indexOf(key);
    if (position >= 0) {
      for (const member of stack.slice(position)) circular.add(member);
      return "cycle";
    }
    stack.push(key);
    const checked = check();
    stack.pop();
    const result = circular.has(key)
      ? { ...checked, expression: null, diagnostics: [{ ...cycle, span: { from: 0, to: length } }] }
      : checked;
    cache.set(key, result);
    return result;
  };
}

export type FormulaSet = ReturnType<typeof createFormulaSet>;
