import "server-only";
import type { Viewer } from "#lib/permissions";
import { referenceText } from "#lib/worksheet/draft-columns";
import type { Cell } from "#lib/worksheet/result";
import type { Document, Filter, Grouping, View, Worksheet, WorksheetColumn } from "#lib/worksheet/worksheet";
import { collectRows } from "./collect-rows.ts";
import { type PreparedView, prepareView, type ViewOfDocument } from "./prepare-view.ts";

/** Views that the server asks for itself, to know what is in a source. They go through the compiler, so row rules hold; nothing is kept. */

const worksheetId = "look";

/** The values of a column with how many rows have each, most frequent first. */
export function valuesView(sourceId: string, path: readonly string[], filters: readonly Filter[] = []): ViewOfDocument {
  return formulaValuesView(sourceId, referenceText(path), filters);
}

/** The same of a row formula. Filters act on the columns `value` and `text`, which is the value as text. */
export function formulaValuesView(sourceId: string, formula: string, filters: readonly Filter[]): ViewOfDocument {
  return {
    document: documentOf({
      sourceId,
      columns: [
        { id: "value", name: "Value", formula },
        { id: "text", name: "Value as text", formula: `Text(${formula})` },
        { id: "rows", name: "Number of rows", formula: "Count()" },
      ],
      groupings: [
        {
          id: "values",
          keys: ["value"],
          calculations: ["rows"],
          sort: [{ columnId: "rows", direction: "descending" }],
        },
      ],
      filters,
    }),
    view: { worksheetId, level: "values", columns: ["value", "rows"] },
  };
}

/** One row of aggregates over all rows. */
export function summaryView(sourceId: string, formulas: readonly string[]): ViewOfDocument {
  const columns = formulas.map((formula, index) => ({ id: `c${index}`, name: `Aggregate ${index}`, formula }));
  const ids = columns.map((column) => column.id);
  return {
    document: documentOf({ sourceId, columns, summaries: ids }),
    view: { worksheetId, level: "summary", columns: ids },
  };
}

type Parts = {
  readonly sourceId: string;
  readonly columns: readonly WorksheetColumn[];
  readonly groupings?: readonly Grouping[];
  readonly summaries?: readonly string[];
  readonly filters?: readonly Filter[];
};

function documentOf({ sourceId, columns, groupings = [], summaries = [], filters = [] }: Parts): Document {
  const worksheet: Worksheet = {
    version: 1,
    name: "Look",
    source: { sourceId },
    columns: [...columns],
    groupings: [...groupings],
    summaries: [...summaries],
    filters: [...filters],
    sort: [],
    limit: null,
  };
  return { worksheets: { [worksheetId]: worksheet }, controls: [] };
}

export type LookedAt = {
  readonly columns: readonly (readonly Cell[])[];
  readonly rowCount: number;
  readonly truncated: boolean;
};

export async function look(
  viewer: Viewer,
  asked: { readonly document: Document; readonly view: View },
  options: { readonly signal: AbortSignal; readonly rowLimit: number },
): Promise<LookedAt> {
  return lookAt(viewer, await prepareView(viewer, asked), options);
}

export async function lookAt(
  viewer: Viewer,
  prepared: PreparedView,
  options: { readonly signal: AbortSignal; readonly rowLimit: number },
): Promise<LookedAt> {
  const { chunks, outcome } = await collectRows(viewer, prepared, options);
  const columns = prepared.checked.schema.map((_, index) => chunks.flatMap((chunk) => chunk.columns[index] ?? []));
  return { columns, rowCount: outcome.rowCount, truncated: outcome.truncated };
}
