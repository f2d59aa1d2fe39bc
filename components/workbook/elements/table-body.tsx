"use client";

import type { TableElement as Element } from "#lib/workbook/workbook";
import { rootOf } from "../data/use-scopes.tsx";
import { TableElement } from "../table/table-element.tsx";
import { TableSkeleton } from "../table/table-skeleton.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { ElementProblem } from "./element-problem.tsx";

type TableBodyProps = { readonly element: Element; readonly isSeen: boolean };

/** The rows of a table, edge to edge, once it was in sight and what its formulas may name is known. */
export function TableBody({ element, isSeen }: TableBodyProps) {
  const { document, scopes } = useWorkbookContext();
  const { worksheetId } = element;
  const sourceId = rootOf(document, worksheetId);
  const isDenied = sourceId !== null && scopes.isDenied(sourceId);
  if (isDenied || (scopes.problem !== null && scopes.elementOf(worksheetId) === null)) {
    const problem = { code: isDenied ? "not_found" : "unknown", message: scopes.problem ?? "" };
    return <ElementProblem worksheetId={worksheetId} problem={problem} retry={scopes.retry} />;
  }
  return !isSeen || scopes.elementOf(worksheetId) === null ? <TableSkeleton /> : <TableElement element={element} />;
}
