"use client";

import { Checkbox } from "#components/ui/checkbox";
import { hideColumn, showColumn } from "#lib/workbook/edit-worksheet/table-columns";
import type { TableElement } from "#lib/workbook/workbook";
import { useWorkbookContext } from "../workbook-context.tsx";
import { PanelSection } from "./panel-section.tsx";

/** Which columns of a table are shown. */
export function TableProperties({ element }: { readonly element: TableElement }) {
  const { document, change } = useWorkbookContext();
  const worksheet = document.worksheets[element.worksheetId];
  if (worksheet === undefined) return null;
  const toggle = (columnId: string, isShown: boolean) =>
    change((before) => {
      const own = before.elements[element.id];
      if (own?.kind !== "table") return before;
      const next = isShown ? showColumn(own, columnId) : hideColumn(own, columnId);
      return { ...before, elements: { ...before.elements, [own.id]: next } };
    });
  return (
    <PanelSection title="Columns">
      <fieldset className="max-h-72 space-y-1.5 overflow-y-auto p-0.5">
        <legend className="sr-only">Shown columns</legend>
        {worksheet.columns.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={element.columns.includes(id)}
            onChange={({ target }) => toggle(id, target.checked)}
          />
        ))}
      </fieldset>
    </PanelSection>
  );
}
