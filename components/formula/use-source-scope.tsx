import { useCallback, useEffect, useState } from "react";
import { request, sentenceOf } from "#components/ui/request";
import { formulaScopeSchema } from "#lib/contract/formulas";
import { previewScope, previewWorksheetId } from "#lib/worksheet/formula-preview";
import type { Source } from "#lib/worksheet/worksheet";
import type { FormulaPlace } from "./formula-place.tsx";

export type SourceScope =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly message: string; readonly retry: () => void }
  | { readonly state: "ready"; readonly source: Source; readonly place: FormulaPlace };

const loading = { state: "loading" } as const;

/** What formulas over a source may name, fetched when another source is chosen. */
export function useSourceScope(sourceId: string): SourceScope {
  const [known, setKnown] = useState<{ readonly sourceId: string; readonly scope: SourceScope } | null>(null);
  const load = useCallback(
    async (signal: AbortSignal) => {
      setKnown(null);
      try {
        const scope = await fetchScope(sourceId, signal);
        setKnown({ sourceId, scope });
      } catch (error) {
        if (signal.aborted) return;
        setKnown({
          sourceId,
          scope: { state: "failed", message: sentenceOf(error), retry: () => void load(signal) },
        });
      }
    },
    [sourceId],
  );
  useEffect(() => {
    const leave = new AbortController();
    void load(leave.signal);
    return () => leave.abort();
  }, [load]);
  return known?.sourceId === sourceId ? known.scope : loading;
}

async function fetchScope(sourceId: string, signal: AbortSignal): Promise<SourceScope> {
  const { sources, ...rest } = await request(`/api/sources/${sourceId}/scope`, formulaScopeSchema, { signal });
  const byId = new Map(sources.map((source) => [source.id, source]));
  const source = byId.get(sourceId);
  if (source === undefined) throw new Error("a scope holds its own source");
  const scope = previewScope(sourceId, { ...rest, sources: byId });
  return { state: "ready", source, place: { worksheetId: previewWorksheetId, level: "own", scope } };
}
