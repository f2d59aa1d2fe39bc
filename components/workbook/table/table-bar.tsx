"use client";

import { ChevronsDownUp, ChevronsUpDown, Download, EyeOff, Filter as FilterIcon } from "lucide-react";
import { Button, IconButton } from "#components/ui/button";
import { Menu, MenuItem } from "#components/ui/menu";
import { isNarrowing } from "#lib/workbook/edit-worksheet/filters";
import { setCollapsed, showColumn } from "#lib/workbook/edit-worksheet/table-columns";
import type { TableElement } from "#lib/workbook/workbook";
import { formatCell } from "#lib/worksheet/format-cell";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { placementOf } from "#lib/worksheet/row-level";
import type { Worksheet } from "#lib/worksheet/worksheet";
import type { TableActions } from "./table-actions.tsx";

export type SummaryValue = { readonly column: ResultColumn; readonly value: Cell };

type TableBarProps = {
  readonly element: TableElement;
  readonly worksheet: Worksheet;
  readonly summaries: readonly SummaryValue[];
  readonly actions: TableActions;
  readonly rowCount: number | null;
  /** All rows as a file; null: they may not be exported. */
  readonly onExport: (() => void) | null;
  readonly exportProblem: string | null;
  readonly mayBasic: boolean;
  readonly onFilter: (columnId: string, filterId: string) => void;
  readonly locale: string;
  readonly currency: string;
};

/** Above the rows: summaries of all of them, what narrows them, what is hidden, and the way out as a file. */
export function TableBar(props: TableBarProps) {
  const { element, worksheet, summaries, actions, mayBasic, locale, currency } = props;
  const narrowing = worksheet.filters.filter(isNarrowing);
  const hidden = worksheet.columns.filter(
    ({ id }) => !element.columns.includes(id) && !worksheet.filters.some((filter) => filter.columnId === id),
  );
  const nameOf = (id: string): string => worksheet.columns.find((column) => column.id === id)?.name ?? "Formula";
  return (
    <div className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b px-3 py-0.5 text-sm">
      {summaries.length > 0 && (
        <dl className="flex flex-wrap gap-x-4">
          {summaries.map(({ column, value }) => (
            <div key={column.columnId} className="flex items-baseline gap-1.5">
              <dt className="text-quiet text-xs">{column.name}</dt>
              <dd className="nums font-medium">
                {value === null ? "–" : formatCell(value, column, locale, { currency })}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {narrowing.map((filter) => (
        <Button
          key={filter.id}
          size="small"
          variant="quiet"
          disabled={!mayBasic}
          onClick={() => props.onFilter(filter.columnId, filter.id)}
        >
          <FilterIcon /> {nameOf(filter.columnId)}
        </Button>
      ))}
      <span className="flex-1" />
      {props.rowCount !== null && (
        <span className="nums text-quiet text-xs">
          {props.rowCount.toLocaleString(locale)} {props.rowCount === 1 ? "row" : "rows"}
        </span>
      )}
      {mayBasic && <LevelButtons element={element} worksheet={worksheet} actions={actions} />}
      {mayBasic && hidden.length > 0 && (
        <Menu
          trigger={
            <Button size="small" variant="quiet">
              <EyeOff /> {hidden.length} hidden
            </Button>
          }
        >
          {hidden.map(({ id, name }) => (
            <MenuItem key={id} onSelect={() => actions.changeElement((table) => showColumn(table, id))}>
              Show {name}
            </MenuItem>
          ))}
        </Menu>
      )}
      {props.onExport !== null && (
        <Button size="small" variant="quiet" onClick={props.onExport}>
          <Download /> CSV
        </Button>
      )}
      {props.exportProblem !== null && (
        <p role="alert" className="basis-full text-warning">
          {props.exportProblem}
        </p>
      )}
    </div>
  );
}

/** Opens or closes the outermost level that is not yet so, one at a time. */
function LevelButtons({ element, worksheet, actions }: Pick<TableBarProps, "element" | "worksheet" | "actions">) {
  const hasBase = element.columns.some((id) => placementOf(worksheet, id).role === "base");
  const foldable = hasBase ? worksheet.groupings : worksheet.groupings.slice(0, -1);
  if (foldable.length === 0) return null;
  const closed = foldable.find(({ id }) => element.collapsed.includes(id));
  const open = foldable.findLast(({ id }) => !element.collapsed.includes(id));
  const set = (groupingId: string, isCollapsed: boolean) => () =>
    actions.changeElement((table) => setCollapsed(table, groupingId, isCollapsed));
  return (
    <span className="flex">
      <IconButton
        label="Open all groups of one more level"
        size="small"
        disabled={closed === undefined}
        onClick={closed === undefined ? undefined : set(closed.id, false)}
      >
        <ChevronsUpDown />
      </IconButton>
      <IconButton
        label="Close all groups of one level"
        size="small"
        disabled={open === undefined}
        onClick={open === undefined ? undefined : set(open.id, true)}
      >
        <ChevronsDownUp />
      </IconButton>
    </span>
  );
}
