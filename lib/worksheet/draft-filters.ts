import type { DraftFilter } from "./draft.ts";
import type { DraftColumns, DraftDiagnostic } from "./draft-columns.ts";
import type { Filter, Grouping } from "./worksheet.ts";

type Making = {
  readonly columns: DraftColumns;
  readonly groupings: readonly Grouping[];
  readonly report: (diagnostic: DraftDiagnostic) => void;
};

/** A draft's filter with ids. Null when it names what is not there, which was reported. */
export function createFilter(draft: DraftFilter, index: number, making: Making): Filter | null {
  const where = `filters[${index}]`;
  const id = `f${index + 1}`;
  if (draft.kind === "formula") {
    const columnId = draft.level === null ? "base" : groupingOf(draft.level, where, making);
    return columnId === null
      ? null
      : { id, columnId, kind: "formula", formula: draft.formula, exclude: false, nulls: "drop" };
  }
  const column = making.columns.find(draft.column, where);
  if (column === null) return null;
  const exclude = "exclude" in draft ? draft.exclude : false;
  // What is excluded is said by its value, so rows without a value stay; and a filter that says nothing keeps all rows.
  const base = { id, columnId: column.id, exclude, nulls: exclude || isOpen(draft) ? "keep" : "drop" } as const;
  switch (draft.kind) {
    case "list":
      return { ...base, kind: "list", values: draft.values };
    case "range":
      return { ...base, kind: "range", min: draft.min, max: draft.max };
    case "between-dates":
      return { ...base, kind: "dateRange", range: { kind: "between", start: draft.start, end: draft.end } };
    case "relative-date":
      return {
        ...base,
        kind: "dateRange",
        range: {
          kind: "relative",
          direction: draft.direction,
          period: draft.period,
          length: Math.max(1, draft.length),
          offset: draft.offset,
        },
      };
    case "text":
      return { ...base, kind: "text", operator: draft.operator, text: draft.text, matchCase: draft.matchCase };
    case "top":
      return { ...base, kind: "topN", n: Math.max(1, draft.n), direction: draft.direction, per: draft.per };
  }
}

function isOpen(draft: DraftFilter): boolean {
  if (draft.kind === "list") return draft.values.length === 0;
  if (draft.kind === "range") return draft.min === null && draft.max === null;
  return draft.kind === "between-dates" && draft.start === null && draft.end === null;
}

function groupingOf(level: string, where: string, { columns, groupings, report }: Making): string | null {
  const key = columns.find(level, where);
  const grouping = groupings.find((candidate) => key !== null && candidate.keys.includes(key.id));
  if (grouping !== undefined) return grouping.id;
  if (key !== null) {
    report({ where, message: `"${level}" is not a key of a grouping.`, fix: "Write null for base rows, or a key." });
  }
  return null;
}

/** The reverse of `createFilter`. Values of controls are written out by `resolve`. */
export function draftFilterOf(
  filter: Filter,
  nameOf: (columnId: string) => string,
  levelName: (columnId: string) => string | null,
): DraftFilter | null {
  const column = nameOf(filter.columnId);
  const { exclude } = filter;
  switch (filter.kind) {
    case "formula":
      return {
        kind: "formula",
        formula: filter.exclude ? `Not (${filter.formula})` : filter.formula,
        level: levelName(filter.columnId),
      };
    case "list":
      return Array.isArray(filter.values) ? { kind: "list", column, values: filter.values, exclude } : null;
    case "range": {
      const { min, max } = filter;
      if (typeof min === "object" && min !== null) return null;
      if (typeof max === "object" && max !== null) return null;
      return { kind: "range", column, min, max, exclude };
    }
    case "dateRange": {
      const { range } = filter;
      if (range.kind === "relative") {
        const { direction, period, length, offset } = range;
        return { kind: "relative-date", column, direction, period, length, offset, exclude };
      }
      const { start, end } = range;
      if (typeof start === "object" && start !== null) return null;
      if (typeof end === "object" && end !== null) return null;
      return { kind: "between-dates", column, start, end, exclude };
    }
    case "text":
      return typeof filter.text === "string"
        ? { kind: "text", column, operator: filter.operator, text: filter.text, matchCase: filter.matchCase, exclude }
        : null;
    case "topN":
      return typeof filter.n === "number"
        ? { kind: "top", column, n: filter.n, direction: filter.direction, per: filter.per }
        : null;
  }
}
