"use client";

import { Plus } from "lucide-react";
import { ChartOptions } from "#components/chart/chart-options";
import {
  chartPlaces,
  hasSeries,
  measureNames,
  mostMeasures,
  SeriesOptions,
} from "#components/chart/options/field-options";
import { Button } from "#components/ui/button";
import { SelectField } from "#components/ui/field";
import { chartMarks } from "#lib/chart/chart";
import { markNames } from "#lib/chart/describe-chart";
import { writeReferencePath } from "#lib/formula/parse/literals";
import { type ChartField, changeChart, changeChartField, isListing } from "#lib/workbook/edit/chart-fields";
import { aggregateNames } from "#lib/workbook/edit-worksheet/columns";
import type { ChartElement } from "#lib/workbook/workbook";
import { resultColumnsOf } from "../data/result-columns.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { Place } from "./chart-place.tsx";
import { FieldMenu } from "./field-menu.tsx";
import { PanelSection } from "./panel-section.tsx";

const createId = () => crypto.randomUUID();

/** What stands on the places of a chart, and how it is drawn. */
export function ChartProperties({ element }: { readonly element: ChartElement }) {
  const { change, scopes, select } = useWorkbookContext();
  const { chart } = element;
  const checked = scopes.elementOf(chart.view.worksheetId);
  const set = (next: ChartElement["chart"]) => change((before) => changeChart(before, element.id, next, createId));
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
        <Places element={element} onChange={set} />
      </PanelSection>
      {checked !== null && (
        <div className="border-t px-1 py-1">
          <ChartOptions
            chart={chart}
            schema={resultColumnsOf(checked)}
            onChange={set}
            hidesFields
            onFormula={(columnId) => select({ elementId: element.id, columnId })}
            addLine={<AddLine element={element} />}
          />
        </div>
      )}
    </>
  );
}

type PlacesProps = { readonly element: ChartElement; readonly onChange: (chart: ChartElement["chart"]) => void };

/** The places of the chart's mark, and those of others that still hold something, so that it can be taken away. */
function Places({ element, onChange }: PlacesProps) {
  const { chart } = element;
  const { mark } = chart;
  const own = mark === "histogram" ? {} : chartPlaces[mark];
  const isPoints = isListing(chart);
  const has = (place: "x" | "color" | "size" | "trellis"): boolean => own[place] !== undefined || chart[place] !== null;
  return (
    <>
      {has("x") && <Place element={element} place="x" label={own.x ?? "X axis"} isMeasure={isMeasuredX(element)} />}
      <Place
        element={element}
        place="y"
        label={measureNames[mark] ?? "Values"}
        isMeasure={!isPoints}
        most={Math.max(1, mostMeasures[mark])}
        detailsOf={(columnId, name) =>
          hasSeries(chart) && (
            <div className="px-2 pb-1">
              <SeriesOptions chart={chart} columnId={columnId} name={name} onChange={onChange} />
            </div>
          )
        }
      />
      {mark === "kpi" && chart.kpi.comparison === "target" && (
        <Place element={element} place="target" label="Target" isMeasure />
      )}
      {has("color") && <Place element={element} place="color" label={own.color ?? "Colour"} isMeasure={false} />}
      {has("size") && <Place element={element} place="size" label={own.size ?? "Size"} isMeasure={!isPoints} />}
      {has("trellis") && (
        <Place element={element} place="trellis" label={own.trellis ?? "Panels by"} isMeasure={false} />
      )}
      {mark !== "kpi" && (
        <Place element={element} place="tooltip" label="Also in the tooltip" isMeasure={!isPoints} most={20} />
      )}
    </>
  );
}

/** The points of a grouped scatter have measures on both axes. */
const isMeasuredX = ({ chart }: ChartElement): boolean => chart.mark === "scatter" && !isListing(chart);

/** A line whose place is computed from all rows: of what the chart shows, or of anything else. */
function AddLine({ element }: { readonly element: ChartElement }) {
  const { document, change, select } = useWorkbookContext();
  const { chart } = element;
  const worksheet = document.worksheets[chart.view.worksheetId];
  const shown = chart.y.flatMap((id) => worksheet?.columns.find((column) => column.id === id)?.name ?? []);
  const add = (field: ChartField) =>
    change((before) => {
      const next = changeChartField(before, element.id, { place: "reference", field }, createId);
      const changed = next.elements[element.id];
      const columnId = changed?.kind === "chart" ? (changed.chart.references.at(-1)?.columnId ?? null) : null;
      select({ elementId: element.id, columnId });
      return next;
    });
  return (
    <FieldMenu
      worksheetId={chart.view.worksheetId}
      isMeasure
      first={shown.flatMap(linesOf)}
      onChoose={add}
      trigger={
        <Button size="small" variant="quiet">
          <Plus />
          Add a line by formula
        </Button>
      }
    />
  );
}

const linesOf = (name: string): ChartField[] =>
  (["Avg", "Median", "Max", "Min"] as const).map((aggregate) => ({
    name: `${aggregateNames[aggregate]} of ${name}`,
    formula: `${aggregate}(${writeReferencePath([name])})`,
  }));
