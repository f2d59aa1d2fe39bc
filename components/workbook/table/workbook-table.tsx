"use client";

import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Grid } from "#components/table/grid";
import { Button } from "#components/ui/button";
import { classNames } from "#components/ui/class-names";
import { Notice } from "#components/ui/notice";
import { setDescription } from "#lib/workbook/edit-worksheet/columns";
import { filtersOf, newFilter, removeFilter, setFilter } from "#lib/workbook/edit-worksheet/filters";
import { sortOf } from "#lib/workbook/edit-worksheet/groupings";
import { moveColumn, setWidth } from "#lib/workbook/edit-worksheet/table-columns";
import { summaryView, totalsView } from "#lib/workbook/edit-worksheet/table-views";
import { rowsVersion } from "#lib/workbook/rows-version";
import type { TableElement, WorkbookDocument } from "#lib/workbook/workbook";
import type { CheckScope } from "#lib/worksheet/check";
import type { CheckedElement } from "#lib/worksheet/checked-element";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import type { Worksheet } from "#lib/worksheet/worksheet";
import { ColumnDetails } from "./column-details.tsx";
import { ColumnFilter } from "./column-filter.tsx";
import { ColumnMark } from "./column-mark.tsx";
import { ColumnMenu, type ColumnPanel } from "./column-menu.tsx";
import { ColumnText } from "./column-text.tsx";
import { type ChangeDocument, type TableActions, useTableActions } from "./table-actions.tsx";
import { type SummaryValue, TableBar } from "./table-bar.tsx";
import { type ShownColumns, shownColumns } from "./table-columns.tsx";
import { TableSkeleton } from "./table-skeleton.tsx";
import { useOneRow } from "./use-one-row.tsx";
import { type TableLoaders, useTableRows } from "./use-table-rows.tsx";

export type WorkbookTableProps = TableLoaders & {
  readonly element: TableElement;
  readonly title: string;
  readonly document: WorkbookDocument;
  readonly worksheet: Worksheet;
  /** What formulas of the worksheet may name, with the document as it stands. */
  readonly scope: CheckScope;
  readonly checked: CheckedElement;
  readonly change: ChangeDocument;
  /** Why sort, filter and looks cannot be changed; null: they can. */
  readonly noBasic: string | null;
  /** Why columns, formulas and groupings cannot be changed; null: they can. */
  readonly noFull: string | null;
  /** All rows as a file; null: they may not be exported. */
  readonly onExport: (() => void) | null;
  /** Why there was no file, in a sentence. */
  readonly exportProblem: string | null;
  readonly selectedColumnId: string | null;
  readonly onSelectColumn: (columnId: string | null) => void;
  readonly locale: string;
  readonly currency: string;
};

/** A table of a workbook: nested rows with totals, and all that can be done with its columns. */
export function WorkbookTable(props: WorkbookTableProps) {
  const { element, worksheet, scope, checked } = props;
  const shown = useMemo(() => shownColumns(element, worksheet, checked, scope), [element, worksheet, checked, scope]);
  if (shown.columns.length === 0 && worksheet.summaries.length === 0) return <HiddenTable {...props} />;
  return <Table {...props} shown={shown} />;
}

function HiddenTable(props: WorkbookTableProps) {
  const actions = useTableActions(props);
  return (
    <div className="h-full">
      <TableBar
        {...barProps(props)}
        actions={actions}
        summaries={[]}
        rowCount={null}
        onExport={null}
        onFilter={ignore}
      />
      <p className="p-4 text-center text-quiet">All columns of this table are hidden.</p>
    </div>
  );
}

const ignore = () => undefined;

type TableProps = WorkbookTableProps & { readonly shown: ShownColumns };

function Table(props: TableProps) {
  const { element, worksheet, document, scope, shown, loadView, locale, currency } = props;
  const { worksheetId, collapsed } = element;
  const actions = useTableActions(props);
  const [panel, setPanel] = useState<(ColumnPanel & { readonly filterId?: string }) | null>(null);
  const [menuOf, setMenuOf] = useState<string | null>(null);
  const version = useMemo(() => rowsVersion(document, worksheetId), [document, worksheetId]);
  const columnIds = useMemo(() => shown.columns.map((column) => column.columnId), [shown]);
  const { rows, state, isStale, firstRows, retry } = useTableRows({
    ...props,
    worksheetId,
    levels: shown.levels,
    collapsed,
    columnIds,
    version,
  });
  const frame = useStartInSight(worksheet.groupings.length);
  const totals = useTotals(props, version);
  const summaries = useSummaries(props, version);
  const [mayBasic, mayFull] = [props.noBasic === null, props.noFull === null];
  const looks = {
    onResize: (columnId: string, width: number) =>
      actions.changeElement((table) => setWidth(table, columnId, width), `width:${columnId}`),
    onReorder: (columnId: string, to: number) =>
      actions.changeElement((table) => moveColumn(table, columnId, placeOf(table, columnIds, columnId, to))),
  };
  const renderMenu = (column: ResultColumn) => (
    <ColumnMenu
      column={column}
      element={element}
      worksheet={worksheet}
      actions={actions}
      isOpen={menuOf === column.columnId}
      onOpenChange={(isOpen) => setMenuOf(isOpen ? column.columnId : null)}
      onPanel={setPanel}
      mayBasic={mayBasic}
      mayFull={mayFull}
    />
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <TableBar
        {...barProps(props)}
        actions={actions}
        summaries={summaries}
        rowCount={state === "ready" && shown.levels.length === 1 ? rows.count : null}
        onExport={props.onExport}
        onFilter={(columnId, filterId) => setPanel({ kind: "filter", columnId, filterId })}
      />
      {actions.problem !== null && (
        <Notice
          tone="warning"
          title="This would break a formula, so it was not done"
          className="m-2"
          actions={
            <Button size="small" onClick={actions.clearProblem}>
              Close
            </Button>
          }
        >
          {actions.problem}
        </Notice>
      )}
      <div
        ref={frame}
        className={classNames("min-h-0 flex-1 transition-opacity", isStale && "opacity-50")}
        aria-busy={state === "loading" || undefined}
      >
        {state === "loading" && !isStale && <TableSkeleton />}
        {typeof state === "object" && <FailedRows message={state.message} onRetry={retry} />}
        {(state === "ready" || isStale) && (
          <Grid
            label={props.title}
            columns={shown.columns}
            rows={rows}
            firstRows={firstRows}
            locale={locale}
            currency={currency}
            maxHeight="fill"
            frozen={Math.min(element.frozen, shown.columns.length - 1)}
            widths={element.widths}
            {...(mayBasic ? looks : {})}
            totals={totals}
            renderMenu={renderMenu}
            renderMark={(column) => (
              <ColumnMark
                sort={sortOf(worksheet, column.columnId)}
                isFiltered={filtersOf(worksheet, column.columnId).length > 0}
                problem={shown.broken.get(column.columnId) ?? null}
              />
            )}
            onColumnKey={(column) => setMenuOf(column.columnId)}
            onSelectColumn={({ columnId }) => {
              if (columnId !== props.selectedColumnId) props.onSelectColumn(columnId);
            }}
            hasStatus
          />
        )}
      </div>
      {panel !== null && (
        <Panel
          {...props}
          panel={panel}
          actions={actions}
          loadView={loadView}
          scope={scope}
          onClose={() => setPanel(null)}
        />
      )}
    </div>
  );
}

/** Groups open at the left: a grouping that comes or goes brings the first columns into sight. */
function useStartInSight(groupings: number): RefObject<HTMLDivElement | null> {
  const frame = useRef<HTMLDivElement>(null);
  const before = useRef(groupings);
  useEffect(() => {
    if (before.current === groupings) return;
    before.current = groupings;
    frame.current?.querySelector("table")?.parentElement?.scrollTo({ left: 0 });
  }, [groupings]);
  return frame;
}

function barProps({ element, worksheet, noBasic, exportProblem, locale, currency }: WorkbookTableProps) {
  return { element, worksheet, mayBasic: noBasic === null, exportProblem, locale, currency };
}

/** A place among the columns that are seen, as a place among those of the element, some of which may be seen elsewhere. */
function placeOf(table: TableElement, seen: readonly string[], columnId: string, to: number): number {
  const others = seen.filter((id) => id !== columnId);
  const next = others[to];
  const rest = table.columns.filter((id) => id !== columnId);
  return next === undefined ? rest.length : rest.indexOf(next);
}

function useTotals({ element, scope, loadView }: TableProps, version: string): ReadonlyMap<string, Cell> | undefined {
  const view = useMemo(() => totalsView(element.worksheetId, element, scope), [element, scope]);
  const page = useOneRow(view, version, loadView);
  return useMemo(
    () =>
      view === null
        ? undefined
        : new Map(
            page?.result.schema.map(({ columnId }, position) => [columnId, page.rows.columns[position]?.[0] ?? null]) ??
              [],
          ),
    [view, page],
  );
}

function useSummaries({ element, worksheet, loadView }: TableProps, version: string): readonly SummaryValue[] {
  const view = useMemo(() => summaryView(element.worksheetId, worksheet, element), [element, worksheet]);
  const page = useOneRow(view, version, loadView);
  return page === null
    ? []
    : page.result.schema.map((column, position) => ({ column, value: page.rows.columns[position]?.[0] ?? null }));
}

type PanelProps = TableProps & {
  readonly panel: ColumnPanel & { readonly filterId?: string };
  readonly actions: TableActions;
  readonly onClose: () => void;
};

/** The window of its own that a column's menu opens. */
function Panel(props: PanelProps) {
  const { panel, element, worksheet, document, actions, shown, loadView, onClose, locale, currency } = props;
  const { columnId } = panel;
  const { worksheetId } = element;
  const column = shown.columns.find((one) => one.columnId === columnId);
  const own = worksheet.columns.find(({ id }) => id === columnId);
  const [fresh] = useState(() => newFilter(columnId, column?.type ?? "text", crypto.randomUUID()));
  const known = worksheet.filters.find(({ id }) => id === panel.filterId) ?? filtersOf(worksheet, columnId)[0];
  const filter = known ?? fresh;
  const loadValues = useCallback(
    (signal: AbortSignal) => {
      const view = {
        worksheetId,
        level: "base",
        columns: [columnId],
        chart: { x: columnId, color: null, trellis: null },
      };
      const open = removeFilter(worksheet, filter.id);
      return loadView(view, 1000, signal, { ...document, worksheets: { ...document.worksheets, [worksheetId]: open } });
    },
    [loadView, worksheetId, columnId, worksheet, document, filter.id],
  );
  if (own === undefined) return null;
  const shownColumn: ResultColumn = column ?? { ...own, key: own.id, columnId: own.id, type: "text", level: "base" };
  if (panel.kind === "details")
    return (
      <ColumnDetails
        document={document}
        worksheetId={worksheetId}
        loadView={loadView}
        column={shownColumn}
        description={own.description}
        locale={locale}
        currency={currency}
        refusal={props.noFull}
        onClose={onClose}
      />
    );
  if (panel.kind === "filter")
    return (
      <ColumnFilter
        column={shownColumn}
        filter={filter}
        isNew={known === undefined}
        loadValues={loadValues}
        locale={locale}
        currency={currency}
        onSave={(saved) =>
          actions.changeWorksheet((sheet) =>
            saved === null ? removeFilter(sheet, filter.id) : setFilter(sheet, saved),
          )
        }
        onClose={onClose}
      />
    );
  return (
    <ColumnText
      kind={panel.kind}
      name={own.name}
      text={panel.kind === "rename" ? own.name : (own.description ?? "")}
      onSave={(text) =>
        panel.kind === "rename"
          ? actions.rename(columnId, text)
          : actions.changeWorksheet((sheet) => setDescription(sheet, columnId, text))
      }
      onClose={onClose}
    />
  );
}

function FailedRows({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <div className="p-3">
      <Notice tone="warning" title="This table could not be loaded" onRetry={onRetry}>
        {message}
      </Notice>
    </div>
  );
}
