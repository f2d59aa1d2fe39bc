"use client";

import { Skeleton } from "#components/ui/skeleton";
import type { TableElement as Element } from "#lib/workbook/workbook";
import { rootOf } from "../data/use-scopes.tsx";
import { TableElement } from "../table/table-element.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { ElementProblem } from "./element-problem.tsx";

type TableBodyProps = { readonly element: Element; readonly isSeen: boolean };

/** A table, once what its formulas may name is known. */
export function TableBody({ element, isSeen }: TableBodyProps) {
  const { document, scopes } = useWorkbookContext();
  const { worksheetId } = element;
  const sourceId = rootOf(document, worksheetId);
  if (!isSeen) return <TableSkeleton />;
  if (scopes.elementOf(worksheetId) !== null) return <TableElement element={element} />;
  if (sourceId !== null && !scopes.isDenied(sourceId) && scopes.problem === null) return <TableSkeleton />;
  const problem = {
    code: "not_found",
    message: scopes.problem ?? "What this table is built on does not exist any more.",
  };
  return <ElementProblem worksheetId={worksheetId} problem={problem} retry={scopes.retry} />;
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
