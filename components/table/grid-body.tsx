"use client";

import { useRef } from "react";
import type { ResultColumn } from "#lib/worksheet/result";
import type { ColumnLayout } from "./column-layout.tsx";
import { GridRow } from "./grid-row.tsx";
import type { GridRows } from "./grid-rows.tsx";
import { firstInOrder, rowBase, slotsInOrder } from "./row-slots.tsx";
import { type CellPosition, type CellRange, edgesOf } from "./selection.tsx";

export type GridBodyProps = {
  readonly id: string;
  /** The rows that are drawn, the end excluded. */
  readonly first: number;
  readonly end: number;
  /** As many as are ever drawn at once at this height. */
  readonly slots: number;
  /** Pixels of all rows above the first that is seen. */
  readonly top: number;
  readonly isMoving: boolean;
  readonly rowHeight: number;
  readonly headerHeight: number;
  readonly height: number;
  readonly columns: readonly ResultColumn[];
  readonly layout: ColumnLayout;
  readonly shown: readonly number[];
  readonly range: CellRange;
  readonly rows: GridRows;
  readonly locale: string;
  readonly currency: string | undefined;
  readonly onPoint: (at: CellPosition, extend: boolean) => void;
  readonly onOpen: ((row: number) => void) | undefined;
};

/**
 * The rows in sight. Scrolling moves the body as a whole; a row that leaves at one end comes back at the other with other cells, so that
 * little is drawn and laid out for a frame.
 */
export function GridBody(props: GridBodyProps) {
  const { id, first, end, slots, top, isMoving, rowHeight, headerHeight, height, range } = props;
  const start = useRef(first);
  // What is read aloud follows the rows' order; while they move it may wait.
  start.current = firstInOrder(start.current, first, isMoving);
  const base = rowBase(first);
  return (
    <tbody
      className="sticky z-0 block will-change-transform"
      style={{ top: headerHeight, height, transform: `translateY(${base * rowHeight - top}px)` }}
    >
      {slotsInOrder(first, end, slots, start.current).map(({ row, slot }) => (
        <GridRow
          key={slot}
          id={id}
          row={row}
          top={(row - base) * rowHeight}
          columns={props.columns}
          layout={props.layout}
          shown={props.shown}
          range={touches(range, row) ? range : null}
          rows={props.rows}
          locale={props.locale}
          currency={props.currency}
          onPoint={props.onPoint}
          onOpen={props.onOpen}
        />
      ))}
    </tbody>
  );
}

function touches(range: CellRange, row: number): boolean {
  const { top, bottom } = edgesOf(range);
  return row >= top && row <= bottom;
}
