"use client";

import { useCallback } from "react";
import { loadRows } from "#components/result/use-result";
import { request } from "#components/ui/request";
import { type ResultPage, resultCountSchema, resultPageSchema } from "#lib/contract/results";
import { partOf } from "#lib/workbook/part-of";
import { type TableElement as Element, titleOf } from "#lib/workbook/workbook";
import type { Document, View } from "#lib/worksheet/worksheet";
import { useExport } from "../canvas/use-export.tsx";
import { useOnScreen } from "../elements/drill-context.tsx";
import { useWorkbookContext, type WorkbookContext } from "../workbook-context.tsx";
import { WorkbookTable } from "./workbook-table.tsx";

type TableElementProps = { readonly element: Element };

/** A table in the workbook that it stands in; null while what its formulas may name is not known. */
export function TableElement({ element }: TableElementProps) {
  const context = useWorkbookContext();
  const { document, scopes, selection } = context;
  const title = titleOf(document, element);
  const { exportCsv, problem } = useExport(useOnScreen(element, title));
  const { worksheetId } = element;
  const loadView = useLoadView(context);
  const worksheet = document.worksheets[worksheetId];
  const scope = scopes.checkScopeOf(worksheetId);
  const checked = scopes.elementOf(worksheetId);
  if (worksheet === undefined || scope === null || checked === null) return null;
  return (
    <WorkbookTable
      element={element}
      title={title}
      document={document}
      worksheet={worksheet}
      scope={scope}
      checked={checked}
      change={context.change}
      noBasic={context.noBasic}
      noFull={context.noFull}
      onExport={context.noBasic === null ? exportCsv : null}
      exportProblem={problem}
      selectedColumnId={selection?.elementId === element.id ? selection.columnId : null}
      onSelectColumn={(columnId) => context.select({ elementId: element.id, columnId })}
      locale={context.locale}
      currency={context.currency}
      loadView={loadView}
      loadRows={loadRows}
      countRows={countRows}
    />
  );
}

async function countRows(resultId: string, signal: AbortSignal): Promise<number> {
  return (await request(`/api/results/${resultId}/count`, resultCountSchema, { signal })).rowCount;
}

/** What was asked before in this visit is not asked again. */
function useLoadView({ workbookId, stage, document, results }: WorkbookContext) {
  return useCallback(
    async (view: View, limit: number, signal: AbortSignal, other: Document = document): Promise<ResultPage> => {
      const body = { stage, view, limit, document: partOf(other, view.worksheetId) };
      const key = JSON.stringify(body);
      const known = results.get(key);
      if (known !== undefined) return known;
      const path = `/api/workbooks/${workbookId}/results`;
      const page = await request(path, resultPageSchema, { method: "POST", body, signal });
      results.set(key, page);
      return page;
    },
    [workbookId, stage, document, results],
  );
}
