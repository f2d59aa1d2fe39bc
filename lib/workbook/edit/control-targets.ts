import type { FormulaType } from "../../formula/types.ts";
import { nameKey } from "../../worksheet/names.ts";
import type { Control, Filter, Worksheet, WorksheetColumn } from "../../worksheet/worksheet.ts";
import type { WorkbookDocument } from "../workbook.ts";
import { freeName } from "./free-name.ts";
import { controlsOf } from "./remove-element.ts";

/** What a control filters: columns of worksheets, one of each. */
export type ControlTarget = { readonly worksheetId: string; readonly columnId: string; readonly filterId: string };

/** A column that is there, or one of the rows below, which is then added to the worksheet without being shown. */
export type TargetColumn = { readonly columnId: string } | { readonly name: string; readonly formula: string };

export function findControlTargets(document: WorkbookDocument, controlId: string): readonly ControlTarget[] {
  return Object.entries(document.worksheets).flatMap(([worksheetId, { filters }]) =>
    filters
      .filter((filter) => controlsOf(filter).includes(controlId))
      .map(({ id, columnId }) => ({ worksheetId, columnId, filterId: id })),
  );
}

/** The columns that such a control can filter. */
export const targetTypes: Readonly<Record<Control["kind"], readonly FormulaType[]>> = {
  list: ["text", "number", "logical", "date"],
  text: ["text"],
  number: ["number"],
  numberRange: ["number"],
  dateRange: ["date"],
  switch: ["logical"],
};

/** The control filters this column, and no other of the worksheet. */
export function setControlTarget(
  document: WorkbookDocument,
  controlId: string,
  worksheetId: string,
  column: TargetColumn,
  createId: () => string,
): WorkbookDocument {
  const control = document.controls.find(({ id }) => id === controlId);
  const cleared = removeControlTarget(document, controlId, worksheetId);
  const worksheet = cleared.worksheets[worksheetId];
  if (control === undefined || worksheet === undefined) return document;
  const target = findColumn(worksheet, column) ?? newColumn(worksheet, column, createId);
  if (target === null) return document;
  const isThere = worksheet.columns.some(({ id }) => id === target.id);
  const changed: Worksheet = {
    ...worksheet,
    columns: isThere ? worksheet.columns : [...worksheet.columns, target],
    filters: [...worksheet.filters, filterBy(control, target.id, createId())],
  };
  return { ...cleared, worksheets: { ...cleared.worksheets, [worksheetId]: changed } };
}

export function removeControlTarget(
  document: WorkbookDocument,
  controlId: string,
  worksheetId: string,
): WorkbookDocument {
  const worksheet = document.worksheets[worksheetId];
  if (worksheet === undefined) return document;
  const filters = worksheet.filters.filter((filter) => !controlsOf(filter).includes(controlId));
  if (filters.length === worksheet.filters.length) return document;
  return { ...document, worksheets: { ...document.worksheets, [worksheetId]: { ...worksheet, filters } } };
}

/** Another value, name or choice of one or several; its kind stays. */
export function updateControl(document: WorkbookDocument, control: Control): WorkbookDocument {
  return { ...document, controls: document.controls.map((one) => (one.id === control.id ? control : one)) };
}

function findColumn({ columns }: Worksheet, column: TargetColumn): WorksheetColumn | undefined {
  if ("columnId" in column) return columns.find(({ id }) => id === column.columnId);
  return columns.find(({ name, formula }) => nameKey([name]) === nameKey([column.name]) && formula === column.formula);
}

function newColumn({ columns }: Worksheet, column: TargetColumn, createId: () => string): WorksheetColumn | null {
  if ("columnId" in column) return null;
  const name = freeName(
    column.name,
    columns.map((one) => one.name),
  );
  return { id: createId(), name, formula: column.formula };
}

/** Without a value the filter lets everything pass. */
function filterBy({ id: controlId, kind }: Control, columnId: string, id: string): Filter {
  const base = { id, columnId, exclude: false, nulls: "keep" as const };
  const value = { controlId };
  const filters: Readonly<Record<Control["kind"], Filter>> = {
    list: { ...base, kind: "list", values: value },
    text: { ...base, kind: "text", operator: "contains", text: value, matchCase: false },
    number: { ...base, kind: "list", values: value },
    numberRange: { ...base, kind: "range", min: value, max: value },
    dateRange: { ...base, kind: "dateRange", range: { kind: "between", start: value, end: value } },
    switch: { ...base, kind: "list", values: value },
  };
  return filters[kind];
}
