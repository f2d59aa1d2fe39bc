"use client";

import { useCallback, useEffect, useState } from "react";
import { request, sentenceOf } from "#components/ui/request";
import { mostPoints } from "#lib/chart/option/chart-data";
import { type ResultPage, resultPageSchema } from "#lib/contract/results";
import type { Cell, ResultRows } from "#lib/worksheet/result";

const firstPage = 1000;

export type LoadedResult =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly message: string; readonly retry: () => void }
  | { readonly state: "ready"; readonly result: ResultPage["result"]; readonly rows: ResultRows };

/** A result with its first rows: enough for a table to begin and for most charts. */
export function useResult(resultId: string): LoadedResult {
  const [loaded, setLoaded] = useState<LoadedResult>({ state: "loading" });
  const load = useCallback(
    async (signal: AbortSignal) => {
      setLoaded({ state: "loading" });
      try {
        const page = await loadPage(resultId, { offset: 0, limit: firstPage }, signal);
        setLoaded({ state: "ready", ...page });
      } catch (error) {
        if (signal.aborted) return;
        setLoaded({ state: "failed", message: sentenceOf(error), retry: () => void load(signal) });
      }
    },
    [resultId],
  );
  useEffect(() => {
    const leave = new AbortController();
    void load(leave.signal);
    return () => leave.abort();
  }, [load]);
  return loaded;
}

type Range = { readonly offset: number; readonly limit: number };

function loadPage(resultId: string, { offset, limit }: Range, signal?: AbortSignal): Promise<ResultPage> {
  const path = `/api/results/${resultId}?offset=${offset}&limit=${limit}`;
  return request(path, resultPageSchema, signal === undefined ? {} : { signal });
}

export async function loadRows(resultId: string, range: Range, signal?: AbortSignal): Promise<ResultRows> {
  return (await loadPage(resultId, range, signal)).rows;
}

/** As many rows as a chart can draw; null while the rest is on its way, and the first rows when it cannot be had. */
export function useChartRows(
  resultId: string,
  first: ResultRows,
  { rowCount, truncated }: Pick<ResultPage["result"], "rowCount" | "truncated">,
): ResultRows | null {
  const wanted = truncated ? mostPoints : Math.min(rowCount, mostPoints);
  const isWhole = first.rowCount >= wanted;
  const [rows, setRows] = useState<ResultRows | null>(null);
  useEffect(() => {
    if (isWhole) return;
    const leave = new AbortController();
    loadMore(resultId, first, wanted, leave.signal)
      .then(setRows)
      .catch(() => {
        if (!leave.signal.aborted) setRows(first);
      });
    return () => leave.abort();
  }, [resultId, first, wanted, isWhole]);
  return isWhole ? first : rows;
}

/** The rest at once: each further request could mean a further query. */
async function loadMore(resultId: string, first: ResultRows, wanted: number, signal: AbortSignal): Promise<ResultRows> {
  const range = { offset: first.rowCount, limit: wanted - first.rowCount };
  const { rows } = await loadPage(resultId, range, signal);
  const columns: readonly (readonly Cell[])[] = first.columns.map((cells, position) => [
    ...cells,
    ...(rows.columns[position] ?? []),
  ]);
  return { offset: 0, rowCount: first.rowCount + rows.rowCount, columns };
}
