import type { FormulaCandidate } from "#lib/contract/formula-assist";
import type { RunPart } from "#lib/contract/run-chunks";
import type { RunData } from "#lib/contract/runs";

/** The parts of a run of the assistant by what they are for. */
export type AssistAnswer = {
  readonly progress: RunData["formula-progress"] | null;
  /** Of the formula that was given; null: not known yet. */
  readonly diagnostics: RunData["formula-diagnostics"]["diagnostics"] | null;
  readonly candidates: readonly FormulaCandidate[];
  readonly differences: readonly RunData["formula-difference"][];
  readonly verdict: RunData["formula-verdict"] | null;
  readonly explanation: RunData["formula-explanation"] | null;
  /** Of the model, in Markdown. */
  readonly prose: string;
  readonly numbers: ReadonlyMap<string, RunData["number"]>;
  /** That it waits, for how long. Null when that is over. */
  readonly notice: RunData["notice"] | null;
  readonly usage: RunData["usage"] | null;
};

export function readAssist(parts: readonly RunPart[]): AssistAnswer {
  const notice = parts.flatMap((part) => (part.type === "data-notice" ? [part.data] : [])).at(-1) ?? null;
  return {
    progress: parts.flatMap((part) => (part.type === "data-formula-progress" ? [part.data] : [])).at(-1) ?? null,
    diagnostics:
      parts.flatMap((part) => (part.type === "data-formula-diagnostics" ? [part.data.diagnostics] : [])).at(-1) ?? null,
    candidates: parts.flatMap((part) => (part.type === "data-formula-candidate" ? [part.data] : [])),
    differences: parts.flatMap((part) => (part.type === "data-formula-difference" ? [part.data] : [])),
    verdict: parts.flatMap((part) => (part.type === "data-formula-verdict" ? [part.data] : [])).at(-1) ?? null,
    explanation: parts.flatMap((part) => (part.type === "data-formula-explanation" ? [part.data] : [])).at(-1) ?? null,
    prose: parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n\n"),
    numbers: new Map(parts.flatMap((part) => (part.type === "data-number" ? [[part.data.id, part.data]] : []))),
    notice: notice?.code === "started" ? null : notice,
    usage: parts.flatMap((part) => (part.type === "data-usage" ? [part.data] : [])).at(-1) ?? null,
  };
}
