"use client";

import { ListFilter, Plus, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "#components/ui/button";
import { Menu, MenuItem } from "#components/ui/menu";
import { controlsOf } from "#lib/workbook/edit/remove-element";
import { updateWorksheet } from "#lib/workbook/edit/update-worksheet";
import { newFilter, removeFilter, setFilter } from "#lib/workbook/edit-worksheet/filters";
import { describeFilter } from "#lib/worksheet/describe";
import type { Filter, View } from "#lib/worksheet/worksheet";
import { resultColumnOf } from "../data/result-columns.tsx";
import { runNow } from "../data/run-now.tsx";
import { ColumnFilter } from "../table/column-filter.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { PanelSection } from "./panel-section.tsx";

type Open = { readonly filter: Filter; readonly isNew: boolean } | null;

/** The filters of an element: added, changed and taken away. */
export function FilterList({ worksheetId }: { readonly worksheetId: string }) {
  const context = useWorkbookContext();
  const { document, scopes, change, locale, currency } = context;
  const [open, setOpen] = useState<Open>(null);
  const element = scopes.elementOf(worksheetId);
  const worksheet = document.worksheets[worksheetId];
  if (worksheet === undefined || element === null) return null;
  const columns = worksheet.columns.flatMap(({ id }) => {
    const column = element.column(id);
    return column === undefined || column.expression === null ? [] : [column];
  });
  const edit = (filter: Filter | null, id: string) =>
    change((before) =>
      updateWorksheet(before, worksheetId, (sheet) =>
        filter === null ? removeFilter(sheet, id) : setFilter(sheet, filter),
      ),
    );
  const opened = columns.find(({ column }) => column.id === open?.filter.columnId);
  return (
    <PanelSection
      title="Filters"
      actions={
        <Menu
          trigger={
            <IconButton label="Add a filter" size="small">
              <Plus />
            </IconButton>
          }
        >
          <div className="max-h-80 overflow-y-auto">
            {columns.map(({ column, type }) => (
              <MenuItem
                key={column.id}
                onSelect={() => setOpen({ filter: newFilter(column.id, type, crypto.randomUUID()), isNew: true })}
              >
                {column.name}
              </MenuItem>
            ))}
          </div>
        </Menu>
      }
    >
      {worksheet.filters.length === 0 && <p className="text-quiet">All rows are shown.</p>}
      <ul className="space-y-1">
        {worksheet.filters.map((filter) => {
          const name = worksheet.columns.find(({ id }) => id === filter.columnId)?.name ?? "Rows";
          const control = document.controls.find(({ id }) => controlsOf(filter).includes(id));
          const words = control === undefined ? describeFilter(filter, name) : `${name} by ${control.name}`;
          return (
            <li key={filter.id} className="flex items-center gap-1">
              <Button
                size="small"
                variant="quiet"
                className="min-w-0 flex-1 justify-start font-normal"
                disabled={control !== undefined}
                onClick={() => setOpen({ filter, isNew: false })}
              >
                <ListFilter />
                <span className="min-w-0 truncate">{words}</span>
              </Button>
              <IconButton label={`Remove the filter ${words}`} size="small" onClick={() => edit(null, filter.id)}>
                <X />
              </IconButton>
            </li>
          );
        })}
      </ul>
      {open !== null && opened !== undefined && (
        <ColumnFilter
          column={resultColumnOf(opened, element)}
          filter={open.filter}
          isNew={open.isNew}
          loadValues={() =>
            runNow(withoutFilter(context, worksheetId, open.filter), valuesView(worksheetId, open.filter))
          }
          locale={locale}
          currency={currency}
          onSave={(filter) => edit(filter, open.filter.id)}
          onClose={() => setOpen(null)}
        />
      )}
    </PanelSection>
  );
}

type Context = ReturnType<typeof useWorkbookContext>;

/** What can be chosen does not depend on what is chosen. */
function withoutFilter(context: Context, worksheetId: string, filter: Filter): Context {
  const document = updateWorksheet(context.document, worksheetId, (sheet) => removeFilter(sheet, filter.id));
  return { ...context, document };
}

function valuesView(worksheetId: string, { columnId }: Filter): View {
  return {
    worksheetId,
    level: "base",
    columns: [columnId],
    chart: { x: columnId, color: null, trellis: null },
  };
}
