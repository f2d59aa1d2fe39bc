import { parseFormula } from "../formula/parse.ts";
import { findReferences } from "../formula/rename.ts";
import type { DraftFilter, WorksheetDraft } from "../worksheet/draft.ts";
import { referenceText } from "../worksheet/draft-columns.ts";
import { nameKey } from "../worksheet/names.ts";
import type { ResultColumn } from "../worksheet/result.ts";

export type Measure = { readonly name: string; readonly formula: string; readonly column: ResultColumn | null };

export type Parts = {
  readonly title: string;
  /** Formulas of keys. */
  readonly columns: WorksheetDraft["columns"];
  readonly key: string;
  readonly measures: readonly Measure[];
  readonly sort: "key" | "measure";
  readonly format?: "percent";
};

/** The answer's source and row filters under another grouping, with the columns that they need and no others. */
export function buildWorksheet(
  draft: WorksheetDraft,
  { title, columns, key, measures, sort, format }: Parts,
): WorksheetDraft {
  const calculations = measures.map(({ name }) => name);
  const filters = draft.filters.filter((filter) => isRowFilter(filter, draft));
  const made = measures
    .filter(({ name, formula }) => formula.trim() !== referenceText([name]))
    .map(({ name, formula }) => ({
      name,
      formula,
      format: format ?? draft.columns.find((column) => column.name === name)?.format ?? null,
    }));
  const needed = neededColumns(draft, [
    key,
    ...filters.flatMap((filter) => (filter.kind === "formula" ? [...referencesOf(filter.formula)] : [filter.column])),
    ...made.flatMap(({ formula }) => [...referencesOf(formula)]),
  ]);
  const kept = needed.filter(({ name }) => !calculations.includes(name) && columns.every((own) => own.name !== name));
  const order =
    sort === "key"
      ? ({ column: key, direction: "ascending" } as const)
      : ({ column: calculations[0] ?? key, direction: "descending" } as const);
  return {
    name: title.slice(0, 200),
    source: draft.source,
    filters,
    columns: [...kept, ...columns, ...made],
    groupings: [{ keys: [key], calculations, sort: [order] }],
    summaries: [],
    show: [key, ...calculations],
    sort: [],
    limit: null,
  };
}

/** Filters on groups and on calculations belong to the answer's own grouping. */
function isRowFilter(filter: DraftFilter, { groupings, summaries }: WorksheetDraft): boolean {
  if (filter.kind === "formula") return filter.level === null;
  const calculated = [...groupings.flatMap(({ calculations }) => calculations), ...summaries];
  return filter.kind !== "top" && !calculated.includes(filter.column);
}

/** The draft's columns that these names mean, with what their formulas name in turn. */
function neededColumns(draft: WorksheetDraft, names: readonly string[]): WorksheetDraft["columns"] {
  const wanted = new Set(names.map((name) => nameKey([name])));
  for (let size = -1; size !== wanted.size; ) {
    size = wanted.size;
    for (const { name, formula } of draft.columns)
      if (wanted.has(nameKey([name]))) for (const reference of referencesOf(formula)) wanted.add(reference);
  }
  return draft.columns.filter(({ name }) => wanted.has(nameKey([name])));
}

export function referencesOf(formula: string): ReadonlySet<string> {
  return new Set(findReferences(parseFormula(formula).expression).map(({ path }) => nameKey(path)));
}
