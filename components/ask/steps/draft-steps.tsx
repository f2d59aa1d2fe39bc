import type { DeepPartial } from "ai";
import { describeFilter } from "#lib/worksheet/describe";
import { type DraftFilter, type WorksheetDraft, worksheetDraftSchema } from "#lib/worksheet/draft";
import { createFilter } from "#lib/worksheet/draft-filters";
import type { Step } from "./step.tsx";

type PartialDraft = DeepPartial<WorksheetDraft>;
type Piece = Omit<Step, "id" | "isRunning">;

/** The worksheet's steps as far as its draft has been written: source, filters, columns, groupings, sort. */
export function readDraftSteps(draft: PartialDraft | undefined, isRunning: boolean, id: string): Step[] {
  const pieces = [
    ...readFilters(draft),
    ...readColumns(draft),
    ...readGroupings(draft),
    ...readShown(draft),
    ...readSort(draft),
  ];
  return pieces.map((piece, index) => ({
    ...piece,
    id: `${id}-${index}`,
    isRunning: isRunning && index === pieces.length - 1,
  }));
}

const filterSchema = worksheetDraftSchema.shape.filters.element;

function readFilters(draft: PartialDraft | undefined): Piece[] {
  return (draft?.filters ?? []).flatMap((filter) => {
    const parsed = filterSchema.safeParse(filter);
    return parsed.success ? [{ kind: "filter" as const, title: describeDraftFilter(parsed.data) }] : [];
  });
}

/** The draft says columns by name; here names may stand for ids. */
export function describeDraftFilter(draft: DraftFilter): string {
  const column = (name: string) => ({ id: name, name, formula: name });
  const filter = createFilter(draft, 0, {
    columns: { find: column, all: () => [] },
    groupings: [],
    report: () => undefined,
  });
  const name = draft.kind === "formula" ? "" : draft.column;
  return filter === null ? "A condition on groups" : describeFilter(filter, plainName(name));
}

function readColumns(draft: PartialDraft | undefined): Piece[] {
  return (draft?.columns ?? []).flatMap((column) =>
    column?.name === undefined ? [] : [{ kind: "column" as const, title: column.name, formula: column.formula }],
  );
}

function readGroupings(draft: PartialDraft | undefined): Piece[] {
  return (draft?.groupings ?? []).flatMap((grouping) => {
    const keys = namesOf(grouping?.keys);
    return keys === "" ? [] : [{ kind: "group" as const, title: `By ${keys}` }];
  });
}

function readShown(draft: PartialDraft | undefined): Piece[] {
  const totals = namesOf(draft?.summaries);
  const shown = namesOf(draft?.show ?? undefined);
  return [
    ...(totals === "" ? [] : [{ kind: "group" as const, title: `Over all rows: ${totals}` }]),
    ...(shown === "" ? [] : [{ kind: "show" as const, title: shown }]),
  ];
}

function readSort(draft: PartialDraft | undefined): Piece[] {
  const sorts = [...(draft?.groupings ?? []).flatMap((grouping) => grouping?.sort ?? []), ...(draft?.sort ?? [])];
  const words = sorts.flatMap((sort) =>
    sort?.column === undefined || sort.direction === undefined
      ? []
      : [`${plainName(sort.column)}, ${sort.direction === "ascending" ? "lowest first" : "highest first"}`],
  );
  const limit = typeof draft?.limit === "number" ? [`first ${draft.limit}`] : [];
  const title = [...words, ...limit].join(" · ");
  return title === "" ? [] : [{ kind: "sort", title: title.charAt(0).toLocaleUpperCase() + title.slice(1) }];
}

function namesOf(names: readonly (string | undefined)[] | undefined): string {
  return (names ?? []).flatMap((name) => (name === undefined ? [] : [plainName(name)])).join(", ");
}

function plainName(name: string): string {
  return name.replace(/^\[|\]$/g, "");
}
