import type { RunData, StartRun } from "#lib/contract/runs";
import type { DraftFilter, WorksheetDraft } from "#lib/worksheet/draft";
import { draftOf } from "#lib/worksheet/draft-of";

export type Mark = Extract<StartRun, { kind: "edit" }>["mark"];
export type Sorts = WorksheetDraft["sort"];

/** A changed answer: what is run, how it is drawn, and what was changed in words. */
export type Change = {
  readonly sourceId: string;
  readonly worksheet: WorksheetDraft;
  /** Null: drawn by rule, since the result has another shape. */
  readonly mark: Mark;
  readonly change: string;
};

/** The worksheet of a result as a draft, with every column under its name. */
export function draftOfResult({ worksheet, view, sourceName }: RunData["result"]): WorksheetDraft {
  return { ...draftOf(worksheet, { sources: new Map() }, view), source: sourceName };
}

/** A title may tell what no longer is so: this one tells what is shown by what, and the chips tell the rest. */
export function retitled(draft: WorksheetDraft): WorksheetDraft {
  const measures = [...draft.groupings.flatMap(({ calculations }) => calculations), ...draft.summaries];
  const keys = draft.groupings.flatMap((grouping) => grouping.keys);
  const shown = measures.filter((name) => draft.show === null || draft.show.includes(name));
  const name = shown.length === 0 ? draft.source : shown.join(", ");
  return { ...draft, name: (keys.length === 0 ? name : `${name} by ${keys.join(", ")}`).slice(0, 200) };
}

export function withSource(draft: WorksheetDraft, source: string): WorksheetDraft {
  return retitled({ ...draft, source });
}

/** Null drops the filter; an index past the end adds one. */
export function withFilter(draft: WorksheetDraft, index: number, filter: DraftFilter | null): WorksheetDraft {
  const kept = filter === null ? [] : [filter];
  const filters = [...draft.filters.slice(0, index), ...kept, ...draft.filters.slice(index + 1)];
  return retitled({ ...draft, filters });
}

export type DraftColumn = WorksheetDraft["columns"][number];

/** The column that has this name, with another formula or format. */
export function withColumn(draft: WorksheetDraft, column: DraftColumn): WorksheetDraft {
  return { ...draft, columns: draft.columns.map((other) => (other.name === column.name ? column : other)) };
}

/** What was shown beside the former keys stays; the new ones take their place. */
export function withKeys(draft: WorksheetDraft, index: number, keys: readonly string[]): WorksheetDraft {
  const former = draft.groupings[index]?.keys ?? [];
  const isGone = (name: string): boolean => former.includes(name) && !keys.includes(name);
  const groupings = draft.groupings.map((grouping, position) =>
    position === index
      ? { ...grouping, keys: [...keys], sort: grouping.sort.filter(({ column }) => !isGone(column)) }
      : grouping,
  );
  const outer = draft.groupings.slice(0, index).flatMap((grouping) => grouping.keys);
  const rest = (draft.show ?? []).filter((name) => !outer.includes(name) && !former.includes(name));
  const shown = rest.filter((name) => !keys.includes(name));
  return retitled({
    ...draft,
    groupings,
    show: draft.show === null ? null : [...outer, ...keys, ...shown],
    sort: draft.sort.filter(({ column }) => !isGone(column)),
  });
}

/** The order of the rows that are shown: the worksheet's own, else that of its groupings. */
export function sortsOf(draft: WorksheetDraft): Sorts {
  return draft.sort.length > 0 ? draft.sort : draft.groupings.flatMap(({ sort }) => sort);
}

export function withSorts(draft: WorksheetDraft, sorts: Sorts): WorksheetDraft {
  return { ...draft, sort: [...sorts], groupings: draft.groupings.map((grouping) => ({ ...grouping, sort: [] })) };
}

/** Names that keys, sorts and filters may take: the worksheet's columns, those of the source, those that relationships reach. */
export function columnNames(draft: WorksheetDraft): string[] {
  const named = [
    ...draft.columns.map(({ name }) => name),
    ...draft.groupings.flatMap(({ keys, calculations }) => [...keys, ...calculations]),
    ...draft.summaries,
    ...(draft.show ?? []),
  ];
  return [...new Set(named)];
}
