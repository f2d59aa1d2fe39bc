"use client";

import { useEffect, useState } from "react";
import { request, sentenceOf } from "#components/ui/request";
import { type ResultPage, resultPageSchema } from "#lib/contract/results";
import { controlsOf } from "#lib/workbook/edit/remove-element";
import { partOf } from "#lib/workbook/part-of";
import type { ControlElement, WorkbookDocument } from "#lib/workbook/workbook";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import type { Document, View } from "#lib/worksheet/worksheet";
import { useWorkbookContext } from "../workbook-context.tsx";

export type ControlOptions = {
  readonly values: readonly Cell[];
  readonly column: ResultColumn | null;
  readonly isLoading: boolean;
  readonly problem: string | null;
};

const nothing: ControlOptions = { values: [], column: null, isLoading: false, problem: null };
const mostValues = 1000;

/** The distinct values of the column that a list offers, whatever is chosen in it. `element` null: not asked for. */
export function useControlOptions(element: ControlElement | null): ControlOptions {
  const { workbookId, stage, document, results } = useWorkbookContext();
  const asked = element === null ? null : questionOf(element, document);
  const body = asked === null ? null : JSON.stringify({ stage, limit: mostValues, ...asked });
  const [found, setFound] = useState<{ readonly body: string; readonly options: ControlOptions } | null>(null);
  useEffect(() => {
    if (body === null) return;
    const known = results.get(body);
    if (known !== undefined) return setFound({ body, options: read(known) });
    const leave = new AbortController();
    const options = { method: "POST", body: JSON.parse(body), signal: leave.signal } as const;
    request(`/api/workbooks/${workbookId}/results`, resultPageSchema, options).then(
      (page) => {
        results.set(body, page);
        setFound({ body, options: read(page) });
      },
      (error: unknown) => {
        if (!leave.signal.aborted) setFound({ body, options: { ...nothing, problem: sentenceOf(error) } });
      },
    );
    return () => leave.abort();
  }, [body, results, workbookId]);
  if (body === null) return found?.options ?? nothing;
  return found?.body === body ? found.options : { ...(found?.options ?? nothing), isLoading: true };
}

function questionOf(
  { controlId, options }: ControlElement,
  document: WorkbookDocument,
): { readonly document: Document; readonly view: View } | null {
  const worksheet = options === null ? undefined : document.worksheets[options.worksheetId];
  if (options === null || worksheet === undefined) return null;
  const { worksheetId, columnId } = options;
  const filters = worksheet.filters.filter((filter) => !controlsOf(filter).includes(controlId));
  const open = { ...document, worksheets: { ...document.worksheets, [worksheetId]: { ...worksheet, filters } } };
  const view = {
    worksheetId,
    level: "base",
    columns: [columnId],
    chart: { x: columnId, color: null, trellis: null },
  };
  return { document: partOf(open, worksheetId), view };
}

function read({ result, rows }: ResultPage): ControlOptions {
  return { values: rows.columns[0] ?? [], column: result.schema[0] ?? null, isLoading: false, problem: null };
}
