import { classNames } from "#components/ui/class-names";
import type { ResultColumn } from "#lib/worksheet/result";
import { isMeasure } from "./column-sizes.tsx";
import type { GridColumnHeader } from "./use-grid-columns.tsx";

type GridHeaderProps = {
  readonly columns: readonly ResultColumn[];
  readonly headers: readonly GridColumnHeader[];
  readonly template: string;
  readonly height: number;
};

export function GridHeader({ columns, headers, template, height }: GridHeaderProps) {
  return (
    <thead className="sticky top-0 z-10 block border-b bg-surface" style={{ height }}>
      <tr aria-rowindex={1} style={{ gridTemplateColumns: template }} className="grid h-full">
        {headers.map((header, position) => {
          const column = columns[position];
          return (
            <th
              key={header.id}
              scope="col"
              aria-colindex={position + 1}
              title={column?.formula}
              className={classNames(
                "relative flex min-w-0 items-center px-3 font-medium text-quiet text-xs",
                column !== undefined && isMeasure(column) && "justify-end",
              )}
            >
              <span className="truncate">{column?.name}</span>
              <span
                aria-hidden="true"
                onMouseDown={header.getResizeHandler()}
                onTouchStart={header.getResizeHandler()}
                className="absolute inset-y-1.5 -right-px z-10 w-1.5 cursor-col-resize touch-none border-line border-r hover:border-accent"
              />
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
