import type { FormulaType } from "../../formula/types.ts";
import type { Filter, Worksheet } from "../../worksheet/worksheet.ts";

/** Changes of a worksheet's filters. */

/** A filter that keeps everything, to be narrowed. */
export function newFilter(columnId: string, type: FormulaType, id: string): Filter {
  const base = { id, columnId, exclude: false, nulls: "keep" as const };
  if (type === "number") return { ...base, kind: "range", min: null, max: null };
  if (type === "date") return { ...base, kind: "dateRange", range: { kind: "between", start: null, end: null } };
  return { ...base, kind: "list", values: [] };
}

/** The filter in the place of the one with its id, else as the last. */
export function setFilter(worksheet: Worksheet, filter: Filter): Worksheet {
  const isThere = worksheet.filters.some(({ id }) => id === filter.id);
  const filters = isThere
    ? worksheet.filters.map((other) => (other.id === filter.id ? filter : other))
    : [...worksheet.filters, filter];
  return { ...worksheet, filters };
}

export function removeFilter(worksheet: Worksheet, filterId: string): Worksheet {
  return { ...worksheet, filters: worksheet.filters.filter(({ id }) => id !== filterId) };
}

export function filtersOf(worksheet: Worksheet, columnId: string): readonly Filter[] {
  return worksheet.filters.filter((filter) => filter.columnId === columnId);
}

/** Whether it takes rows away at all. */
export function isNarrowing(filter: Filter): boolean {
  if (filter.nulls === "drop" && filter.kind !== "formula") return true;
  if (filter.kind === "list") return !Array.isArray(filter.values) || filter.values.length > 0;
  if (filter.kind === "range") return filter.min !== null || filter.max !== null;
  if (filter.kind === "dateRange")
    return filter.range.kind === "relative" || filter.range.start !== null || filter.range.end !== null;
  return true;
}
