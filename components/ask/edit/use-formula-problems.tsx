import { useState } from "react";
import type { CheckedText } from "#components/formula/formula-place";
import type { Problem } from "./use-change.tsx";

const told: Problem = { where: "", message: "The formula cannot be run yet: what is wrong stands under it." };

/** What the editor has said under its formula is not said again below: one sentence points to it. */
export function useFormulaProblems(problems: readonly Problem[]) {
  const [said, setSaid] = useState<ReadonlySet<string>>(new Set());
  const others = problems.filter(({ message }) => !said.has(message));
  return {
    problems: others.length < problems.length ? [told, ...others] : others,
    onChecked: ({ diagnostics }: CheckedText) => setSaid(new Set(diagnostics.map(({ message }) => message))),
  };
}
