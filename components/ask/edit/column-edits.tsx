import type { RunData } from "#lib/contract/runs";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { referenceText } from "#lib/worksheet/draft-columns";
import { nameKey } from "#lib/worksheet/names";
import { renameColumn } from "#lib/worksheet/rename-column";
import { columnNames, type DraftColumn, retitled } from "./draft-edits.tsx";

/** Where a column is computed: on each row of the source, on the rows of a grouping (its position), or once over all rows. */
export type ColumnHome = "base" | "summary" | number;

/** What a new column can stand for, those first that the result shows. */
export function homesOf({ groupings, summaries }: WorksheetDraft): readonly ColumnHome[] {
  const groups = groupings.map((_, index) => index).toReversed();
  if (groups.length > 0) return [...groups, "summary", "base"];
  return summaries.length > 0 ? ["summary", "base"] : ["base"];
}

export function describeHome(home: ColumnHome, { groupings, summaries }: WorksheetDraft): string {
  if (home === "summary") return "All rows together";
  if (home !== "base") return `Each ${groupings[home]?.keys.join(", ") ?? "group"}`;
  return groupings.length + summaries.length === 0 ? "Each row" : "Each row of the source, to group or filter by";
}

/** With a column more. It is shown where the result's rows have one value of it. */
export function withNewColumn(draft: WorksheetDraft, column: DraftColumn, home: ColumnHome): WorksheetDraft {
  const isListing = draft.groupings.length + draft.summaries.length === 0;
  const isPlain = column.formula.trim() === referenceText([column.name]);
  const isShown = home !== "base" || isListing;
  return retitled({
    ...draft,
    columns: isPlain ? draft.columns : [...draft.columns, column],
    groupings: draft.groupings.map((grouping, index) =>
      index === home ? { ...grouping, calculations: [...grouping.calculations, column.name] } : grouping,
    ),
    summaries: home === "summary" ? [...draft.summaries, column.name] : draft.summaries,
    show: isShown && draft.show !== null ? [...draft.show, column.name] : draft.show,
  });
}

/** Without a column, its places and what sorts or filters by it. What else names it in a formula is left to the checker to tell. */
export function withoutColumn(draft: WorksheetDraft, name: string): WorksheetDraft {
  const isOther = (other: string): boolean => other !== name;
  const groupings = draft.groupings.map((grouping) => ({
    keys: grouping.keys.filter(isOther),
    calculations: grouping.calculations.filter(isOther),
    sort: grouping.sort.filter(({ column }) => isOther(column)),
  }));
  return retitled({
    ...draft,
    columns: draft.columns.filter((column) => isOther(column.name)),
    groupings: groupings.filter(({ keys }) => keys.length > 0),
    summaries: draft.summaries.filter(isOther),
    show: draft.show?.filter(isOther) ?? null,
    sort: draft.sort.filter(({ column }) => isOther(column)),
    filters: draft.filters.filter((filter) => filter.kind === "formula" || isOther(filter.column)),
  });
}

/** Why a column must stay, in a sentence. */
export function findRemovalProblem(draft: WorksheetDraft, name: string): string | null {
  if (draft.groupings.some(({ keys }) => keys.length === 1 && keys[0] === name))
    return `The result is grouped by ${name} alone. Change the grouping first.`;
  return (draft.show ?? []).some((shown) => shown !== name) || draft.show === null
    ? null
    : `${name} is the only column that is shown. Show another one first.`;
}

/** Totals over all rows beside the groups: a calculation's own formula, computed once more over everything. */
export function withTotalOf(draft: WorksheetDraft, calculation: string): WorksheetDraft {
  const column = draft.columns.find(({ name }) => name === calculation);
  const total: DraftColumn = {
    name: totalName(calculation),
    formula: column?.formula ?? referenceText([calculation]),
    format: column?.format ?? null,
  };
  return withNewColumn(draft, total, "summary");
}

export function totalName(calculation: string): string {
  return `${calculation}, all rows`;
}

/** The columns of the result, in order. */
export function withShown(draft: WorksheetDraft, names: readonly string[]): WorksheetDraft {
  return retitled({ ...draft, show: [...names] });
}

/**
 * The result with columns under other names: formulas follow through the printer. Null when a name is taken, or formulas use it for something
 * else already.
 */
export function renameColumns(
  result: RunData["result"],
  renames: ReadonlyMap<string, string>,
): RunData["result"] | null {
  const { worksheetId } = result;
  let document = { worksheets: { [worksheetId]: result.worksheet }, controls: [] };
  for (const [from, to] of renames) {
    const column = document.worksheets[worksheetId]?.columns.find(({ name }) => name === from);
    if (column === undefined) continue;
    const { worksheets } = renameColumn(document, worksheetId, column.id, to);
    const worksheet = worksheets[worksheetId];
    if (worksheet?.columns.find(({ id }) => id === column.id)?.name !== to) return null;
    document = { worksheets: { [worksheetId]: worksheet }, controls: [] };
  }
  const worksheet = document.worksheets[worksheetId];
  return worksheet === undefined ? null : { ...result, worksheet };
}

/** Why a column cannot have this name, in a sentence. `own`: the name that it has. */
export function findNameProblem(name: string, { draft, sourceNames, own, formula }: NameContext): string | null {
  const wanted = nameKey([name]);
  if (wanted === "") return "Write a name for the column.";
  if (name.length > 200) return "A name has at most 200 characters.";
  if (/[[\]/\\]/.test(name)) return "A name cannot hold [ ] / or \\, which formulas use.";
  const isTaken = columnNames(draft).some((other) => other !== own && nameKey([other]) === wanted);
  if (isTaken) return `There is already a column ${name}. Choose another name.`;
  const isOfSource = name !== own && sourceNames.some((other) => nameKey([other]) === wanted);
  return isOfSource && formula.trim() !== referenceText([name])
    ? `The source has a column ${name}, which formulas would no longer mean. Choose another name.`
    : null;
}

type NameContext = {
  readonly draft: WorksheetDraft;
  readonly sourceNames: readonly string[];
  readonly own: string | null;
  readonly formula: string;
};
