"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { copyCells } from "./copy-cells.tsx";
import { GridHeader } from "./grid-header.tsx";
import { GridRow } from "./grid-row.tsx";
import { type CellRange, moveRange } from "./selection.tsx";
import { useGridColumns } from "./use-grid-columns.tsx";
import { type LoadRows, useRowPages } from "./use-row-pages.tsx";

export const rowHeight = 28;
const headerHeight = 30;
const overscan = 12;

export type DataGridProps = {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** The first rows by column, when they are there already: they decide how wide columns begin. */
  readonly firstRows?: readonly (readonly Cell[])[];
  /** Give the grid another `key` when this means another result. */
  readonly loadRows: LoadRows;
  readonly locale: string;
  readonly currency?: string;
  /** Pixels. */
  readonly maxHeight?: number;
};

/** Rows of any number in little space: only what is seen is drawn and fetched. Arrows move, Shift extends, Ctrl C copies. */
export function DataGrid(props: DataGridProps) {
  const { label, columns, rowCount, firstRows = [], loadRows, locale, maxHeight = 420 } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<CellRange>({ anchor: { row: 0, column: 0 }, active: { row: 0, column: 0 } });
  const [announcement, setAnnouncement] = useState("");
  const { table, template, width } = useGridColumns(columns, firstRows, locale);
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    paddingStart: headerHeight,
    scrollPaddingStart: headerHeight,
    initialRect: { width: 0, height: maxHeight },
  });
  const items = virtualizer.getVirtualItems();
  const pages = useRowPages(loadRows, rowCount, [items[0]?.index ?? 0, (items.at(-1)?.index ?? 0) + 1]);
  const height = Math.min(maxHeight, headerHeight + Math.max(rowCount, 1) * rowHeight + 2);

  const select = (next: CellRange) => {
    setRange(next);
    virtualizer.scrollToIndex(next.active.row, { align: "auto" });
    scrollToColumn(scroller.current, table.getLeafHeaders()[next.active.column]?.getStart() ?? 0);
  };
  const copy = async () => {
    const text = copyCells(range, pages.cellAt);
    const outcome = await navigator.clipboard.writeText(text).then(
      () => "Copied",
      () => "Copying was not allowed by the browser",
    );
    setAnnouncement(outcome);
  };
  const press = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c") return void copy();
    const rowsPerPage = Math.max(1, Math.floor((height - headerHeight) / rowHeight) - 1);
    const next = moveRange(range, event, { rowCount, columnCount: columns.length, rowsPerPage });
    if (next === null) return;
    event.preventDefault();
    select(next);
  };

  return (
    <div>
      {pages.hasFailed && (
        <Notice
          tone="warning"
          className="m-2"
          actions={
            <Button size="small" onClick={pages.retry}>
              Try again
            </Button>
          }
        >
          Some rows could not be loaded.
        </Notice>
      )}
      <div ref={scroller} style={{ height }} className="relative overflow-auto text-sm">
        <table
          {...gridSemantics(rowCount === 0 ? undefined : `${id}-${range.active.row}-${range.active.column}`)}
          aria-label={label}
          aria-rowcount={rowCount + 1}
          aria-colcount={columns.length}
          onKeyDown={press}
          style={{ height: virtualizer.getTotalSize(), width, minWidth: "100%" }}
          className="group/grid relative block outline-none focus-visible:outline-2 focus-visible:outline-focus focus-visible:-outline-offset-2"
        >
          <GridHeader columns={columns} headers={table.getLeafHeaders()} template={template} height={headerHeight} />
          <tbody className="block">
            {items.map((item) => (
              <GridRow
                key={item.key}
                id={id}
                row={item.index}
                top={item.start}
                columns={columns}
                template={template}
                range={range}
                cellAt={pages.cellAt}
                locale={locale}
                {...(props.currency === undefined ? {} : { currency: props.currency })}
                onSelect={setRange}
              />
            ))}
          </tbody>
        </table>
      </div>
      {rowCount === 0 && <p className="px-3 py-4 text-center text-quiet">No rows match.</p>}
      <span role="status" className="sr-only">
        {announcement}
      </span>
    </div>
  );
}

/** The grid pattern of ARIA: the focus stays on the table, which names its active cell. */
function gridSemantics(activeCellId: string | undefined) {
  return { role: "grid", tabIndex: 0, "aria-multiselectable": true, "aria-activedescendant": activeCellId } as const;
}

function scrollToColumn(scroller: HTMLElement | null, start: number): void {
  if (scroller === null) return;
  if (start < scroller.scrollLeft || start > scroller.scrollLeft + scroller.clientWidth - 80)
    scroller.scrollTo({ left: Math.max(0, start - 40) });
}
