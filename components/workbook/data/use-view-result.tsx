"use client";

import { useEffect, useMemo, useState } from "react";
import { RequestError, request, sentenceOf } from "#components/ui/request";
import { type ResultPage, resultPageSchema } from "#lib/contract/results";
import { withLiveValues } from "#lib/workbook/live-text";
import { partOf } from "#lib/workbook/part-of";
import type { View } from "#lib/worksheet/worksheet";
import { useWorkbookContext } from "../workbook-context.tsx";

export type ViewResult = {
  /** The last rows that came, which may be of an earlier question; null: none yet. */
  readonly page: ResultPage | null;
  readonly isLoading: boolean;
  readonly problem: { readonly code: string; readonly message: string } | null;
  readonly retry: () => void;
};

/** What a chart asks for at first; the rest follows. */
export const firstRowsOfChart = 1000;

/** The first rows of a view as the document stands. `view` null: nothing is asked, and what came before stays. */
export function useViewResult(view: View | null, limit = 200): ViewResult {
  const { workbookId, stage, document, results } = useWorkbookContext();
  const body = useMemo(
    () =>
      view === null
        ? null
        : JSON.stringify({ stage, view, limit, document: partOf(withLiveValues(document), view.worksheetId) }),
    [stage, view, limit, document],
  );
  const [page, setPage] = useState<ResultPage | null>(null);
  const [answered, setAnswered] = useState<string | null>(null);
  const [problem, setProblem] = useState<ViewResult["problem"]>(null);
  const [attempt, setAttempt] = useState({ count: 0 });

  useEffect(() => {
    if (body === null || attempt.count < 0) return;
    const settle = (next: ResultPage | null, failure: ViewResult["problem"]) => {
      if (next !== null) setPage(next);
      setProblem(failure);
      setAnswered(body);
    };
    const known = results.get(body);
    if (known !== undefined) return settle(known, null);
    const leave = new AbortController();
    const options = { method: "POST", body: JSON.parse(body), signal: leave.signal } as const;
    request(`/api/workbooks/${workbookId}/results`, resultPageSchema, options).then(
      (next) => {
        results.set(body, next);
        settle(next, null);
      },
      (error: unknown) => {
        if (!leave.signal.aborted) settle(null, { code: codeOf(error), message: sentenceOf(error) });
      },
    );
    return () => leave.abort();
  }, [body, attempt, results, workbookId]);

  const isLoading = body !== null && answered !== body;
  const retry = () => {
    setAnswered(null);
    setAttempt(({ count }) => ({ count: count + 1 }));
  };
  return { page, isLoading, problem: isLoading ? null : problem, retry };
}

function codeOf(error: unknown): string {
  return error instanceof RequestError ? error.code : "unknown";
}
