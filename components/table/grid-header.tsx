"use client";

import { memo, type ReactNode } from "react";
import { classNames } from "#components/ui/class-names";
import type { ResultColumn } from "#lib/worksheet/result";
import { ColumnEdge } from "./column-edge.tsx";
import type { ColumnLayout } from "./column-layout.tsx";
import { isMeasure } from "./column-sizes.tsx";
import { cellPlace } from "./grid-cells.tsx";
import { useColumnDrag } from "./use-column-drag.tsx";
import type { GridColumns } from "./use-grid-columns.tsx";

export type GridHeaderProps = {
  readonly id: string;
  readonly columns: readonly ResultColumn[];
  readonly layout: ColumnLayout;
  readonly shown: readonly number[];
  readonly height: number;
  readonly sizes: GridColumns;
  /** The column whose name is the active cell. */
  readonly active: number | null;
  readonly onSelect: (position: number, extend: boolean) => void;
  readonly onReorder?: ((key: string, to: number) => void) | undefined;
  /** What stands at the right of a column's name, as a button of its menu. */
  readonly renderMenu?: ((column: ResultColumn) => ReactNode) | undefined;
  readonly renderMark?: ((column: ResultColumn) => ReactNode) | undefined;
};

export const GridHeader = memo(function GridHeader(props: GridHeaderProps) {
  const { columns, layout, shown, height } = props;
  const drag = useColumnDrag(layout, (from, to) => {
    const column = columns[from];
    if (column !== undefined) props.onReorder?.(column.key, to);
  });
  return (
    <thead className="sticky top-0 z-20 block border-b bg-surface" style={{ height }}>
      <tr aria-rowindex={1} className="flex h-full">
        {shown.map((position, index) => (
          <HeaderCell key={columns[position]?.key} {...props} position={position} index={index} drag={drag} />
        ))}
      </tr>
    </thead>
  );
});

type HeaderCellProps = GridHeaderProps & {
  readonly position: number;
  readonly index: number;
  readonly drag: ReturnType<typeof useColumnDrag>;
};

function HeaderCell(props: HeaderCellProps) {
  const { id, columns, layout, shown, position, index, sizes, active, drag } = props;
  const column = columns[position];
  if (column === undefined) return null;
  const place = cellPlace(layout, shown, index);
  return (
    <th
      id={`${id}-head-${position}`}
      scope="col"
      aria-colindex={position + 1}
      title={column.formula}
      style={place.style}
      onPointerDown={(event) => {
        if (event.button !== 0 || isControl(event.target)) return;
        props.onSelect(position, event.shiftKey);
        // What stands above the page, as the column's menu, tells of a press too, and is no place to drag from.
        const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
        if (isInside && props.onReorder !== undefined) drag.start(position, event);
      }}
      className={classNames(
        "group/head relative flex h-full min-w-0 shrink-0 select-none items-center gap-1 bg-surface px-3 font-medium text-quiet text-xs",
        isMeasure(column) && "flex-row-reverse",
        // Above the edges of the columns that move beneath it.
        place.isFrozen && "sticky z-20",
        place.isEdge && "shadow-[inset_-1px_0_0_var(--line-strong)]",
        drag.dragged === position && "opacity-50",
        drag.dropBefore === position && "shadow-[inset_2px_0_0_var(--accent)]",
        drag.dropBefore === position + 1 && "shadow-[inset_-2px_0_0_var(--accent)]",
        active === position && "group-focus/grid:shadow-[inset_0_0_0_1.5px_var(--focus)]",
      )}
    >
      <span className="truncate">{column.name}</span>
      {props.renderMark?.(column)}
      {props.renderMenu?.(column)}
      <ColumnEdge
        width={layout.widths[position] ?? 0}
        onPreview={(width) => sizes.preview(column.key, width)}
        onResize={(width) => sizes.resize(column.key, width)}
      />
    </th>
  );
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button, [data-column-edge]") !== null;
}
