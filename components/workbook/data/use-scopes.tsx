"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { RequestError, request, sentenceOf } from "#components/ui/request";
import { type FormulaScopeData, formulaScopeSchema } from "#lib/contract/formulas";
import { sourceIdsOf } from "#lib/workbook/part-of";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { type CheckScope, checkElements } from "#lib/worksheet/check";
import type { CheckedElement } from "#lib/worksheet/checked-element";
import type { Source } from "#lib/worksheet/worksheet";

type Loaded =
  | { readonly state: "ready"; readonly data: FormulaScopeData }
  | { readonly state: "failed"; readonly isDenied: boolean; readonly message: string };

/** What formulas of the document may name, and what its columns are: of the sources that could be read. */
export type Scopes = {
  readonly sources: ReadonlyMap<string, Source>;
  /** Of every source that was asked for something is known. */
  readonly isReady: boolean;
  /** The viewer may not use it, or it is gone. */
  readonly isDenied: (sourceId: string) => boolean;
  readonly problem: string | null;
  readonly retry: () => void;
  /** Of a worksheet: its source, engine and functions of the organization; null while they are on their way or denied. */
  readonly checkScopeOf: (worksheetId: string) => CheckScope | null;
  readonly elementOf: (worksheetId: string) => CheckedElement | null;
};

export function useScopes(document: WorkbookDocument): Scopes {
  const [loaded, setLoaded] = useState<ReadonlyMap<string, Loaded>>(new Map());
  const wanted = sourceIdsOf(document).join();
  const missing = wanted
    .split(",")
    .filter((id) => id !== "" && !loaded.has(id))
    .join();
  const asking = useRef<{ readonly ids: Set<string>; readonly leave: AbortController } | null>(null);
  useEffect(() => {
    const mine = { ids: new Set<string>(), leave: new AbortController() };
    asking.current = mine;
    return () => mine.leave.abort();
  }, []);
  useEffect(() => {
    for (const sourceId of missing.split(",").filter((id) => id !== "")) {
      if (asking.current === null || asking.current.ids.has(sourceId)) continue;
      const { ids, leave } = asking.current;
      ids.add(sourceId);
      void loadScope(sourceId, leave.signal).then((found) => {
        ids.delete(sourceId);
        if (found !== null) setLoaded((known) => new Map([...known, [sourceId, found]]));
      });
    }
  }, [missing]);
  return useMemo(
    () => ({
      ...readScopes(document, loaded),
      isReady: missing === "",
      retry: () => setLoaded((known) => new Map([...known].filter(([, one]) => one.state === "ready" || one.isDenied))),
    }),
    [document, loaded, missing],
  );
}

function readScopes(
  document: WorkbookDocument,
  loaded: ReadonlyMap<string, Loaded>,
): Omit<Scopes, "isReady" | "retry"> {
  const ready = [...loaded.values()].flatMap((one) => (one.state === "ready" ? [one.data] : []));
  const sources = new Map(ready.flatMap((data) => data.sources.map((source) => [source.id, source] as const)));
  const failed = [...loaded.values()].find((one) => one.state === "failed" && !one.isDenied);
  const scopes = new Map<string, CheckScope | null>();
  const elements = new Map<CheckScope, ReturnType<typeof checkElements>>();
  const checkScopeOf = (worksheetId: string): CheckScope | null => {
    const sourceId = rootOf(document, worksheetId);
    if (sourceId === null) return null;
    const known = scopes.get(sourceId);
    if (known !== undefined) return known;
    const data = loaded.get(sourceId);
    const scope = data?.state === "ready" ? scopeOf(document, sources, data.data) : null;
    scopes.set(sourceId, scope);
    return scope;
  };
  return {
    sources,
    isDenied: (sourceId) => {
      const one = loaded.get(sourceId);
      return one?.state === "failed" && one.isDenied;
    },
    problem: failed?.state === "failed" ? failed.message : null,
    checkScopeOf,
    elementOf: (worksheetId) => {
      const scope = checkScopeOf(worksheetId);
      if (scope === null) return null;
      const checked = elements.get(scope) ?? checkElements(scope);
      elements.set(scope, checked);
      return checked.get(worksheetId);
    },
  };
}

function scopeOf(
  document: WorkbookDocument,
  sources: ReadonlyMap<string, Source>,
  { sourceId, weekStart, dialect, customFunctions }: FormulaScopeData,
): CheckScope {
  // One statement runs on one engine: what lives elsewhere is unknown to it.
  const connectionId = sources.get(sourceId)?.connectionId;
  const reachable = new Map([...sources].filter(([, source]) => source.connectionId === connectionId));
  return { sources: reachable, document, customFunctions, weekStart, dialect };
}

/** The source under a worksheet; null: it has none. */
export function rootOf({ worksheets }: Pick<WorkbookDocument, "worksheets">, worksheetId: string): string | null {
  let id = worksheetId;
  for (let depth = 0; depth < 50; depth += 1) {
    const source = worksheets[id]?.source;
    if (source === undefined) return null;
    if ("sourceId" in source) return source.sourceId;
    id = source.worksheetId;
  }
  return null;
}

/** Null: it was given up. */
async function loadScope(sourceId: string, signal: AbortSignal): Promise<Loaded | null> {
  try {
    return { state: "ready", data: await request(`/api/sources/${sourceId}/scope`, formulaScopeSchema, { signal }) };
  } catch (error) {
    if (signal.aborted) return null;
    const isDenied = error instanceof RequestError && ["not_found", "forbidden"].includes(error.code);
    return { state: "failed", isDenied, message: sentenceOf(error) };
  }
}
