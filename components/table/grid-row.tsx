import { classNames } from "#components/ui/class-names";
import { formatCell } from "#lib/worksheet/format-cell";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { isMeasure } from "./column-sizes.tsx";
import { type CellRange, isInRange } from "./selection.tsx";

type GridRowProps = {
  readonly id: string;
  readonly row: number;
  readonly top: number;
  readonly columns: readonly ResultColumn[];
  readonly template: string;
  readonly range: CellRange;
  readonly cellAt: (row: number, column: number) => Cell | undefined;
  readonly locale: string;
  readonly currency?: string;
  readonly onSelect: (range: CellRange) => void;
};

export function GridRow(props: GridRowProps) {
  return (
    <tr
      aria-rowindex={props.row + 2}
      style={{ transform: `translateY(${props.top}px)`, gridTemplateColumns: props.template }}
      className="absolute top-0 left-0 grid h-7 w-full border-line/60 border-b hover:bg-text/3"
    >
      {props.columns.map((column, position) => (
        <GridCell key={column.key} {...props} column={column} position={position} />
      ))}
    </tr>
  );
}

function GridCell(props: GridRowProps & { readonly column: ResultColumn; readonly position: number }) {
  const { id, row, column, position, range, onSelect } = props;
  const at = { row, column: position };
  const isActive = range.active.row === row && range.active.column === position;
  const isSelected = isInRange(range, at);
  return (
    <td
      id={`${id}-${row}-${position}`}
      aria-colindex={position + 1}
      {...cellSemantics(isSelected)}
      onMouseDown={(event) => onSelect({ anchor: event.shiftKey ? range.anchor : at, active: at })}
      onMouseEnter={(event) => {
        if (event.buttons === 1) onSelect({ anchor: range.anchor, active: at });
      }}
      className={classNames(
        "min-w-0 cursor-default truncate px-3 leading-7",
        column.type === "number" && "nums",
        isMeasure(column) && "text-right",
        isSelected && "group-focus-visible/grid:bg-accent-quiet group-focus/grid:bg-accent-quiet",
        isActive && "group-focus/grid:shadow-[inset_0_0_0_1.5px_var(--focus)]",
      )}
    >
      <CellText {...props} />
    </td>
  );
}

function cellSemantics(isSelected: boolean) {
  return { role: "gridcell", "aria-selected": isSelected } as const;
}

function CellText({
  row,
  column,
  position,
  cellAt,
  locale,
  currency,
}: GridRowProps & { readonly column: ResultColumn; readonly position: number }) {
  const cell = cellAt(row, position);
  if (cell === undefined)
    return <span className="inline-block h-2.5 w-2/3 animate-breathe rounded-sm bg-text/8 align-middle" />;
  if (cell === null)
    return (
      <span className="text-quiet">
        <span aria-hidden="true">–</span>
        <span className="sr-only">empty</span>
      </span>
    );
  return formatCell(cell, column, locale, currency === undefined ? {} : { currency });
}
