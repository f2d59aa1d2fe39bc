"use client";

import { useEffect, useRef, useState } from "react";
import type { ResultPage } from "#lib/contract/results";
import type { View } from "#lib/worksheet/worksheet";
import { viewSchema } from "#lib/worksheet/worksheet";
import type { TableLoaders } from "./use-table-rows.tsx";

/**
 * A view of one row, such as totals: null while it is on its way, and when it cannot be had. `version` says what the view does not:
 * filters, formulas, controls.
 */
export function useOneRow(view: View | null, version: string, loadView: TableLoaders["loadView"]): ResultPage | null {
  const [page, setPage] = useState<{ readonly key: string; readonly page: ResultPage } | null>(null);
  const loader = useRef(loadView);
  loader.current = loadView;
  const asked = view === null ? null : JSON.stringify(view);
  const key = `${version} ${asked}`;
  useEffect(() => {
    if (asked === null) return;
    const leave = new AbortController();
    loader.current(viewSchema.parse(JSON.parse(asked)), 1, leave.signal).then(
      (next) => setPage({ key, page: next }),
      () => {
        // The rows themselves say what is wrong.
        if (!leave.signal.aborted) setPage(null);
      },
    );
    return () => leave.abort();
  }, [asked, key]);
  return asked === null ? null : (page?.page ?? null);
}
