import "server-only";
import { getStoredResult } from "#db/queries/results";
import type { SearchableSource } from "#db/queries/source-search";
import { getSourceScope } from "#db/queries/sources";
import type { ExplainedChart } from "#lib/contract/explain-chart";
import type { Person } from "#lib/permissions";
import { draftOf } from "#lib/worksheet/draft-of";
import type { Document, View, Worksheet } from "#lib/worksheet/worksheet";
import { withControlValues } from "./control-values.ts";
import { type EarlierTurns, turnOfWorksheet } from "./conversation.ts";

/**
 * The chart that a question is about, as if it had been asked for just before. Null when its worksheet reads from another worksheet,
 * which a draft cannot say, or from a source that may not be asked.
 */
export async function readChartTurn(
  viewer: Person,
  { chart, title, data }: ExplainedChart,
  sources: readonly SearchableSource[],
): Promise<EarlierTurns | null> {
  const { document, view } = await findView(viewer, data, chart.view);
  const worksheet: Worksheet | undefined = document.worksheets[view.worksheetId];
  if (worksheet === undefined || !("sourceId" in worksheet.source)) return null;
  const { sourceId } = worksheet.source;
  if (!sources.some(({ id }) => id === sourceId)) return null;
  const scope = { sources: await getSourceScope(viewer, sourceId) };
  const question = title === "" ? worksheet.name : title;
  const worksheetDraft = draftOf(withControlValues(worksheet, document.controls), scope, view);
  return turnOfWorksheet(question, worksheetDraft, chart.mark === "table" ? null : chart.mark);
}

type Viewed = { readonly document: Document; readonly view: View };

async function findView(viewer: Person, data: ExplainedChart["data"], view: View): Promise<Viewed> {
  return "document" in data ? { document: data.document, view } : getStoredResult(viewer, data.resultId);
}
