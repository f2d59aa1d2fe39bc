"use client";

import { useEffect, useRef, useState } from "react";
import type { Cell, ResultRows } from "#lib/worksheet/result";

export type LoadRows = (range: { readonly offset: number; readonly limit: number }) => Promise<ResultRows>;

const pageSize = 200;

type Page = { readonly state: "loading" | "failed" } | { readonly state: "ready"; readonly rows: ResultRows };

export type RowPages = {
  /** Undefined while the row is on its way. */
  readonly cellAt: (row: number, column: number) => Cell | undefined;
  readonly hasFailed: boolean;
  readonly retry: () => void;
};

/** Fetches pages of rows as they come into view, and keeps them. `visible` is a range of rows, its end excluded. */
export function useRowPages(load: LoadRows, rowCount: number, visible: readonly [number, number]): RowPages {
  const pages = useRef(new Map<number, Page>());
  const [, setVersion] = useState(0);
  const [first, end] = visible;

  useEffect(() => {
    const changed = () => setVersion((version) => version + 1);
    for (const page of missingPages(pages.current, first, Math.min(end, rowCount)))
      void fetchPage(pages.current, page, load, changed);
  });

  return {
    cellAt(row, column) {
      const page = pages.current.get(Math.floor(row / pageSize));
      return page?.state === "ready" ? (page.rows.columns[column]?.[row % pageSize] ?? null) : undefined;
    },
    hasFailed: [...pages.current.values()].some((page) => page.state === "failed"),
    retry() {
      for (const [index, page] of pages.current) if (page.state === "failed") pages.current.delete(index);
      setVersion((version) => version + 1);
    },
  };
}

function missingPages(pages: ReadonlyMap<number, Page>, first: number, end: number): number[] {
  const missing: number[] = [];
  for (let page = Math.floor(first / pageSize); page * pageSize < end; page += 1)
    if (!pages.has(page)) missing.push(page);
  return missing;
}

async function fetchPage(pages: Map<number, Page>, page: number, load: LoadRows, changed: () => void): Promise<void> {
  pages.set(page, { state: "loading" });
  try {
    const rows = await load({ offset: page * pageSize, limit: pageSize });
    pages.set(page, { state: "ready", rows });
  } catch {
    pages.set(page, { state: "failed" });
  }
  changed();
}
