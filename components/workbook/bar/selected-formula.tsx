"use client";

import { useCallback, useMemo } from "react";
import { FormulaBar } from "#components/formula/bar/formula-bar";
import { FunctionMark } from "#components/formula/bar/function-mark";
import type { FormulaPlace } from "#components/formula/formula-place";
import type { LoadPreview } from "#components/formula/use-formula-preview";
import { request } from "#components/ui/request";
import { resultPageSchema } from "#lib/contract/results";
import { addColumnAt, keysOfLevel } from "#lib/workbook/edit/add-column";
import { updateWorksheet } from "#lib/workbook/edit/update-worksheet";
import { setFormula } from "#lib/workbook/edit-worksheet/columns";
import { partOf } from "#lib/workbook/part-of";
import { type WorkbookDocument, worksheetIdOf } from "#lib/workbook/workbook";
import { placementOf } from "#lib/worksheet/row-level";
import type { Level, View, Worksheet } from "#lib/worksheet/worksheet";
import { useWorkbookContext } from "../workbook-context.tsx";

/** The formula of the selected column, over the whole width of the page. Its room is kept, so that nothing moves under a press that selects. */
export function SelectedFormula() {
  const { document, selection, mode, noFull } = useWorkbookContext();
  const element = selection === null ? undefined : document.elements[selection.elementId];
  const worksheetId = element === undefined ? null : worksheetIdOf(element);
  const columnId = selection?.columnId ?? null;
  const isThere = worksheetId !== null && document.worksheets[worksheetId]?.columns.some(({ id }) => id === columnId);
  if (worksheetId === null || columnId === null || isThere !== true || mode === "view")
    return noFull === null ? <NoFormula /> : null;
  return <ColumnFormula key={`${worksheetId}/${columnId}`} worksheetId={worksheetId} columnId={columnId} />;
}

/** Where there is much room. */
const barClass = "border-b bg-canvas px-4 pt-2 sm:px-6 md:min-h-26";

function NoFormula() {
  return (
    <div className={`${barClass} hidden md:block`}>
      <div className="flex gap-1.5">
        <FunctionMark />
        <p className="flex h-10 min-w-0 flex-1 items-center truncate rounded-md border border-dashed px-2.5 text-quiet">
          No column is selected
        </p>
      </div>
      <p className="mt-2 ml-6.5 truncate text-quiet text-sm">
        Its formula stands here: press a cell of a table, or in the panel ƒ beside a field of a chart.
      </p>
    </div>
  );
}

type ColumnFormulaProps = { readonly worksheetId: string; readonly columnId: string };

function ColumnFormula({ worksheetId, columnId }: ColumnFormulaProps) {
  const context = useWorkbookContext();
  const { document, scopes, change, select, selection, noFull, may, locale, currency, nonce } = context;
  const worksheet = document.worksheets[worksheetId];
  const column = worksheet?.columns.find(({ id }) => id === columnId);
  const placement = worksheet === undefined ? null : placementOf(worksheet, columnId);
  const level = placement === null || placement.role === "key" ? "base" : placement.levelName;
  const scope = scopes.checkScopeOf(worksheetId);
  const place = useMemo((): FormulaPlace | null => {
    if (scope === null) return null;
    return { worksheetId, level, scope: { ...scope, document: withoutColumn(document, worksheetId, columnId) } };
  }, [scope, document, worksheetId, columnId, level]);
  const loadPreview = useLoadPreview(worksheetId, columnId, level);
  if (worksheet === undefined || column === undefined) return null;
  const target = {
    document: partOf(document, worksheetId),
    worksheetId,
    place: { kind: "column" as const, level, columnId },
  };
  return (
    <div className={barClass}>
      <FormulaBar
        label={`Formula of ${column.name}`}
        value={column.formula}
        place={place}
        obstacle={scopes.problem === null ? null : { message: scopes.problem, retry: scopes.retry }}
        readOnlyReason={noFull}
        previews="changed"
        loadPreview={loadPreview}
        assistance={
          may("useFormulaAi")
            ? {
                target,
                isAdmin: may("administer"),
                onPlace: ({ formula, name, place: found }) => {
                  if (found.kind !== "column" || selection === null) return;
                  const id = crypto.randomUUID();
                  const at = found.level ?? "base";
                  change((before) =>
                    updateWorksheet(before, worksheetId, (sheet) => addColumnAt(sheet, at, { id, name, formula })),
                  );
                  select({ elementId: selection.elementId, columnId: id });
                },
              }
            : null
        }
        nonce={nonce}
        locale={locale}
        currency={currency}
        onSave={(formula) =>
          change((before) => updateWorksheet(before, worksheetId, (sheet) => setFormula(sheet, columnId, formula)))
        }
        onLeave={() => select(selection === null ? null : { ...selection, columnId: null })}
      />
    </div>
  );
}

/** In its own formula a name never means the column itself. */
function withoutColumn(document: WorkbookDocument, worksheetId: string, columnId: string): WorkbookDocument {
  const worksheet = document.worksheets[worksheetId];
  if (worksheet === undefined) return document;
  const columns = worksheet.columns.filter(({ id }) => id !== columnId);
  return { ...document, worksheets: { ...document.worksheets, [worksheetId]: { ...worksheet, columns } } };
}

/** The first rows of the column's level with what is written in its place. */
function useLoadPreview(worksheetId: string, columnId: string, level: Level): LoadPreview {
  const { document, workbookId, stage } = useWorkbookContext();
  return useCallback(
    async (formula, signal) => {
      const changed = updateWorksheet(document, worksheetId, (sheet) => setFormula(sheet, columnId, formula));
      const view = previewView(worksheetId, changed.worksheets[worksheetId], columnId, level);
      const body = { stage, view, limit: 20, document: partOf(changed, worksheetId) };
      const page = await request(`/api/workbooks/${workbookId}/results`, resultPageSchema, {
        method: "POST",
        body,
        signal,
      });
      return { ...page, level };
    },
    [document, workbookId, stage, worksheetId, columnId, level],
  );
}

function previewView(worksheetId: string, worksheet: Worksheet | undefined, columnId: string, level: Level): View {
  const keys = worksheet === undefined ? [] : keysOfLevel(worksheet, level);
  return { worksheetId, level, columns: [...keys.filter((id) => id !== columnId), columnId] };
}
