import { useCallback, useEffect, useState } from "react";
import { request, sentenceOf } from "#components/ui/request";
import { type FormulaPreview, formulaPreviewSchema } from "#lib/contract/formulas";

export type PreviewState =
  | { readonly state: "empty" }
  /** `last`: the rows of the formula before, if it was one over the same source. */
  | { readonly state: "unsound"; readonly last: FormulaPreview | null }
  | { readonly state: "loading"; readonly last: FormulaPreview | null }
  | { readonly state: "failed"; readonly message: string; readonly retry: () => void }
  | { readonly state: "ready"; readonly preview: FormulaPreview };

/** A formula without errors over a source. Another object asks anew. */
export type Runnable = { readonly sourceId: string; readonly formula: string };

type Answer = { readonly to: Runnable; readonly state: PreviewState };

const pause = 250;

/** The first rows of a formula, asked for after a pause; a later formula cancels the query of an earlier one. */
export function useFormulaPreview(sourceId: string, runnable: Runnable | null): PreviewState {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const load = useCallback(
    async (signal: AbortSignal) => {
      if (runnable === null) return;
      try {
        const preview = await fetchPreview(runnable, signal);
        setAnswer({ to: runnable, state: { state: "ready", preview } });
      } catch (error) {
        if (signal.aborted) return;
        const retry = () => {
          setAnswer(null);
          void load(signal);
        };
        setAnswer({ to: runnable, state: { state: "failed", message: sentenceOf(error), retry } });
      }
    },
    [runnable],
  );
  useEffect(() => {
    const leave = new AbortController();
    const timer = setTimeout(() => void load(leave.signal), pause);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [load]);
  const last = rowsOf(answer, sourceId);
  if (runnable === null) return { state: "unsound", last };
  return answer?.to === runnable ? answer.state : { state: "loading", last };
}

function rowsOf(answer: Answer | null, sourceId: string): FormulaPreview | null {
  return answer?.state.state === "ready" && answer.to.sourceId === sourceId ? answer.state.preview : null;
}

function fetchPreview(body: Runnable, signal: AbortSignal): Promise<FormulaPreview> {
  return request("/api/formulas/preview", formulaPreviewSchema, { method: "POST", body, signal });
}
