import { parseFormula } from "../formula/parse.ts";
import { findReferences, renameReference } from "../formula/rename.ts";
import { nameKey } from "./names.ts";
import type { Document, Filter, Worksheet, WorksheetColumn } from "./worksheet.ts";

/**
 * The document with a column under another name, and every formula that means it rewritten. A name that is taken, or that
 * formulas of the worksheet already use for something else, gets ` (2)`. An unknown column changes nothing.
 */
export function renameColumn(document: Document, worksheetId: string, columnId: string, name: string): Document {
  const worksheet = document.worksheets[worksheetId];
  const column = worksheet?.columns.find((candidate) => candidate.id === columnId);
  if (worksheet === undefined || column === undefined || column.name === name) return document;
  const change = { worksheetId, worksheet, column, to: freeName(name, column, worksheet) };
  const worksheets = Object.entries(document.worksheets).map(([id, sheet]) => [id, rewrite(id, sheet, change)]);
  return { ...document, worksheets: Object.fromEntries(worksheets) };
}

type Change = {
  readonly worksheetId: string;
  readonly worksheet: Worksheet;
  readonly column: WorksheetColumn;
  readonly to: string;
};

function rewrite(id: string, sheet: Worksheet, change: Change): Worksheet {
  const { column, to, worksheet, worksheetId } = change;
  const isOwn = id === worksheetId;
  const outside = (formula: string): string =>
    renameReference(formula, [worksheet.name, column.name], [worksheet.name, to]);
  const inside = (formula: string, ownerName: string | null): string =>
    meansColumn(sheet, ownerName, isOwn, change) ? renameReference(formula, [column.name], [to]) : formula;
  return {
    ...sheet,
    columns: sheet.columns.map((own) => {
      const isColumn = isOwn && own.id === column.id;
      const formula = outside(isColumn ? own.formula : inside(own.formula, own.name));
      return { ...own, formula, ...(isColumn ? { name: to } : {}) };
    }),
    filters: sheet.filters.map(
      (filter): Filter =>
        filter.kind === "formula" ? { ...filter, formula: outside(inside(filter.formula, null)) } : filter,
    ),
  };
}

/** Whether `[Old]` in a formula of the sheet means the column: as its own, or as one of the worksheet that it is built on. */
function meansColumn(sheet: Worksheet, ownerName: string | null, isOwn: boolean, change: Change): boolean {
  if (isOwn) return true;
  if (!("worksheetId" in sheet.source) || sheet.source.worksheetId !== change.worksheetId) return false;
  const wanted = nameKey([change.column.name]);
  // A column of the sheet with the same name hides it, except in its own formula.
  const isHidden = sheet.columns.some((own) => nameKey([own.name]) === wanted);
  return !isHidden || (ownerName !== null && nameKey([ownerName]) === wanted);
}

function freeName(name: string, column: WorksheetColumn, { columns, filters }: Worksheet): string {
  const formulas = [
    ...columns.map((other) => other.formula),
    ...filters.flatMap((filter) => (filter.kind === "formula" ? [filter.formula] : [])),
  ];
  const used = formulas.flatMap((formula) =>
    findReferences(parseFormula(formula).expression).map(({ path }) => nameKey(path)),
  );
  const taken = new Set([
    ...columns.filter((other) => other.id !== column.id).map((other) => nameKey([other.name])),
    ...used,
  ]);
  taken.delete(nameKey([column.name]));
  let free = name;
  for (let count = 2; taken.has(nameKey([free])); count += 1) free = `${name} (${count})`;
  return free;
}
