"use client";

import { useState } from "react";
import { sentenceOf } from "#components/ui/request";
import type { Element } from "#lib/workbook/workbook";
import type { View } from "#lib/worksheet/worksheet";
import { runNow } from "../data/run-now.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";

/** Saves what an element shows as a file. */
export function useExport(element: Element) {
  const context = useWorkbookContext();
  const [problem, setProblem] = useState<string | null>(null);
  const exportCsv = async () => {
    const view = shownView(element);
    if (view === null) return;
    setProblem(null);
    try {
      const { result } = await runNow(context, view);
      window.location.assign(`/api/results/${result.id}/csv`);
    } catch (error) {
      setProblem(`Not exported. ${sentenceOf(error)}`);
    }
  };
  return { exportCsv, problem };
}

/** The rows that an element shows; null: it shows none. */
export function shownView(element: Element): View | null {
  if (element.kind === "chart") return element.chart.view;
  if (element.kind !== "table" || element.columns.length === 0) return null;
  return { worksheetId: element.worksheetId, level: "base", columns: element.columns };
}
