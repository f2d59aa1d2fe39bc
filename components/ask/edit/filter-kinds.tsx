import type { ValueType } from "#lib/formula/types";
import type { DraftFilter } from "#lib/worksheet/draft";

export type FilterKind = DraftFilter["kind"];
export type FilterOf<Kind extends FilterKind> = Extract<DraftFilter, { kind: Kind }>;

/** What a filter asks, in words. */
export const filterKinds: Readonly<Record<FilterKind, string>> = {
  list: "is one of",
  text: "text matches",
  range: "is between numbers",
  "between-dates": "is between dates",
  "relative-date": "is in a period",
  top: "is among the top or bottom",
  formula: "by formula",
};

const byType: Readonly<Record<ValueType, readonly FilterKind[]>> = {
  text: ["list", "text", "top", "formula"],
  number: ["range", "list", "top", "formula"],
  date: ["relative-date", "between-dates", "list", "formula"],
  logical: ["list", "formula"],
  variant: ["formula"],
};
const anyKind: readonly FilterKind[] = ["list", "text", "range", "between-dates", "relative-date", "top", "formula"];

/** Kinds that act on a column of this type; all where it is not known. */
export function kindsOf(type: ValueType | null): readonly FilterKind[] {
  return type === null ? anyKind : byType[type];
}

/** A filter of a kind that says nothing yet. */
export function newFilter(kind: FilterKind, column: string, [measure]: readonly string[]): DraftFilter {
  switch (kind) {
    case "list":
      return { kind, column, values: [], exclude: false };
    case "range":
      return { kind, column, min: null, max: null, exclude: false };
    case "between-dates":
      return { kind, column, start: null, end: null, exclude: false };
    case "relative-date":
      return { kind, column, direction: "last", period: "month", length: 3, offset: 0, exclude: false };
    case "text":
      return { kind, column, operator: "contains", text: "", matchCase: false, exclude: false };
    case "top":
      return { kind, column: column === "" ? (measure ?? "") : column, n: 10, direction: "top", per: "all" };
    case "formula":
      return { kind, formula: "", level: null };
  }
}

/** What is still missing, in a sentence. */
export function findFilterProblem(filter: DraftFilter, type: ValueType | null): string | null {
  switch (filter.kind) {
    case "list": {
      if (filter.values.length === 0) return "Choose at least one value, or remove the filter.";
      const misfit = filter.values.find((value) => type === "number" && typeof value === "string" && !isDigits(value));
      return misfit === undefined ? null : `“${misfit}” is not a number.`;
    }
    case "range": {
      const { min, max } = filter;
      if (min === null && max === null) return "Write a lowest or a highest number.";
      if (Number.isNaN(min) || Number.isNaN(max)) return "Write numbers in digits, such as 1200.5.";
      return min !== null && max !== null && min > max ? "The lowest number is above the highest." : null;
    }
    case "between-dates": {
      const { start, end } = filter;
      if (start === null && end === null) return "Choose a first or a last day.";
      return start !== null && end !== null && start > end ? "The first day is after the last." : null;
    }
    case "relative-date":
      return isCount(filter.length) ? null : "Write a whole number of at least 1.";
    case "text":
      return filter.text === "" ? "Write the text to look for." : null;
    case "top":
      return isCount(filter.n) ? null : "Write a whole number of at least 1.";
    case "formula":
      return filter.formula.trim() === "" ? "Write a formula that is true or false, such as [Sales] > 100." : null;
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

/** A number that a JavaScript number cannot hold exactly. */
function isDigits(text: string): boolean {
  return /^[+-]?\d+(\.\d+)?$/.test(text);
}
