import type { WorksheetDraft } from "#lib/worksheet/draft";

/** A draft that says only what differs from an empty one. */
export function draft(parts: Partial<WorksheetDraft>): WorksheetDraft {
  return {
    name: "Test",
    source: "Orders",
    filters: [],
    columns: [],
    groupings: [],
    summaries: [],
    show: null,
    sort: [],
    limit: null,
    ...parts,
  };
}

/** `"Total Sales = Sum([Sales])"` as a column of a draft. */
export function formulaColumn(text: string): WorksheetDraft["columns"][number] {
  const [name = "", ...formula] = text.split(" = ");
  return { name, formula: formula.join(" = "), format: null };
}

export function groupBy(
  keys: readonly string[],
  calculations: readonly string[],
  sort: WorksheetDraft["sort"] = [],
): WorksheetDraft["groupings"][number] {
  return { keys: [...keys], calculations: [...calculations], sort };
}
