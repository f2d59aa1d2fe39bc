"use client";

import { useMemo } from "react";
import { loadRows } from "#components/result/use-result";
import { DataGrid } from "#components/table/data-grid";
import { Dialog } from "#components/ui/dialog";
import type { Rows } from "#lib/workbook/edit/rows";
import { updateWorksheet } from "#lib/workbook/edit/update-worksheet";
import { type Element, type WorkbookDocument, worksheetIdOf } from "#lib/workbook/workbook";
import { nameKey } from "#lib/worksheet/names";
import type { View } from "#lib/worksheet/worksheet";
import { useViewResult } from "../data/use-view-result.tsx";
import { ElementProblem } from "../elements/element-problem.tsx";
import { useRowsUnder } from "../properties/field-menu.tsx";
import { TableSkeleton } from "../table/table-skeleton.tsx";
import { useWorkbookContext, WorkbookProvider } from "../workbook-context.tsx";

type UnderlyingDataProps = {
  readonly element: Element;
  readonly title: string;
  /** Only the rows behind one mark; without it all of the element's. */
  readonly within?: Within;
  readonly onClose: () => void;
};

type Within = NonNullable<View["within"]>;
const everything: Within = [];

/** The rows that an element is made of, before they are grouped, each of them whole. */
export function UnderlyingData(props: UnderlyingDataProps) {
  const context = useWorkbookContext();
  const worksheetId = worksheetIdOf(props.element) ?? "";
  const rows = useRowsUnder(worksheetId);
  const document = useMemo(
    () => (rows === null ? context.document : withWholeRows(context.document, worksheetId, rows)),
    [context, worksheetId, rows],
  );
  return (
    <WorkbookProvider value={{ ...context, document }}>
      <UnderlyingRows {...props} />
    </WorkbookProvider>
  );
}

/** The worksheet with those columns of the rows under it that it has not. */
function withWholeRows(document: WorkbookDocument, worksheetId: string, { columns }: Rows): WorkbookDocument {
  const worksheet = document.worksheets[worksheetId];
  const names = new Set(worksheet?.columns.map(({ name }) => nameKey([name])));
  const formulas = new Set(worksheet?.columns.map(({ formula }) => formula));
  const added = columns
    .filter(({ kind, name, formula }) => kind === "column" && !names.has(nameKey([name])) && !formulas.has(formula))
    .map(({ name, formula }, index) => ({ id: `under-${index}`, name, formula }));
  return updateWorksheet(document, worksheetId, (sheet) => ({ ...sheet, columns: [...sheet.columns, ...added] }));
}

function UnderlyingRows({ element, title, within = everything, onClose }: UnderlyingDataProps) {
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
  const { document, scopes } = useWorkbookContext();
  const element = scopes.elementOf(worksheetId);
  const worksheet = document.worksheets[worksheetId];
  return useMemo(() => {
    if (element === null || worksheet === undefined) return null;
    // What drilling and this dialog added is not checked here: it has one value on each row.
    const ids = worksheet.columns.map(({ id }) => id).filter((id) => element.column(id)?.isRowWise ?? true);
    if (ids.length === 0) return null;
    return { worksheetId, level: "base", columns: ids, ...(within.length === 0 ? {} : { within: [...within] }) };
  }, [element, worksheet, worksheetId, within]);
}
