"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from "react";
import { useStable } from "#components/ui/use-stable";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { type ColumnLayout, columnsInSight, revealColumn, withMoved } from "./column-layout.tsx";
import { GridBody } from "./grid-body.tsx";
import { GridFooter } from "./grid-footer.tsx";
import { GridHeader } from "./grid-header.tsx";
import type { GridRows } from "./grid-rows.tsx";
import { type CellPosition, type CellRange, followColumns, headerRow, moveRange, withinRows } from "./selection.tsx";
import { SelectionStatus } from "./selection-status.tsx";
import { useCopy } from "./use-copy.tsx";
import { type ColumnWidths, useGridColumns } from "./use-grid-columns.tsx";
import { useGridScroll } from "./use-grid-scroll.tsx";

export const rowHeight = 28;
export const headerHeight = 30;
const overscan = 4;
const resizeStep = 16;
/** A column's menu and the mark of its sort. */
const menuWidth = 40;

export type GridProps = {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly columns: readonly ResultColumn[];
  readonly rows: GridRows;
  /** The first rows by column, when they are there already: they decide how wide columns begin. */
  readonly firstRows: readonly (readonly Cell[])[];
  readonly locale: string;
  readonly currency?: string | undefined;
  /** Pixels; `fill`: as high as what it stands in. */
  readonly maxHeight: number | "fill";
  /** How many of the first columns stay in sight. */
  readonly frozen?: number;
  readonly widths?: ColumnWidths;
  readonly onResize?: (key: string, width: number) => void;
  /** A column goes to another place among all of them. */
  readonly onReorder?: (key: string, to: number) => void;
  /** Columns share the room that is left over. */
  readonly isStretched?: boolean;
  /** Stands at the bottom in any case; null is an empty cell, a column that is missing has none. */
  readonly totals?: ReadonlyMap<string, Cell> | undefined;
  readonly renderMenu?: (column: ResultColumn) => ReactNode;
  readonly renderMark?: (column: ResultColumn) => ReactNode;
  /** Enter on a column's name, or the key for menus. */
  readonly onColumnKey?: (column: ResultColumn) => void;
  /** A column was chosen by its name or one of its cells, the same one again too. */
  readonly onSelectColumn?: (column: ResultColumn) => void;
  /** What the selection adds up to, and what came of copying it. */
  readonly hasStatus?: boolean;
  /** A row was chosen: by pointing or by arrows. */
  readonly onActiveRow?: ((row: number) => void) | undefined;
  /** Enter on a row that is no group, or a double press. */
  readonly onOpenRow?: ((row: number) => void) | undefined;
  /** Said where no row is. */
  readonly empty?: ReactNode;
};

/**
 * Rows of any number, columns of any number: only what is seen is drawn and fetched. Arrows move, Shift extends, Ctrl C copies; Alt and
 * an arrow moves a column, with Shift it is made wider or narrower; Enter opens a group.
 */
export function Grid(props: GridProps) {
  const { label, columns, rows, maxHeight, locale, isStretched = false } = props;
  const id = useId();
  const footerHeight = props.totals === undefined ? 0 : rowHeight;
  const scroll = useGridScroll(rows.count, rowHeight, headerHeight + footerHeight);
  const [range, setRange] = useRange(columns, rows.count);
  const sizes = useGridColumns({
    columns,
    firstRows: props.firstRows,
    locale,
    frozen: props.frozen ?? 0,
    widths: props.widths,
    onResize: props.onResize,
    besideName: props.renderMenu === undefined ? 0 : menuWidth,
    stretchTo: isStretched ? scroll.viewport.width : 0,
    viewport: scroll.viewport.width,
  });
  const { layout } = sizes;
  const shown = useShownColumns(layout, scroll.left, scroll.viewport.width, range.active.column);
  const [first, end] = rowsInSight(scroll.top, scroll.viewport.height, rows.count, maxHeight);
  useEffect(() => rows.need(first, end), [rows, first, end]);
  const copying = useCopy(range, columns, rows, locale);
  const hasHeaderCells = props.renderMenu !== undefined || props.onReorder !== undefined;

  const tellColumn = (position: number): void => {
    const column = columns[position];
    if (column !== undefined) props.onSelectColumn?.(column);
  };
  const point = (next: CellRange): void => {
    setRange(next);
    tellColumn(next.active.column);
    if (next.active.row !== headerRow) props.onActiveRow?.(next.active.row);
  };
  const select = (next: CellRange): void => {
    point(next);
    if (next.active.row !== headerRow) scroll.reveal(next.active.row);
    scroll.scrollSideways(revealColumn(layout, next.active.column, scroll.left, scroll.viewport.width));
  };
  const selectColumn = useStable((position: number, extend: boolean): void => {
    tellColumn(position);
    // The active cell is the first, which is in sight: arrows go on from there.
    setRange({
      anchor: { row: Math.max(0, rows.count - 1), column: extend ? range.anchor.column : position },
      active: { row: 0, column: position },
    });
  });
  const pointAt = useStable((at: CellPosition, extend: boolean): void =>
    point({ anchor: extend ? range.anchor : at, active: at }),
  );
  const press = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    if (pressColumnKey(event) || pressRowKey(event)) {
      event.preventDefault();
      return;
    }
    const rowsPerPage = Math.max(1, Math.floor(scroll.viewport.height / rowHeight) - 1);
    const size = { rowCount: rows.count, columnCount: columns.length, rowsPerPage };
    const next = moveRange(range, event, hasHeaderCells ? { ...size, firstRow: headerRow } : size);
    if (next === null) return;
    event.preventDefault();
    select(next);
  };
  const pressColumnKey = (event: KeyboardEvent): boolean => {
    const column = columns[range.active.column];
    if (column === undefined) return false;
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (event.altKey && step !== 0 && event.shiftKey) {
      sizes.resize(column.key, (layout.widths[range.active.column] ?? 0) + step * resizeStep);
      return true;
    }
    if (event.altKey && step !== 0 && props.onReorder !== undefined) {
      const to = range.active.column + step;
      if (to < 0 || to >= columns.length) return true;
      setRange({ anchor: range.active, active: range.active });
      props.onReorder(column.key, to);
      const moved = withMoved(layout, range.active.column, to);
      scroll.scrollSideways(revealColumn(moved, to, scroll.left, scroll.viewport.width));
      return true;
    }
    const asksForMenu =
      event.key === "ContextMenu" ||
      (event.shiftKey && event.key === "F10") ||
      (range.active.row === headerRow && (event.key === "Enter" || event.key === " "));
    if (!asksForMenu || props.onColumnKey === undefined) return false;
    props.onColumnKey(column);
    return true;
  };
  const pressRowKey = (event: KeyboardEvent): boolean => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c") {
      void copying.copy(event.shiftKey ? "csv" : "tsv");
      return true;
    }
    if (event.key !== "Enter" || range.active.row === headerRow) return false;
    const group = rows.groupAt?.(range.active.row);
    if (group == null || group.isExpanded === null) {
      props.onOpenRow?.(range.active.row);
      return props.onOpenRow !== undefined;
    }
    rows.toggle?.(range.active.row);
    return true;
  };

  const activeId =
    range.active.row === headerRow
      ? `${id}-head-${range.active.column}`
      : `${id}-${range.active.row}-${range.active.column}`;
  return (
    <div className={maxHeight === "fill" ? "relative flex h-full min-h-0 flex-col" : undefined}>
      <div
        ref={scroll.ref}
        onScroll={scroll.onScroll}
        style={maxHeight === "fill" ? undefined : { height: fittingHeight(rows.count, maxHeight, footerHeight) }}
        className={
          maxHeight === "fill" ? "relative min-h-0 flex-1 overflow-auto text-sm" : "relative overflow-auto text-sm"
        }
      >
        <table
          {...gridSemantics(rows, columns.length === 0 || rows.count === 0 ? undefined : activeId)}
          aria-label={label}
          aria-rowcount={rows.count + (props.totals === undefined ? 1 : 2)}
          aria-colcount={columns.length}
          onKeyDown={press}
          style={{ width: layout.total, minWidth: "100%", height: headerHeight + scroll.scrolled + footerHeight }}
          className="group/grid relative block overflow-clip outline-none focus-visible:outline-2 focus-visible:outline-focus focus-visible:-outline-offset-2"
        >
          <GridHeader
            id={id}
            columns={columns}
            layout={layout}
            shown={shown}
            height={headerHeight}
            sizes={sizes}
            active={range.active.row === headerRow ? range.active.column : null}
            onSelect={selectColumn}
            onReorder={props.onReorder}
            renderMenu={props.renderMenu}
            renderMark={props.renderMark}
          />
          <GridBody
            id={id}
            first={first}
            end={end}
            slots={slotCount(scroll.viewport.height, maxHeight)}
            top={scroll.top}
            isMoving={scroll.isMoving}
            rowHeight={rowHeight}
            headerHeight={headerHeight}
            height={scroll.viewport.height}
            columns={columns}
            layout={layout}
            shown={shown}
            range={range}
            rows={rows}
            locale={locale}
            currency={props.currency}
            onPoint={pointAt}
            onOpen={props.onOpenRow}
          />
          {props.totals !== undefined && (
            <GridFooter
              columns={columns}
              layout={layout}
              shown={shown}
              totals={props.totals}
              rowIndex={rows.count + 2}
              top={headerHeight + scroll.viewport.height}
              locale={locale}
              currency={props.currency}
            />
          )}
        </table>
      </div>
      {rows.count === 0 && (
        <div
          style={{ top: headerHeight }}
          className={maxHeight === "fill" ? "pointer-events-none absolute inset-x-0" : undefined}
        >
          {props.empty ?? <p className="px-3 py-4 text-center text-quiet">No rows match.</p>}
        </div>
      )}
      {props.hasStatus === true ? (
        <SelectionStatus
          range={range}
          columns={columns}
          rows={rows}
          notice={copying.announcement}
          locale={locale}
          currency={props.currency}
        />
      ) : (
        <span role="status" className="sr-only">
          {copying.announcement}
        </span>
      )}
    </div>
  );
}

const firstCell: CellRange = { anchor: { row: 0, column: 0 }, active: { row: 0, column: 0 } };

/** What is selected: it goes along with its columns, and lies within the rows that are there. */
function useRange(columns: readonly ResultColumn[], rowCount: number) {
  const [state, setState] = useState({ range: firstCell, columns });
  const keysOf = (all: readonly ResultColumn[]): readonly string[] => all.map(({ key }) => key);
  const isSame = state.columns === columns;
  const range = isSame ? state.range : followColumns(state.range, keysOf(state.columns), keysOf(columns));
  if (!isSame) setState({ range, columns });
  const setRange = (next: CellRange): void => setState({ range: next, columns });
  return [useMemo(() => withinRows(range, rowCount), [range, rowCount]), setRange] as const;
}

function useShownColumns(layout: ColumnLayout, left: number, width: number, active: number): readonly number[] {
  const [first, end] = columnsInSight(layout, left, width);
  return useMemo(() => {
    const shown = new Set([...Array(layout.frozen).keys()]);
    for (let position = first; position < end; position += 1) shown.add(position);
    // What the table names as its active cell has to be there.
    if (active < layout.widths.length) shown.add(active);
    return [...shown].sort((left, right) => left - right);
  }, [layout, first, end, active]);
}

function rowsInSight(
  top: number,
  height: number,
  count: number,
  maxHeight: number | "fill",
): readonly [number, number] {
  const seen = seenHeight(height, maxHeight);
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
  return [first, Math.min(count, Math.ceil((top + seen) / rowHeight) + overscan)];
}

/** Before it is measured a height is assumed. */
function seenHeight(height: number, maxHeight: number | "fill"): number {
  return height === 0 ? (maxHeight === "fill" ? 600 : maxHeight) : height;
}

/** As many rows as can be in sight at once. */
function slotCount(height: number, maxHeight: number | "fill"): number {
  return Math.ceil(seenHeight(height, maxHeight) / rowHeight) + 2 * overscan + 1;
}

function fittingHeight(count: number, maxHeight: number, footerHeight: number): number {
  return Math.min(maxHeight, headerHeight + footerHeight + Math.max(count, 1) * rowHeight + 2);
}

/** The grid pattern of ARIA: the focus stays on the table, which names its active cell. */
function gridSemantics(rows: GridRows, activeCellId: string | undefined) {
  const role = rows.groupAt === undefined ? "grid" : "treegrid";
  return {
    role,
    tabIndex: 0,
    "aria-multiselectable": true,
    "aria-activedescendant": activeCellId,
  } as const;
}
