import { memo } from "react";
import { classNames } from "#components/ui/class-names";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import type { ColumnLayout } from "./column-layout.tsx";
import { isMeasure } from "./column-sizes.tsx";
import { cellPlace } from "./grid-cells.tsx";
import { CellText } from "./grid-row.tsx";

export type GridFooterProps = {
  readonly columns: readonly ResultColumn[];
  readonly layout: ColumnLayout;
  readonly shown: readonly number[];
  readonly totals: ReadonlyMap<string, Cell>;
  readonly rowIndex: number;
  /** Pixels below the grid's upper edge. */
  readonly top: number;
  readonly locale: string;
  readonly currency?: string | undefined;
};

const totalCell = { role: "gridcell" } as const;

/** The totals of all rows, which stay at the lower edge. */
export const GridFooter = memo(function GridFooter(props: GridFooterProps) {
  const { columns, layout, shown, totals, rowIndex, top, locale, currency } = props;
  return (
    <tfoot className="sticky z-20 block border-t bg-surface font-medium" style={{ top, height: 28 }}>
      <tr aria-rowindex={rowIndex} className="flex h-full">
        {shown.map((position, index) => {
          const column = columns[position];
          if (column === undefined) return null;
          const place = cellPlace(layout, shown, index);
          const total = totals.get(column.columnId);
          return (
            <td
              key={column.key}
              {...totalCell}
              aria-colindex={position + 1}
              style={place.style}
              className={classNames(
                "flex min-w-0 shrink-0 items-center bg-surface px-3",
                column.type === "number" && "nums",
                isMeasure(column) && "justify-end",
                place.isFrozen && "sticky z-10",
                place.isEdge && "shadow-[inset_-1px_0_0_var(--line-strong)]",
              )}
            >
              {total === undefined ? (
                position === 0 && <span className="text-quiet">Total</span>
              ) : (
                <CellText
                  cell={total}
                  column={column}
                  locale={locale}
                  {...(currency === undefined ? {} : { currency })}
                />
              )}
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
});
