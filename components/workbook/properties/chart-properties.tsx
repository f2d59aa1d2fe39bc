"use client";

import { Plus, SquareFunction, X } from "lucide-react";
import { ChartOptions } from "#components/chart/chart-options";
import { IconButton } from "#components/ui/button";
import { SelectField } from "#components/ui/field";
import { chartMarks } from "#lib/chart/chart";
import { markNames } from "#lib/chart/describe-chart";
import { type ChartPlace, changeChart, changeChartField, isListing } from "#lib/workbook/edit/chart-fields";
import type { ChartElement } from "#lib/workbook/workbook";
import { resultColumnsOf } from "../data/result-columns.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { FieldMenu } from "./field-menu.tsx";
import { PanelSection } from "./panel-section.tsx";

const createId = () => crypto.randomUUID();

/** What stands on the places of a chart, and how it is drawn. */
export function ChartProperties({ element }: { readonly element: ChartElement }) {
  const { change, scopes } = useWorkbookContext();
  const { chart } = element;
  const checked = scopes.elementOf(chart.view.worksheetId);
  const set = (next: ChartElement["chart"]) => change((before) => changeChart(before, element.id, next, createId));
  const isPoints = isListing(chart);
  return (
    <>
      <PanelSection title="Chart">
        <SelectField
          label="Shown as"
          value={chart.mark}
          options={chartMarks.map((value) => ({ value, label: markNames[value] }))}
          onChange={({ target }) => {
            const mark = chartMarks.find((one) => one === target.value);
            if (mark !== undefined) set({ ...chart, mark });
          }}
        />
      </PanelSection>
      <PanelSection title="Fields">
        {chart.mark !== "histogram" && (
          <Place element={element} place="x" label={chart.mark === "kpi" ? "Over time" : "X axis"} isMeasure={false} />
        )}
        <Place element={element} place="y" label={chart.mark === "kpi" ? "Value" : "Values"} isMeasure={!isPoints} />
        {chart.mark !== "kpi" && <Place element={element} place="color" label="Colour" isMeasure={false} />}
      </PanelSection>
      {checked !== null && (
        <div className="border-t px-4 py-3">
          <ChartOptions chart={chart} schema={resultColumnsOf(checked)} onChange={set} hidesFields />
        </div>
      )}
    </>
  );
}

type PlaceProps = {
  readonly element: ChartElement;
  readonly place: ChartPlace;
  readonly label: string;
  /** What is put there is added up over the groups. */
  readonly isMeasure: boolean;
};

function Place({ element, place, label, isMeasure }: PlaceProps) {
  const { document, change, select } = useWorkbookContext();
  const { chart } = element;
  const worksheet = document.worksheets[chart.view.worksheetId];
  const here = place === "y" ? chart.y : chart[place] === null ? [] : [chart[place]];
  const put = (columnId: string | undefined, field: Parameters<typeof changeChartField>[2]["field"]) =>
    change((before) =>
      changeChartField(before, element.id, { place, field, ...(columnId === undefined ? {} : { columnId }) }, createId),
    );
  return (
    <fieldset aria-label={label}>
      <p className="mb-1 flex h-7 items-center justify-between text-quiet">
        {label}
        {(place === "y" || here.length === 0) && (
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
            <li key={columnId} className="flex items-center rounded-md border bg-canvas">
              <FieldMenu
                worksheetId={chart.view.worksheetId}
                isMeasure={isMeasure}
                onChoose={(field) => put(columnId, field)}
                trigger={
                  <button
                    type="button"
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
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
