"use client";

import { useMemo } from "react";
import { Skeleton } from "#components/ui/skeleton";
import type { TableElement as Element } from "#lib/workbook/workbook";
import type { View } from "#lib/worksheet/worksheet";
import { rootOf } from "../data/use-scopes.tsx";
import { useViewResult } from "../data/use-view-result.tsx";
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
  if (sourceId === null || scopes.problem !== null) {
    const message = scopes.problem ?? "What this table is built on does not exist any more.";
    return <ElementProblem worksheetId={worksheetId} problem={{ code: "unknown", message }} retry={scopes.retry} />;
  }
  return scopes.isDenied(sourceId) ? <DeniedTable element={element} /> : <TableSkeleton />;
}

/** The server says what is missing and whom to ask. */
function DeniedTable({ element: { worksheetId, columns } }: Pick<TableBodyProps, "element">) {
  const { document } = useWorkbookContext();
  const view = useMemo((): View => {
    const first = columns[0] ?? document.worksheets[worksheetId]?.columns[0]?.id ?? "rows";
    return { worksheetId, level: "base", columns: [first] };
  }, [document, worksheetId, columns]);
  const { problem, retry } = useViewResult(view, 1);
  if (problem === null) return <TableSkeleton />;
  return <ElementProblem worksheetId={worksheetId} problem={problem} retry={retry} />;
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
