import type { z } from "zod";
import type { diagnosticSchema } from "#lib/contract/ask-tools";
import type { DraftFilter, WorksheetDraft } from "#lib/worksheet/draft";

export type Diagnostic = z.infer<typeof diagnosticSchema>;

/** The worksheet with the fixes that came back applied; null: none of them says what to write. */
export function repairDraft(draft: WorksheetDraft, diagnostics: readonly Diagnostic[]): WorksheetDraft | null {
  const repaired = diagnostics.reduce((current, diagnostic) => applyFix(current, diagnostic) ?? current, draft);
  return repaired === draft ? null : repaired;
}

function applyFix(draft: WorksheetDraft, { where, message, fix = "" }: Diagnostic): WorksheetDraft | null {
  const [, formula] = /^Write ([\s\S]+)$/.exec(fix) ?? [];
  if (formula !== undefined) return writeFormula(draft, where, formula);
  const [, meant] = /^Did you mean "([^"]+)"/.exec(fix) ?? [];
  const [, written] = /There is no column "([^"]+)"/.exec(message) ?? [];
  if (meant !== undefined && written !== undefined) return rename(draft, written, meant);
  const [, name, added, instead] =
    /^Add a column such as \{ "name": "([^"]+)", "formula": "((?:[^"\\]|\\.)+)" \} and use its name instead of "([^"]+)"/.exec(
      fix,
    ) ?? [];
  if (name !== undefined && added !== undefined && instead !== undefined) {
    const renamed = rename(draft, instead, name);
    return { ...renamed, columns: [...draft.columns, { name, formula: added, format: null }] };
  }
  return moveOrDrop(draft, where);
}

function writeFormula(draft: WorksheetDraft, where: string, formula: string): WorksheetDraft | null {
  const [, column] = /^column "(.+)"$/.exec(where) ?? [];
  if (column !== undefined) {
    const columns = draft.columns.map((one) => (one.name === column ? { ...one, formula } : one));
    return { ...draft, columns };
  }
  const index = indexIn(where, "filters");
  const filter = draft.filters[index];
  return filter?.kind === "formula" ? { ...draft, filters: draft.filters.with(index, { ...filter, formula }) } : null;
}

/** A name in every place that takes one, and between brackets in formulas. */
function rename(draft: WorksheetDraft, written: string, meant: string): WorksheetDraft {
  const bare = written.replace(/^\[|\]$/g, "").toLowerCase();
  const one = (name: string): string => (name.replace(/^\[|\]$/g, "").toLowerCase() === bare ? meant : name);
  const all = (names: readonly string[]): string[] => names.map(one);
  const sorted = (terms: WorksheetDraft["sort"]): WorksheetDraft["sort"] =>
    terms.map((term) => ({ ...term, column: one(term.column) }));
  const filterOf = (filter: DraftFilter): DraftFilter =>
    filter.kind === "formula" ? filter : { ...filter, column: one(filter.column) };
  return {
    ...draft,
    filters: draft.filters.map(filterOf),
    groupings: draft.groupings.map(({ keys, calculations, sort }) => ({
      keys: all(keys),
      calculations: all(calculations),
      sort: sorted(sort),
    })),
    summaries: all(draft.summaries),
    show: draft.show === null ? null : all(draft.show),
    sort: sorted(draft.sort),
  };
}

/** A grouping without a key holds totals; a sort that has no place on the rows goes. */
function moveOrDrop(draft: WorksheetDraft, where: string): WorksheetDraft | null {
  const sort = indexIn(where, "sort");
  if (draft.sort[sort] !== undefined) return { ...draft, sort: draft.sort.toSpliced(sort, 1) };
  const index = indexIn(where, "groupings");
  const grouping = draft.groupings[index];
  if (grouping === undefined || grouping.keys.length > 0) return null;
  return {
    ...draft,
    groupings: draft.groupings.toSpliced(index, 1),
    summaries: [...draft.summaries, ...grouping.calculations],
  };
}

function indexIn(where: string, list: string): number {
  const [, digits] = new RegExp(`^${list}\\[(\\d+)\\]`).exec(where) ?? [];
  return digits === undefined ? -1 : Number(digits);
}
