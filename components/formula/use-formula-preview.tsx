import { useCallback, useEffect, useState } from "react";
import { request, sentenceOf } from "#components/ui/request";
import { type FormulaPreview, formulaPreviewSchema } from "#lib/contract/formulas";
import type { Level } from "#lib/worksheet/worksheet";

/** The first rows of a formula, with what it reads beside it. */
export type FormulaRows = Omit<FormulaPreview, "level"> & { readonly level: Level };

/**
 * Runs a formula where it stands. Another function means another place: keep it the same (useCallback, useMemo) while the place is.
 * An abort cancels the query; anything else that is thrown is told by `sentenceOf`.
 */
export type LoadPreview = (formula: string, signal: AbortSignal) => Promise<FormulaRows>;

export type PreviewState =
  | { readonly state: "empty" }
  /** `last`: the rows of the formula before, if it was one at the same place. */
  | { readonly state: "unsound"; readonly last: FormulaRows | null }
  | { readonly state: "loading"; readonly last: FormulaRows | null }
  | { readonly state: "failed"; readonly message: string; readonly retry: () => void }
  | { readonly state: "ready"; readonly preview: FormulaRows };

type Asked = { readonly load: LoadPreview; readonly formula: string; readonly attempt: number };
type Answer = { readonly to: Asked; readonly state: PreviewState };

const pause = 250;

/**
 * The first rows of a formula, asked for after a pause; a later formula cancels the query of an earlier one.
 * `formula` null: what is written does not hold yet. `load` null: nothing is asked.
 */
export function useFormulaPreview(load: LoadPreview | null, formula: string | null): PreviewState {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [attempt, setAttempt] = useState(0);
  const ask = useCallback(async (asked: Asked, signal: AbortSignal) => {
    try {
      const preview = await asked.load(asked.formula, signal);
      if (!signal.aborted) setAnswer({ to: asked, state: { state: "ready", preview } });
    } catch (error) {
      if (signal.aborted) return;
      const retry = () => setAttempt((former) => former + 1);
      setAnswer({ to: asked, state: { state: "failed", message: sentenceOf(error), retry } });
    }
  }, []);
  useEffect(() => {
    if (load === null || formula === null) return;
    const leave = new AbortController();
    const timer = setTimeout(() => void ask({ load, formula, attempt }, leave.signal), pause);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [load, formula, attempt, ask]);
  const last = answer?.to.load === load && answer.state.state === "ready" ? answer.state.preview : null;
  if (formula === null || load === null) return { state: "unsound", last };
  const isAnswered = answer?.to.load === load && answer.to.formula === formula && answer.to.attempt === attempt;
  return isAnswered ? answer.state : { state: "loading", last };
}

/** Runs formulas over a source alone, per row or over all rows. */
export function previewOverSource(sourceId: string): LoadPreview {
  return (formula, signal) =>
    request("/api/formulas/preview", formulaPreviewSchema, { method: "POST", body: { sourceId, formula }, signal });
}
