"use client";

import { Plus, X } from "lucide-react";
import { Button, IconButton } from "#components/ui/button";
import { Menu, MenuItem } from "#components/ui/menu";
import type { Chart, ChartMark, ChartSeries } from "#lib/chart/chart";
import { Choice, ColumnChoice, type PartProps } from "./parts.tsx";

type Place = "x" | "color" | "size" | "trellis";

/** The places of a mark, by what they are called there. Absent: it has none. */
export const chartPlaces: Readonly<Record<ChartMark, Partial<Record<Place, string>>>> = {
  bar: { x: "X axis", color: "Colour", trellis: "Panels by" },
  line: { x: "X axis", color: "Colour", trellis: "Panels by" },
  area: { x: "X axis", color: "Colour", trellis: "Panels by" },
  combo: { x: "X axis", color: "Colour", trellis: "Panels by" },
  scatter: { x: "X axis", color: "Colour", size: "Size", trellis: "Panels by" },
  pie: { x: "Slices", trellis: "Panels by" },
  donut: { x: "Slices", trellis: "Panels by" },
  histogram: { x: "Values" },
  box: { x: "X axis", trellis: "Panels by" },
  kpi: { x: "Periods" },
};

export const measureNames: Readonly<Record<ChartMark, string | null>> = {
  bar: "Y axis",
  line: "Y axis",
  area: "Y axis",
  combo: "Y axis",
  scatter: "Y axis",
  pie: "Values",
  donut: "Values",
  histogram: null,
  box: "Values",
  kpi: "Numbers",
};

export const mostMeasures: Readonly<Record<ChartMark, number>> = {
  bar: 10,
  line: 10,
  area: 10,
  combo: 10,
  scatter: 1,
  pie: 1,
  donut: 1,
  histogram: 0,
  box: 1,
  kpi: 10,
};

/** What stands on which place. */
export function FieldOptions({ chart, schema, onChange }: PartProps) {
  const numbers = schema.filter(({ type }) => type === "number");
  const own = chartPlaces[chart.mark];
  const place = (name: Place, label: string) => (
    <ColumnChoice
      key={name}
      label={label}
      value={chart[name]}
      columns={name === "size" || (name === "x" && isMeasuredX(chart.mark)) ? numbers : schema}
      onChange={(columnId) => onChange({ ...chart, [name]: columnId })}
    />
  );
  return (
    <>
      {own.x !== undefined && place("x", own.x)}
      <Measures chart={chart} schema={schema} onChange={onChange} />
      {own.color !== undefined && place("color", own.color)}
      {own.size !== undefined && place("size", own.size)}
      {own.trellis !== undefined && place("trellis", own.trellis)}
    </>
  );
}

function isMeasuredX(mark: ChartMark): boolean {
  return mark === "scatter" || mark === "histogram";
}

function Measures({ chart, schema, onChange }: PartProps) {
  const label = measureNames[chart.mark];
  if (label === null) return null;
  const free = schema.filter(({ type, columnId }) => type === "number" && !chart.y.includes(columnId));
  const nameOf = (id: string): string =>
    schema.find(({ columnId }) => columnId === id)?.name ?? "A column that is not here";
  const remove = (id: string) =>
    onChange({
      ...chart,
      y: chart.y.filter((one) => one !== id),
      series: chart.series.filter(({ columnId }) => columnId !== id),
    });
  return (
    <fieldset>
      <legend className="mb-1 text-quiet">{label}</legend>
      <ul className="space-y-1.5">
        {chart.y.map((id) => (
          <li key={id} className="rounded-md border px-2 py-1">
            <span className="flex items-center gap-1">
              <span className="min-w-0 flex-1 truncate">{nameOf(id)}</span>
              <IconButton label={`Remove ${nameOf(id)}`} size="small" onClick={() => remove(id)}>
                <X />
              </IconButton>
            </span>
            {hasSeries(chart) && <SeriesOptions chart={chart} columnId={id} name={nameOf(id)} onChange={onChange} />}
          </li>
        ))}
      </ul>
      {chart.y.length < mostMeasures[chart.mark] && free.length > 0 && (
        <Menu
          align="start"
          trigger={
            <Button variant="quiet" size="small" className="mt-1">
              <Plus />
              Add
            </Button>
          }
        >
          {free.map(({ columnId, name }) => (
            <MenuItem key={columnId} onSelect={() => onChange({ ...chart, y: [...chart.y, columnId] })}>
              {name}
            </MenuItem>
          ))}
        </Menu>
      )}
    </fieldset>
  );
}

export function hasSeries({ mark, y }: Chart): boolean {
  return (mark === "bar" || mark === "line" || mark === "area" || mark === "combo") && y.length > 1;
}

type SeriesOptionsProps = Pick<PartProps, "chart" | "onChange"> & { readonly columnId: string; readonly name: string };

/** The axis and the mark of one measure among several. */
export function SeriesOptions({ chart, columnId, name, onChange }: SeriesOptionsProps) {
  const own = chart.series.find((series) => series.columnId === columnId);
  const change = (parts: Partial<ChartSeries>) => {
    const next = { columnId, axis: own?.axis ?? "left", mark: own?.mark ?? null, ...parts };
    onChange({ ...chart, series: [...chart.series.filter((series) => series.columnId !== columnId), next] });
  };
  return (
    <fieldset className="mt-1 space-y-1.5 pb-1" aria-label={`How ${name} is drawn`}>
      <Choice
        label="Axis"
        value={own?.axis ?? "left"}
        choices={{ left: "Left", right: "Right" }}
        onChange={(axis) => change({ axis })}
      />
      <Choice
        label="Drawn as"
        value={own?.mark ?? "chart"}
        choices={{ chart: "As the chart", bar: "Bars", line: "Line", area: "Area" }}
        onChange={(mark) => change({ mark: mark === "chart" ? null : mark })}
      />
    </fieldset>
  );
}
