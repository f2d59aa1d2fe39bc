import { request } from "#components/ui/request";
import { type ResultPage, resultPageSchema } from "#lib/contract/results";
import { withLiveValues } from "#lib/workbook/live-text";
import { partOf } from "#lib/workbook/part-of";
import type { View } from "#lib/worksheet/worksheet";
import type { WorkbookContext } from "../workbook-context.tsx";

type Where = Pick<WorkbookContext, "workbookId" | "stage" | "document">;

/** A view of the document as it stands, run once. Throws RequestError. */
export function runNow({ workbookId, stage, document }: Where, view: View): Promise<ResultPage> {
  const body = { stage, view, document: partOf(withLiveValues(document), view.worksheetId) };
  return request(`/api/workbooks/${workbookId}/results`, resultPageSchema, { method: "POST", body });
}
