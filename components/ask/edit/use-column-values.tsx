import { useEffect, useState } from "react";
import { request, sentenceOf } from "#components/ui/request";
import { type ColumnValues, columnValuesSchema } from "#lib/contract/column-values";

export type FoundValues =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly message: string }
  | ({ readonly state: "ready" } & ColumnValues);

const pauseMs = 150;

/** What a formula over a source holds, searched as it is typed. */
export function useColumnValues(sourceId: string, formula: string, search: string): FoundValues {
  const [found, setFound] = useState<FoundValues>({ state: "loading" });
  useEffect(() => {
    const leave = new AbortController();
    const path = `/api/sources/${sourceId}/values?${new URLSearchParams({ formula, search })}`;
    const load = () =>
      request(path, columnValuesSchema, { signal: leave.signal }).then(
        (values) => setFound({ state: "ready", ...values }),
        (error: unknown) => {
          if (!leave.signal.aborted) setFound({ state: "failed", message: sentenceOf(error) });
        },
      );
    const timer = setTimeout(() => void load(), search === "" ? 0 : pauseMs);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [sourceId, formula, search]);
  return found;
}
