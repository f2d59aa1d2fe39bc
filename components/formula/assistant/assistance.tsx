import type { FormulaCandidate, FormulaTarget } from "#lib/contract/formula-assist";

/** What an editor of formulas gives its wand. */
export type Assistance = {
  /** Where the formula stands, for the server: it checks and runs every formula there. */
  readonly target: FormulaTarget;
  /**
   * Puts a formula where it belongs when that is not in this editor: a new column, a calculation of a grouping, a summary. Absent: only
   * what holds in this editor can be used.
   */
  readonly onPlace?: (candidate: FormulaCandidate) => void;
  /** Admins are led to the settings when AI is off. */
  readonly isAdmin: boolean;
};

/** What the wand wants to know of its reader, wherever it stands. */
export type Assistant = Pick<Assistance, "isAdmin"> & { readonly locale: string; readonly currency: string };

export const assistModes = ["write", "correct", "explain"] as const;
export type AssistMode = (typeof assistModes)[number];

export const modeTitles: Readonly<Record<AssistMode, string>> = {
  write: "Write a new formula",
  correct: "Correct this formula",
  explain: "Explain this formula",
};

/** Whether a formula belongs elsewhere than where it was asked for. */
export function isElsewhere(candidate: FormulaCandidate, target: FormulaTarget): boolean {
  if (!("place" in target)) return false;
  return JSON.stringify(candidate.place) !== JSON.stringify(target.place);
}
