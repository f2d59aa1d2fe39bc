"use client";

import { ArrowUpRight } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { Notice } from "#components/ui/notice";
import { request, sentenceOf } from "#components/ui/request";
import { Skeleton } from "#components/ui/skeleton";
import { useBackAgain } from "#components/ui/use-back-again";
import { type Suggestion, suggestionsSchema } from "#lib/contract/suggestions";

type SuggestionsProps = {
  /** The sources that were chosen to be asked; none: all. */
  readonly scope: readonly string[];
  readonly onAsk: (question: string) => void;
};

/** Questions that the data can answer, to press. */
export function Suggestions({ scope, onAsk }: SuggestionsProps) {
  const { suggestions, error, retry } = useSuggestions(scope.length === 1 ? scope[0] : undefined);
  const shown = suggestions?.filter(({ sourceId }) => scope.length === 0 || scope.includes(sourceId));
  if (shown?.length === 0) return null;
  return (
    <section aria-label="Suggestions" className="mt-8">
      <h2 className="px-2 text-quiet text-sm">From your data</h2>
      {error !== null && (
        <Notice tone="warning" className="mt-2" onRetry={retry}>
          Suggestions could not be made. {error}
        </Notice>
      )}
      {shown === undefined && error === null && <Loading />}
      <ul className="mt-1 divide-y">
        {shown?.map(({ question }) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAsk(question)}
              className="group flex w-full items-center justify-between gap-3 px-2 py-2 text-left transition-colors hover:bg-text/4"
            >
              <span className="min-w-0 [overflow-wrap:anywhere]">{question}</span>
              <ArrowUpRight aria-hidden="true" className="size-4 shrink-0 text-quiet group-hover:text-accent" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** As high as what comes, so that nothing moves. */
function Loading() {
  return (
    <div role="status" className="mt-1">
      <span className="sr-only">Looking at your data for questions</span>
      {["w-3/5", "w-3/4", "w-1/2", "w-2/3", "w-5/12", "w-7/12"].map((width) => (
        <div key={width} className="flex h-9 items-center px-2">
          <Skeleton className={width} />
        </div>
      ))}
    </div>
  );
}

type Loaded = { readonly suggestions?: readonly Suggestion[]; readonly error: string | null };

function useSuggestions(sourceId: string | undefined) {
  const [loaded, setLoaded] = useState<Loaded>({ error: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    // Each attempt asks anew.
    void attempt;
    const leave = new AbortController();
    const path = sourceId === undefined ? "/api/suggestions" : `/api/suggestions?source=${sourceId}`;
    setLoaded({ error: null });
    request(path, suggestionsSchema, { signal: leave.signal }).then(
      ({ suggestions }) => setLoaded({ suggestions, error: null }),
      (cause) => {
        if (!leave.signal.aborted) setLoaded({ error: sentenceOf(cause) });
      },
    );
    return () => leave.abort();
  }, [sourceId, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  useBackAgain(loaded.error === null ? null : retry);
  return { ...loaded, retry };
}
