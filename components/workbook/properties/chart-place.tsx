"use client";

import { Plus, SquareFunction, X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "#components/ui/button";
import type { Chart } from "#lib/chart/chart";
import { type ChartPlace, changeChartField } from "#lib/workbook/edit/chart-fields";
import type { ChartElement } from "#lib/workbook/workbook";
import { useWorkbookContext } from "../workbook-context.tsx";
import { FieldMenu } from "./field-menu.tsx";

type PlaceProps = {
  readonly element: ChartElement;
  readonly place: Exclude<ChartPlace, "reference">;
  readonly label: string;
  /** What is put there is added up over the groups. */
  readonly isMeasure: boolean;
  /** How many columns can stand here. */
  readonly most?: number;
  /** Under a column: how it is drawn. */
  readonly detailsOf?: (columnId: string, name: string) => ReactNode;
};

/** One place of a chart: the columns that stand on it, each with its formula, and what can be put there. */
export function Place({ element, place, label, isMeasure, most = 1, detailsOf }: PlaceProps) {
  const { document, change, select } = useWorkbookContext();
  const { chart } = element;
  const worksheet = document.worksheets[chart.view.worksheetId];
  const here = columnsAt(chart, place);
  const put = (columnId: string | undefined, field: Parameters<typeof changeChartField>[2]["field"]) =>
    change((before) =>
      changeChartField(before, element.id, { place, field, ...(columnId === undefined ? {} : { columnId }) }, () =>
        crypto.randomUUID(),
      ),
    );
  return (
    <fieldset aria-label={label}>
      <p className="mb-1 flex h-7 items-center justify-between text-quiet">
        {label}
        {here.length < most && (
          <FieldMenu
            worksheetId={chart.view.worksheetId}
            isMeasure={isMeasure}
            onChoose={(field) => put(undefined, field)}
            trigger={
              <IconButton label={`Add to ${label}`} size="small">
                <Plus />
              </IconButton>
            }
          />
        )}
      </p>
      <ul className="space-y-1">
        {here.map((columnId) => {
          const name = worksheet?.columns.find(({ id }) => id === columnId)?.name ?? "A column that is gone";
          return (
            <li key={columnId} className="rounded-md border bg-canvas">
              <span className="flex items-center">
                <FieldMenu
                  worksheetId={chart.view.worksheetId}
                  isMeasure={isMeasure}
                  onChoose={(field) => put(columnId, field)}
                  trigger={
                    <button
                      type="button"
                      title={name}
                      className="h-7 min-w-0 flex-1 truncate rounded-md px-2 text-left hover:bg-text/5"
                    >
                      {name}
                    </button>
                  }
                />
                <IconButton
                  label={`Formula of ${name}`}
                  size="small"
                  onClick={() => select({ elementId: element.id, columnId })}
                >
                  <SquareFunction />
                </IconButton>
                <IconButton label={`Remove ${name} from ${label}`} size="small" onClick={() => put(columnId, null)}>
                  <X />
                </IconButton>
              </span>
              {detailsOf?.(columnId, name)}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}

function columnsAt(chart: Chart, place: PlaceProps["place"]): readonly string[] {
  if (place === "y" || place === "tooltip") return chart[place];
  const columnId = place === "target" ? chart.kpi.targetColumnId : chart[place];
  return columnId === null ? [] : [columnId];
}
