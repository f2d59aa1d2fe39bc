import type { Format } from "../formula/types.ts";
import type { CheckScope } from "./check.ts";
import type { WorksheetDraft } from "./draft.ts";
import { referenceText } from "./draft-columns.ts";
import { draftFilterOf } from "./draft-filters.ts";
import type { Sort, View, Worksheet } from "./worksheet.ts";

/**
 * A worksheet as a model would have written it, for follow-ups. Filters whose values come from controls cannot be said in a draft
 * and are left out; so is nothing else.
 */
export function draftOf(worksheet: Worksheet, scope: Pick<CheckScope, "sources">, view?: View): WorksheetDraft {
  const { source } = worksheet;
  const owner = "sourceId" in source ? scope.sources.get(source.sourceId) : undefined;
  const nameOf = (columnId: string): string =>
    worksheet.columns.find((column) => column.id === columnId)?.name ?? columnId;
  const sortOf = (sorts: readonly Sort[]): WorksheetDraft["sort"] =>
    sorts.map(({ columnId, direction }) => ({ column: nameOf(columnId), direction }));
  const levelName = (columnId: string): string | null => {
    const grouping = worksheet.groupings.find(
      (candidate) => candidate.id === columnId || [...candidate.keys, ...candidate.calculations].includes(columnId),
    );
    return grouping === undefined ? null : nameOf(grouping.keys.at(-1) ?? "");
  };
  return {
    name: worksheet.name,
    source: owner?.name ?? worksheet.name,
    filters: worksheet.filters.flatMap((filter) => draftFilterOf(filter, nameOf, levelName) ?? []),
    columns: worksheet.columns
      .filter(({ name, formula }) => formula !== referenceText([name]))
      .map(({ name, formula, format }) => ({ name, formula, format: draftFormat(format) })),
    groupings: worksheet.groupings.map((grouping) => ({
      keys: grouping.keys.map(nameOf),
      calculations: grouping.calculations.map(nameOf),
      sort: sortOf(grouping.sort),
    })),
    summaries: worksheet.summaries.map(nameOf),
    show: view === undefined ? null : view.columns.map(nameOf),
    sort: sortOf(worksheet.sort),
    limit: worksheet.limit,
  };
}

function draftFormat(format: Format | undefined): WorksheetDraft["columns"][number]["format"] {
  return format?.kind ?? null;
}
