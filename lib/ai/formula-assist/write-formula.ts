import "server-only";
import type { Models } from "#lib/ai/providers/registry";
import type { FormulaCandidate, WriteFormulaInput } from "#lib/contract/formula-assist";
import type { Bench } from "./bench.ts";
import { copyOf, makeCandidate } from "./candidate.ts";
import { differenceOf } from "./compare.ts";
import { type Failed, type Proposed, proposeFormulas, type Shown } from "./propose.ts";
import { sayVerdict } from "./say.ts";
import { isSound, tryFormula } from "./try-formula.ts";

/** A description becomes formulas that hold, side by side with what differs in their results; or why there is none. */
export async function writeFormula(bench: Bench, models: Models, { description }: WriteFormulaInput): Promise<void> {
  const shown: Shown[] = [];
  const proposed = await proposeFormulas(bench, models, {
    task: "write-formula",
    request: description,
    formula: null,
    problems: [],
    before: null,
    known: [],
    changesOf: () => [],
    onShown: async (one) => {
      bench.context.write({ type: "data-formula-candidate", id: one.candidate.id, data: one.candidate });
      await compareWithFirst(bench, shown, one);
      shown.push(one);
    },
  });
  if (proposed.shown.length > 0) return sayVerdict(bench, { verdict: "written", message: writtenMessage(proposed) });
  await decline(bench, proposed);
}

export async function compareWithFirst(bench: Bench, shown: readonly Shown[], one: Shown): Promise<void> {
  const [first] = shown;
  if (first === undefined) return;
  const difference = await differenceOf(bench, [first.sound, one.sound], [first.candidate, one.candidate]);
  bench.context.write({
    type: "data-formula-difference",
    id: `${first.candidate.id}-${one.candidate.id}`,
    data: difference,
  });
}

function writtenMessage({ shown }: Proposed): string {
  const [first] = shown;
  if (shown.length === 1) return `One formula was checked and run: ${first?.candidate.placeLabel.toLowerCase() ?? ""}.`;
  return `${shown.length} formulas were checked and run. Compare what they give, and use the one that is meant.`;
}

/** Why nothing is shown, with the nearest formula that holds: our checker's fixes applied to what came. */
export async function decline(bench: Bench, { failed, declined }: Proposed): Promise<void> {
  const last = failed.at(-1);
  if (last === undefined) {
    const message =
      declined === null ? "The model gave no formula for this. Say it in other words, naming the columns." : declined;
    return sayVerdict(bench, { verdict: "declined", message: message.slice(0, 600) });
  }
  const nearest = await nearestOf(bench, failed);
  const [problem] = last.diagnostics;
  const reason = problem === undefined ? "it did not check" : lowerFirst(problem.message);
  const advice =
    nearest === null
      ? "Say it in other words, naming the columns."
      : "The nearest formula that holds is below; see whether it is what you meant.";
  sayVerdict(bench, {
    verdict: "declined",
    message: `No formula passed the check, so none is shown. Of the last one: ${reason} ${advice}`,
    diagnostics: last.diagnostics.map(copyOf),
    nearest,
  });
}

async function nearestOf(bench: Bench, failed: readonly Failed[]): Promise<FormulaCandidate | null> {
  for (const { mended } of failed.toReversed()) {
    if (mended === null) continue;
    const tried = tryFormula(bench, mended);
    if (!isSound(tried)) continue;
    const making = { id: "nearest", origin: "checker", changes: [], before: null } as const;
    const made = await makeCandidate(bench, tried, making);
    if (made.ok) return made.candidate;
  }
  return null;
}

function lowerFirst(message: string): string {
  const text = message.trim().replace(/[^.]$/, "$&.");
  return /^[A-Z][a-z]/.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
}
