import "server-only";
import type { Models } from "#lib/ai/providers/registry";
import type { CorrectFormulaInput } from "#lib/contract/formula-assist";
import { AskbookError } from "#lib/errors";
import { hasErrors, type Mended, mendFormula } from "#lib/formula/apply-fix";
import type { Diagnostic } from "#lib/formula/diagnostic";
import type { Bench } from "./bench.ts";
import { copyOf, makeCandidate } from "./candidate.ts";
import { describeChange } from "./describe-change.ts";
import { previewOf } from "./preview.ts";
import { canonical, type Proposed, type Proposing, proposeFormulas, type Shown } from "./propose.ts";
import { sayProgress, sayVerdict } from "./say.ts";
import { isSound, type Sound, type Tried, tryFormula, type Written } from "./try-formula.ts";
import { compareWithFirst, decline } from "./write-formula.ts";

/** The models, or why there are none: what the checker can mend by itself needs none. */
export type Help = { readonly models: Models } | { readonly reason: string };

/** Our checker's own fixes at once, then the model's, each previewed beside the former values; or why it cannot be repaired. */
export async function correctFormula(bench: Bench, help: Help, input: CorrectFormulaInput): Promise<void> {
  const { formula } = input;
  sayProgress(bench, "checking", "Checking the formula.");
  const written: Written = { formula, name: "Corrected", level: null };
  const tried = tryFormula(bench, written);
  const diagnostics = tried.diagnostics.map(copyOf);
  bench.context.write({ type: "data-formula-diagnostics", id: "diagnostics", data: { diagnostics } });
  const shown: Shown[] = [];
  const mended = mendFormula(formula, (text) => tryFormula(bench, { ...written, formula: text }).diagnostics);
  const isMended = mended !== null && !hasErrors(mended.diagnostics);
  if (isMended) await showMended(bench, { ...written, formula: mended.formula }, mended, shown);
  if (isSound(tried) && (input.complaint ?? "") === "") return saySound(bench, tried, formula);
  if ("reason" in help) return sayWithoutModel(bench, shown, help.reason, tried.diagnostics);
  const proposed = await proposeOrKeep(bench, help.models, shown, {
    task: "correct-formula",
    request: input.complaint ?? "",
    formula,
    problems: tried.diagnostics.filter(({ severity }) => severity === "error"),
    before: isSound(tried) ? formula : null,
    known: [formula, ...shown.map(({ candidate }) => candidate.formula)],
    changesOf: (text) => describeChange(formula, text),
    onShown: async (one) => {
      bench.context.write({ type: "data-formula-candidate", id: one.candidate.id, data: one.candidate });
      await compareWithFirst(bench, shown, one);
      shown.push(one);
    },
  });
  if (proposed !== null) await sayOutcome(bench, shown, proposed, tried);
}

/** Null: the provider failed, and what the checker mended stands without it. */
async function proposeOrKeep(
  bench: Bench,
  models: Models,
  shown: readonly Shown[],
  proposing: Proposing,
): Promise<Proposed | null> {
  try {
    return await proposeFormulas(bench, models, proposing);
  } catch (error) {
    bench.context.signal.throwIfAborted();
    if (shown.length === 0 || !(error instanceof AskbookError)) throw error;
    const message = `The checker mended the formula by itself. The model could not be asked: ${error.message}`;
    sayVerdict(bench, { verdict: "repaired", message });
    return null;
  }
}

async function showMended(bench: Bench, written: Written, { changes }: Mended, shown: Shown[]): Promise<void> {
  const tried = tryFormula(bench, written);
  if (!isSound(tried)) return;
  const made = await makeCandidate(bench, tried, { id: "c0", origin: "checker", changes, before: null });
  if (!made.ok) return;
  bench.context.write({ type: "data-formula-candidate", id: "c0", data: made.candidate });
  shown.push({ candidate: made.candidate, sound: tried });
}

/** It checks; it must also run. */
async function saySound(bench: Bench, tried: Sound, formula: string): Promise<void> {
  await previewOf(bench, tried, null);
  const warnings = tried.diagnostics.map(copyOf);
  const message =
    warnings.length === 0
      ? "This formula is sound: it was checked and run, and there is nothing to correct."
      : `This formula is sound and was run. ${warnings.length === 1 ? "One thing is" : `${warnings.length} things are`} worth a look.`;
  sayVerdict(bench, { verdict: "sound", message, diagnostics: canonical(formula) === "" ? [] : warnings });
}

function sayWithoutModel(bench: Bench, shown: readonly Shown[], reason: string, problems: readonly Diagnostic[]): void {
  if (shown.length > 0) {
    sayVerdict(bench, { verdict: "repaired", message: "The checker mended the formula by itself." });
    return;
  }
  const [problem] = problems;
  const message = `The checker knows no fix for this: ${problem?.message ?? "say what is wrong with its values"} ${reason}`;
  sayVerdict(bench, { verdict: "declined", message, diagnostics: problems.map(copyOf) });
}

async function sayOutcome(bench: Bench, shown: readonly Shown[], proposed: Proposed, tried: Tried): Promise<void> {
  if (shown.length > 0) {
    const message =
      shown.length === 1
        ? "One correction was checked and run."
        : `${shown.length} corrections were checked and run. Compare what they give.`;
    return sayVerdict(bench, { verdict: "repaired", message });
  }
  if (proposed.failed.length > 0) return decline(bench, proposed);
  const reason = proposed.declined ?? tried.diagnostics[0]?.message ?? "Nothing else fits its description.";
  sayVerdict(bench, {
    verdict: "declined",
    message: `This formula cannot be repaired: ${reason}`.slice(0, 600),
    diagnostics: tried.diagnostics.map(copyOf),
  });
}
