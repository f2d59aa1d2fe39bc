"use client";

import { useState } from "react";
import { savePicture } from "#components/result/save-picture";
import { sentenceOf } from "#components/ui/request";
import type { PictureFormat } from "#lib/contract/picture";
import { listRows } from "#lib/workbook/edit-worksheet/list-rows";
import type { TableElement } from "#lib/workbook/workbook";
import type { Document, View } from "#lib/worksheet/worksheet";
import { runNow } from "../data/run-now.tsx";
import type { OnScreen } from "../elements/drill-context.tsx";
import { shownColumns } from "../table/table-columns.tsx";
import type { WorkbookContext } from "../workbook-context.tsx";

/** Saves what is on the screen of an element as a file. What went wrong is said in a sentence. */
export function useExport(onScreen: OnScreen) {
  const { element, title, context } = onScreen;
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (save: (resultId: string) => void | Promise<void>) => {
    setProblem(null);
    try {
      const asked = rowsOf(onScreen);
      if (asked === null) return setProblem("Not exported. Nothing of this element is shown.");
      const { result } = await runNow({ ...context, document: { ...context.document, ...asked.document } }, asked.view);
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

type Asked = { readonly document: Document; readonly view: View };

/** Null: there are none to be seen. */
function rowsOf({ element, context }: OnScreen): Asked | null {
  if (element.kind === "chart") return { document: context.document, view: element.chart.view };
  return element.kind === "table" ? rowsOfTable(element, context) : null;
}

/** Its rows with all that is sound. */
function rowsOfTable(element: TableElement, { document, scopes }: WorkbookContext): Asked | null {
  const { worksheetId } = element;
  const worksheet = document.worksheets[worksheetId];
  const scope = scopes.checkScopeOf(worksheetId);
  const checked = scopes.elementOf(worksheetId);
  if (worksheet === undefined || scope === null || checked === null) return null;
  const { levels, columns, broken } = shownColumns(element, worksheet, checked, scope);
  const sound = columns.map(({ columnId }) => columnId).filter((id) => !broken.has(id));
  return listRows(document, worksheetId, levels, sound);
}
