"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { memo } from "react";
import { classNames } from "#components/ui/class-names";
import { formatCell } from "#lib/worksheet/format-cell";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import type { ColumnLayout } from "./column-layout.tsx";
import { isMeasure } from "./column-sizes.tsx";
import { cellPlace } from "./grid-cells.tsx";
import type { GridRows } from "./grid-rows.tsx";
import { type CellPosition, type CellRange, isInRange } from "./selection.tsx";
import { surelyFits } from "./text-fit.tsx";

export type GridRowProps = {
  readonly id: string;
  readonly row: number;
  readonly top: number;
  readonly columns: readonly ResultColumn[];
  readonly layout: ColumnLayout;
  readonly shown: readonly number[];
  /** Null: nothing of this row is selected. */
  readonly range: CellRange | null;
  readonly rows: GridRows;
  readonly locale: string;
  readonly currency: string | undefined;
  readonly onPoint: (at: CellPosition, extend: boolean) => void;
  readonly onOpen: ((row: number) => void) | undefined;
};

/** Drawn anew when something of it differs: give it the same functions, columns and rows as before. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, top, rows } = props;
  const state = rows.stateAt(row);
  const group = rows.groupAt?.(row) ?? null;
  return (
    <tr
      aria-rowindex={row + 2}
      {...(group === null ? {} : { "aria-level": group.level })}
      {...(group === null || group.isExpanded === null ? {} : { "aria-expanded": group.isExpanded })}
      style={{ top }}
      className="absolute left-0 flex h-7 w-full border-line/60 border-b bg-surface hover:bg-[color-mix(in_oklch,var(--text)_3%,var(--surface))]"
    >
      {state.kind === "failed" ? (
        <FailedCells columnCount={props.columns.length} message={state.message} onRetry={() => rows.retry(row)} />
      ) : (
        props.shown.map((position, index) => {
          const column = props.columns[position];
          return column === undefined ? null : (
            <GridCell key={column.key} {...props} column={column} position={position} index={index} />
          );
        })
      )}
    </tr>
  );
});

function FailedCells(props: { readonly columnCount: number; readonly message: string; readonly onRetry: () => void }) {
  return (
    <td {...gridCell(false)} colSpan={props.columnCount} className="sticky left-0 truncate px-3 text-danger leading-7">
      {props.message}{" "}
      <button type="button" onClick={props.onRetry} className="underline underline-offset-2">
        Try again
      </button>
    </td>
  );
}

type GridCellProps = GridRowProps & {
  readonly column: ResultColumn;
  readonly position: number;
  readonly index: number;
};

function GridCell(props: GridCellProps) {
  const { id, row, column, position, index, range, layout, shown, rows, onPoint } = props;
  const at = { row, column: position };
  const isActive = range !== null && range.active.row === row && range.active.column === position;
  const isSelected = range !== null && isInRange(range, at);
  const place = cellPlace(layout, shown, index);
  return (
    <td
      {...(isActive ? { id: `${id}-${row}-${position}` } : {})}
      aria-colindex={position + 1}
      {...gridCell(isSelected)}
      style={place.style}
      onMouseDown={(event) => {
        if (event.button === 0) onPoint(at, event.shiftKey);
      }}
      onDoubleClick={() => props.onOpen?.(row)}
      onMouseEnter={(event) => {
        if (event.buttons === 1) onPoint(at, true);
      }}
      className={classNames(
        "flex min-w-0 shrink-0 cursor-default items-center px-3",
        column.type === "number" && "nums",
        isMeasure(column) && "justify-end",
        place.isFrozen && "sticky z-10 bg-inherit",
        place.isEdge && "shadow-[inset_-1px_0_0_var(--line-strong)]",
        isSelected && "group-focus/grid:bg-accent-quiet",
        isActive && "group-focus/grid:shadow-[inset_0_0_0_1.5px_var(--focus)]",
      )}
    >
      <GroupMark row={row} position={position} rows={rows} />
      {rows.blankAt?.(row, position) !== true && (
        <CellText
          cell={rows.cellAt(row, position)}
          column={column}
          room={(layout.widths[position] ?? 0) - edges - (rows.groupAt === undefined ? 0 : markRoom)}
          locale={props.locale}
          {...(props.currency === undefined ? {} : { currency: props.currency })}
        />
      )}
    </td>
  );
}

/** Pixels of a cell beside its text, and those of what opens a group. */
const edges = 24;
const markRoom = 18;

/** Opens and closes a group by mouse; by keyboard Enter does. */
function GroupMark({
  row,
  position,
  rows,
}: {
  readonly row: number;
  readonly position: number;
  readonly rows: GridRows;
}) {
  const group = rows.groupAt?.(row);
  if (group == null || group.isExpanded === null || group.column !== position) return null;
  const Mark = group.isExpanded ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={group.isExpanded ? "Close the group" : "Open the group"}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => rows.toggle?.(row)}
      className="-ml-1.5 mr-0.5 grid size-5 shrink-0 place-items-center rounded-sm text-quiet hover:bg-text/8 hover:text-text"
    >
      <Mark className="size-3.5" />
    </button>
  );
}

function gridCell(isSelected: boolean) {
  return { role: "gridcell", "aria-selected": isSelected } as const;
}

type CellTextProps = {
  readonly cell: Cell | undefined;
  readonly column: ResultColumn;
  /** Pixels that the text has before it is cut; none given, it may always be. */
  readonly room?: number;
  readonly locale: string;
  readonly currency?: string;
};

export const CellText = memo(function CellText({ cell, column, room = 0, locale, currency }: CellTextProps) {
  if (cell === undefined) return <span className="inline-block h-2.5 w-2/3 rounded-sm bg-text/8 align-middle" />;
  if (cell === null)
    return (
      <span className="text-quiet">
        <span aria-hidden="true">–</span>
        <span className="sr-only">empty</span>
      </span>
    );
  const text = formatCell(cell, column, locale, currency === undefined ? {} : { currency });
  return <span className={surelyFits(text, room) ? "whitespace-nowrap" : "truncate"}>{text}</span>;
});
