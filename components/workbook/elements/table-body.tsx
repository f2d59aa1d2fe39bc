"use client";

import { loadRows } from "#components/result/use-result";
import { DataGrid } from "#components/table/data-grid";
import { classNames } from "#components/ui/class-names";
import { Skeleton } from "#components/ui/skeleton";
import { type TableElement, titleOf } from "#lib/workbook/workbook";
import { useViewResult } from "../data/use-view-result.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { ElementProblem } from "./element-problem.tsx";
import { useSize } from "./use-size.tsx";

type TableBodyProps = { readonly element: TableElement; readonly isSeen: boolean };

/** The rows of a table at its innermost level, edge to edge. */
export function TableBody({ element, isSeen }: TableBodyProps) {
  const { document, locale, currency } = useWorkbookContext();
  const { frame, size } = useSize();
  const { worksheetId, columns } = element;
  const view = columns.length === 0 || !isSeen ? null : { worksheetId, level: "base", columns };
  const { page, isLoading, problem, retry } = useViewResult(view);
  if (columns.length === 0) return <p className="p-4 text-center text-quiet">All columns of this table are hidden.</p>;
  if (problem !== null) return <ElementProblem worksheetId={worksheetId} problem={problem} retry={retry} />;
  return (
    <div ref={frame} aria-busy={isLoading || undefined} className="h-full">
      {page === null || size === null ? (
        <TableSkeleton />
      ) : (
        <div className={classNames("transition-opacity", isLoading && "opacity-50")}>
          <DataGrid
            key={page.result.id}
            label={titleOf(document, element)}
            columns={page.result.schema}
            rowCount={page.result.rowCount}
            firstRows={page.rows.columns}
            loadRows={(range) => loadRows(page.result.id, range)}
            locale={locale}
            currency={currency}
            maxHeight={size.height}
          />
        </div>
      )}
    </div>
  );
}

export function TableSkeleton() {
  return (
    <div role="status" className="space-y-3 p-3">
      <span className="sr-only">Loading the table</span>
      {["w-full", "w-11/12", "w-4/5", "w-5/6", "w-3/4"].map((width) => (
        <Skeleton key={width} className={width} />
      ))}
    </div>
  );
}
