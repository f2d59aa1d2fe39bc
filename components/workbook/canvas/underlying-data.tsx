"use client";

import { useMemo } from "react";
import { loadRows } from "#components/result/use-result";
import { DataGrid } from "#components/table/data-grid";
import { Dialog } from "#components/ui/dialog";
import { type Element, worksheetIdOf } from "#lib/workbook/workbook";
import type { View } from "#lib/worksheet/worksheet";
import { useViewResult } from "../data/use-view-result.tsx";
import { ElementProblem } from "../elements/element-problem.tsx";
import { TableSkeleton } from "../table/table-skeleton.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";

type UnderlyingDataProps = {
  readonly element: Element;
  readonly title: string;
  /** Only the rows behind one mark; without it all of the element's. */
  readonly within?: Within;
  readonly onClose: () => void;
};

type Within = NonNullable<View["within"]>;
const everything: Within = [];

/** The rows that an element is made of, before they are grouped. */
export function UnderlyingData({ element, title, within = everything, onClose }: UnderlyingDataProps) {
  const { locale, currency } = useWorkbookContext();
  const worksheetId = worksheetIdOf(element) ?? "";
  const view = useUnderlyingView(worksheetId, within);
  const { page, problem, retry } = useViewResult(view);
  return (
    <Dialog
      title={`Underlying data of ${title}`}
      description={within.length === 0 ? "The rows behind it, with its filters." : "The rows behind one of its marks."}
      open
      onOpenChange={onClose}
      width="wide"
    >
      {view === null && <p className="text-quiet">This element has no columns of single rows to show.</p>}
      {problem !== null && <ElementProblem worksheetId={worksheetId} problem={problem} retry={retry} />}
      {view !== null && problem === null && page === null && <TableSkeleton />}
      {page !== null && (
        <div className="rounded-md border">
          <DataGrid
            key={page.result.id}
            label={`Underlying data of ${title}`}
            columns={page.result.schema}
            rowCount={page.result.rowCount}
            firstRows={page.rows.columns}
            loadRows={(range) => loadRows(page.result.id, range)}
            locale={locale}
            currency={currency}
          />
        </div>
      )}
    </Dialog>
  );
}

function useUnderlyingView(worksheetId: string, within: Within): View | null {
  const { scopes } = useWorkbookContext();
  const element = scopes.elementOf(worksheetId);
  return useMemo(() => {
    const ids = element?.worksheet.columns.map(({ id }) => id).filter((id) => element.column(id)?.isRowWise === true);
    if (ids === undefined || ids.length === 0) return null;
    return { worksheetId, level: "base", columns: ids, ...(within.length === 0 ? {} : { within: [...within] }) };
  }, [element, worksheetId, within]);
}
