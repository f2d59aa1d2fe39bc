"use client";

import { useState } from "react";
import { savePicture } from "#components/result/save-picture";
import { sentenceOf } from "#components/ui/request";
import type { PictureFormat } from "#lib/contract/picture";
import type { Element } from "#lib/workbook/workbook";
import type { View } from "#lib/worksheet/worksheet";
import { runNow } from "../data/run-now.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";

/** Saves what an element shows as a file. What went wrong is said in a sentence. */
export function useExport(element: Element, title: string) {
  const context = useWorkbookContext();
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (save: (resultId: string) => void | Promise<void>) => {
    const view = shownView(element);
    if (view === null) return;
    setProblem(null);
    try {
      const { result } = await runNow(context, view);
      await save(result.id);
    } catch (error) {
      setProblem(`Not exported. ${sentenceOf(error)}`);
    }
  };
  const exportCsv = () => run((resultId) => window.location.assign(`/api/results/${resultId}/csv`));
  const exportPicture = (format: PictureFormat) =>
    run((resultId) =>
      element.kind === "chart" ? savePicture({ resultId, chart: element.chart, title }, format) : undefined,
    );
  return { exportCsv, exportPicture, problem };
}

/** The rows that an element shows; null: it shows none. */
export function shownView(element: Element): View | null {
  if (element.kind === "chart") return element.chart.view;
  if (element.kind !== "table" || element.columns.length === 0) return null;
  return { worksheetId: element.worksheetId, level: "base", columns: element.columns };
}
