import { isOfRows, isRangeOf, readTruncation, truncate } from "../chart/drill.ts";
import { parseFormula } from "../formula/parse.ts";
import type { Filter, Worksheet, WorksheetColumn } from "../worksheet/worksheet.ts";
import { isSame } from "./change.ts";

/**
 * Whether a worksheet differs from the stored one as drilling into a chart and looking at the rows under it do: by filters, sort and
 * limit, by columns of the rows under it as they are or with their dates cut to a period, and by such columns in the place of keys.
 */
export function isCloserLook(stored: Worksheet, asked: Worksheet): boolean {
  const known = new Set(stored.columns.map(({ id }) => id));
  const added = asked.columns.filter(({ id }) => !known.has(id));
  const addedIds = new Set(added.map(({ id }) => id));
  return (
    isSame(frameOf(stored), frameOf(asked)) &&
    isSame(
      stored.columns,
      asked.columns.filter(({ id }) => known.has(id)),
    ) &&
    added.every((column) => isOfRowsUnder(stored, column)) &&
    stored.groupings.length === asked.groupings.length &&
    stored.groupings.every((grouping, index) => isRegrouped(grouping, asked.groupings[index], addedIds)) &&
    hasFormulaFilters(stored, asked)
  );
}

type Grouping = Worksheet["groupings"][number];

function frameOf({ version, name, source, summaries }: Worksheet): unknown {
  return { version, name, source, summaries };
}

/** `[Region]`, or `DateTrunc("month", …)` of a column or of what a key cuts already. */
function isOfRowsUnder(stored: Worksheet, { formula }: WorksheetColumn): boolean {
  if (isColumnName(formula)) return true;
  const cut = readTruncation(formula);
  if (cut === null || cut.grain === "week" || formula !== truncate(cut.grain, cut.inner)) return false;
  return (
    isColumnName(cut.inner) || stored.columns.some((column) => readTruncation(column.formula)?.inner === cut.inner)
  );
}

function isColumnName(formula: string): boolean {
  const { expression, state } = parseFormula(formula);
  return state === "whole" && expression.kind === "reference" && expression.path.length === 1;
}

function isRegrouped(stored: Grouping, asked: Grouping | undefined, addedIds: ReadonlySet<string>): boolean {
  if (asked === undefined || stored.id !== asked.id || stored.keys.length !== asked.keys.length) return false;
  const areKeys = stored.keys.every((key, index) => {
    const other = asked.keys[index];
    return other !== undefined && (other === key || addedIds.has(other));
  });
  return areKeys && isSame(stored.calculations, asked.calculations);
}

/** Those of rows stay; what was said of groups goes with them, and a bar of a histogram is a range. */
function hasFormulaFilters(stored: Worksheet, asked: Worksheet): boolean {
  const has = (filters: readonly Filter[], one: Filter) => filters.some((other) => isSame(one, other));
  const isKept = stored.filters.every(
    (filter) => filter.kind !== "formula" || !isOfRows(stored)(filter) || has(asked.filters, filter),
  );
  return (
    isKept &&
    asked.filters.every(
      (filter) => filter.kind !== "formula" || has(stored.filters, filter) || isRangeOf(asked, filter),
    )
  );
}
