import "server-only";
import { allowanceOf } from "#lib/ai/answer/ladder";
import type { Models } from "#lib/ai/providers/registry";
import type { FormulaCandidate } from "#lib/contract/formula-assist";
import type { FormulaModelInput, FormulaProposal, FormulaTask } from "#lib/contract/formula-model";
import { hasErrors, mendFormula } from "#lib/formula/apply-fix";
import type { Diagnostic } from "#lib/formula/diagnostic";
import { parseFormula } from "#lib/formula/parse";
import { printFormula } from "#lib/formula/print";
import { askForFormulas } from "./ask-model.ts";
import type { Bench } from "./bench.ts";
import { makeCandidate } from "./candidate.ts";
import { describeTask, levelCalled } from "./describe-task.ts";
import { isSound, type Sound, tryFormula, type Written } from "./try-formula.ts";

/** A formula that did not pass, with what is wrong with it. */
export type Failed = {
  readonly written: Written;
  readonly diagnostics: readonly Diagnostic[];
  readonly mended: Written | null;
};

export type Shown = { readonly candidate: FormulaCandidate; readonly sound: Sound };

export type Proposed = {
  readonly shown: readonly Shown[];
  readonly failed: readonly Failed[];
  /** The model's reason, when it had no formula. */
  readonly declined: string | null;
};

export type Proposing = {
  readonly task: Exclude<FormulaTask, "explain-formula">;
  readonly request: string;
  readonly formula: string | null;
  /** What the checker says against the given formula. */
  readonly problems: readonly Diagnostic[];
  /** The formula whose values stand beside; null: none. */
  readonly before: string | null;
  /** Formulas that are shown already. */
  readonly known: readonly string[];
  /** In words: what was changed, for Correct. */
  readonly changesOf: (formula: string) => readonly string[];
  readonly onShown: (shown: Shown) => Promise<void>;
};

const mostRepairs = 2;
const mostShown = 3;
const mostTried = 8;
/** Characters. Checking and mending what is longer would hold up everybody else. */
const longestFormula = 8_000;

/**
 * Asks the model for formulas and hands on those that pass: parsed, checked for types and levels, and run. What fails goes back with our
 * diagnostics, at most twice, until one has passed.
 */
export async function proposeFormulas(bench: Bench, models: Models, proposing: Proposing): Promise<Proposed> {
  const allowance = allowanceOf(models.identity.provider, bench.organization.sendRung);
  const { request, formula, problems } = proposing;
  let input = await describeTask(bench, { request, formula }, allowance);
  if (formula !== null && problems.length > 0) input = withAttempts(input, [describeGiven(bench, formula, problems)]);
  const shown: Shown[] = [];
  const failed: Failed[] = [];
  const known = new Set(proposing.known.map(canonical));
  let declined: string | null = null;
  for (let round = 0; round <= mostRepairs; round += 1) {
    tell(bench, round, failed.length);
    const before = failed.length;
    let isEmpty = true;
    const reply = await askForFormulas(bench, models, { task: proposing.task, input }, async (proposal) => {
      isEmpty = false;
      if (proposal.formula.length > longestFormula) {
        failed.push(tooLong(proposal));
        return;
      }
      const key = canonical(proposal.formula);
      if (known.has(key) || shown.length >= mostShown || known.size > mostTried * (round + 1)) return;
      known.add(key);
      const outcome = await judge(bench, proposal, proposing, shown.length + proposing.known.length);
      if ("candidate" in outcome) {
        shown.push(outcome);
        await proposing.onShown(outcome);
      } else failed.push(outcome);
    });
    declined = reply.declined ?? declined;
    if (shown.length > 0 || (isEmpty && reply.isReadable)) break;
    const tries = failed.slice(before);
    input = withAttempts(input, tries.length > 0 ? tries.map(describeFailed) : [unreadable(reply.text)]);
  }
  return { shown, failed, declined };
}

function tell({ context }: Bench, round: number, discarded: number): void {
  const message =
    round === 0
      ? "Asking the model for formulas."
      : "What the model wrote did not pass the check. Asking again with what is wrong.";
  const step = round === 0 ? "asking" : "repairing";
  context.write({ type: "data-formula-progress", id: "progress", data: { step, message, discarded } });
}

async function judge(
  bench: Bench,
  proposal: FormulaProposal,
  proposing: Proposing,
  position: number,
): Promise<Shown | Failed> {
  const written: Written = {
    formula: proposal.formula.trim(),
    name: proposal.name,
    level: levelCalled(bench.worksheet, proposal.level),
  };
  const tried = tryFormula(bench, written);
  if (!isSound(tried)) return failedOf(bench, written, tried.diagnostics);
  const made = await makeCandidate(bench, tried, {
    id: `c${position + 1}`,
    origin: "model",
    changes: proposing.changesOf(written.formula),
    before: proposing.before,
  });
  return made.ok ? { candidate: made.candidate, sound: tried } : { written, diagnostics: [made.problem], mended: null };
}

function failedOf(bench: Bench, written: Written, diagnostics: readonly Diagnostic[]): Failed {
  const mended = mendFormula(written.formula, (formula) => tryFormula(bench, { ...written, formula }).diagnostics);
  const isMended = mended !== null && !hasErrors(mended.diagnostics);
  return { written, diagnostics, mended: isMended ? { ...written, formula: mended.formula } : null };
}

function tooLong({ formula, name }: FormulaProposal): Failed {
  const start = formula.slice(0, 200);
  const message = `The formula has ${formula.length} characters; ${longestFormula} are allowed here.`;
  const problem = { code: "too_long", severity: "error", message, span: { from: 0, to: start.length } } as const;
  return { written: { formula: start, name, level: null }, diagnostics: [problem], mended: null };
}

type Attempt = FormulaModelInput["attempts"][number];

function withAttempts(input: FormulaModelInput, attempts: readonly Attempt[]): FormulaModelInput {
  return { ...input, attempts: [...input.attempts, ...attempts] };
}

function describeFailed({ written, diagnostics, mended }: Failed): Attempt {
  return { formula: written.formula, problems: diagnostics.map(problemText), mended: mended?.formula ?? null };
}

function describeGiven(bench: Bench, formula: string, problems: readonly Diagnostic[]): Attempt {
  return describeFailed(failedOf(bench, { formula, name: "", level: null }, problems));
}

function problemText({ code, message }: Diagnostic): string {
  // What an engine says may hold values of the data.
  return code === "does_not_run" ? "It does not run on this data." : message;
}

function unreadable(text: string): Attempt {
  return { formula: text.slice(0, 200), problems: ["This is not the JSON object that was asked for."], mended: null };
}

/** The same for formulas that differ in layout alone. */
export function canonical(formula: string): string {
  const { expression, diagnostics } = parseFormula(formula);
  return hasErrors(diagnostics) ? formula.trim() : printFormula(expression, []).toLowerCase();
}
