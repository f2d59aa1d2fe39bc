"use client";

import { useState } from "react";
import { updateWorksheet } from "#lib/workbook/edit/update-worksheet";
import { findBreak } from "#lib/workbook/edit-worksheet/check-edit";
import {
  type Aggregate,
  type AggregateInto,
  addAggregate,
  addColumnBeside,
} from "#lib/workbook/edit-worksheet/columns";
import { groupBy } from "#lib/workbook/edit-worksheet/groupings";
import { placeBeside, placeKey, setCollapsed } from "#lib/workbook/edit-worksheet/table-columns";
import type { TableElement, WorkbookDocument } from "#lib/workbook/workbook";
import type { CheckScope } from "#lib/worksheet/check";
import { renameColumn } from "#lib/worksheet/rename-column";
import type { Worksheet } from "#lib/worksheet/worksheet";

export type ChangeDocument = (edit: (document: WorkbookDocument) => WorkbookDocument, burst?: string) => void;

/** What a person does with a table. A change that would break a formula is not made: `problem` says why. */
export type TableActions = {
  readonly problem: string | null;
  readonly clearProblem: () => void;
  readonly changeWorksheet: (edit: (worksheet: Worksheet) => Worksheet) => void;
  readonly changeElement: (edit: (element: TableElement) => TableElement, burst?: string) => void;
  readonly addColumn: (besideId: string, side: "before" | "after") => void;
  readonly aggregate: (columnId: string, aggregate: Aggregate, into: AggregateInto) => void;
  readonly group: (columnId: string) => void;
  readonly rename: (columnId: string, name: string) => void;
};

export type TableActionsOptions = {
  readonly element: TableElement;
  readonly worksheet: Worksheet;
  readonly scope: CheckScope | null;
  readonly change: ChangeDocument;
  readonly onSelectColumn: (columnId: string | null) => void;
};

export function useTableActions({
  element,
  worksheet,
  scope,
  change,
  onSelectColumn,
}: TableActionsOptions): TableActions {
  const [problem, setProblem] = useState<string | null>(null);
  const { worksheetId } = element;

  const apply = (
    edit: (worksheet: Worksheet) => Worksheet,
    place: (element: TableElement) => TableElement = (same) => same,
  ): boolean => {
    const broken = scope === null ? null : findBreak(worksheetId, worksheet, edit(worksheet), scope);
    setProblem(broken);
    if (broken !== null) return false;
    change((document) => changeTable(updateWorksheet(document, worksheetId, edit), element.id, place));
    return true;
  };

  return {
    problem,
    clearProblem: () => setProblem(null),
    changeWorksheet: (edit) => {
      apply(edit);
    },
    changeElement: (edit, burst) => change((document) => changeTable(document, element.id, edit), burst),
    addColumn(besideId, side) {
      const column = { id: crypto.randomUUID(), name: "New column", formula: "Null" };
      const isDone = apply(
        (sheet) => addColumnBeside(sheet, besideId, column),
        (table) => placeBeside(table, column.id, besideId, side),
      );
      if (isDone) onSelectColumn(column.id);
    },
    aggregate(columnId, aggregate, into) {
      const id = crypto.randomUUID();
      const isDone = apply(
        (sheet) => addAggregate(sheet, columnId, aggregate, into, id),
        (table) => placeBeside(table, id, columnId, "after"),
      );
      if (isDone) onSelectColumn(id);
    },
    group(columnId) {
      const id = crypto.randomUUID();
      apply(
        (sheet) => groupBy(sheet, columnId, id),
        (table) => setCollapsed(placeKey(table, columnId, worksheet.groupings), id, true),
      );
    },
    rename: (columnId, name) =>
      change((document) => ({ ...document, ...renameColumn(document, worksheetId, columnId, name) })),
  };
}

function changeTable(
  document: WorkbookDocument,
  elementId: string,
  edit: (element: TableElement) => TableElement,
): WorkbookDocument {
  const element = document.elements[elementId];
  if (element?.kind !== "table") return document;
  return { ...document, elements: { ...document.elements, [elementId]: edit(element) } };
}
