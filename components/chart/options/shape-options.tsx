"use client";

import type { Chart, ChartMark } from "#lib/chart/chart";
import { Choice, ColumnChoice, NumberOption, type PartProps } from "./parts.tsx";

type Shape = "stacking" | "orientation" | "sort" | "labels";

const shapes: Readonly<Record<ChartMark, readonly Shape[]>> = {
  bar: ["stacking", "orientation", "sort", "labels"],
  line: ["stacking", "sort", "labels"],
  area: ["stacking", "sort", "labels"],
  combo: ["stacking", "sort", "labels"],
  scatter: ["labels"],
  pie: ["sort", "labels"],
  donut: ["sort", "labels"],
  histogram: ["labels"],
  box: ["sort"],
  kpi: [],
};

export function hasShape(mark: ChartMark): boolean {
  return shapes[mark].length > 0;
}

/** Order, limit, stacking, labels. */
export function ShapeOptions({ chart, schema, onChange }: PartProps) {
  const has = (shape: Shape): boolean => shapes[chart.mark].includes(shape);
  return (
    <>
      {has("sort") && <SortOptions chart={chart} schema={schema} onChange={onChange} />}
      {has("stacking") && (
        <Choice
          label="Stacking"
          value={chart.stacking}
          choices={{ none: "None", stacked: "Stacked", normalized: "Stacked to 100 %" }}
          onChange={(stacking) => onChange({ ...chart, stacking })}
        />
      )}
      {has("orientation") && (
        <Choice
          label="Direction"
          value={chart.orientation}
          choices={{ vertical: "Upright", horizontal: "Lying" }}
          onChange={(orientation) => onChange({ ...chart, orientation })}
        />
      )}
      {has("labels") && (
        <Choice
          label="Labels"
          value={chart.labels}
          choices={{ none: "None", auto: "Where there is room", all: "All" }}
          onChange={(labels) => onChange({ ...chart, labels })}
        />
      )}
    </>
  );
}

function SortOptions({ chart, schema, onChange }: PartProps) {
  const { sort, limit } = chart;
  const change = (parts: Partial<Chart["sort"]>) => onChange({ ...chart, sort: { ...sort, ...parts } });
  const measures = schema.filter(({ columnId }) => chart.y.includes(columnId));
  return (
    <>
      <Choice
        label="Order"
        value={sort.by}
        choices={{ view: "As in the data", value: "By value", label: "By label" }}
        onChange={(by) => change({ by, direction: by === "label" ? "ascending" : "descending" })}
      />
      {sort.by === "value" && measures.length > 1 && (
        <ColumnChoice
          label="Ordered by"
          value={sort.columnId}
          columns={measures}
          none="The first one"
          onChange={(columnId) => change({ columnId })}
        />
      )}
      {sort.by !== "view" && (
        <Choice
          label="From"
          value={sort.direction}
          choices={{
            ascending: sort.by === "label" ? "A to Z" : "Smallest first",
            descending: sort.by === "label" ? "Z to A" : "Largest first",
          }}
          onChange={(direction) => change({ direction })}
        />
      )}
      <NumberOption
        label="Show at most"
        value={limit?.count ?? null}
        placeholder="All"
        min={1}
        isWhole
        onChange={(count) =>
          onChange({
            ...chart,
            limit: count === null ? null : { count: Math.min(1000, count), rest: limit?.rest ?? "other" },
          })
        }
      />
      {limit !== null && (
        <Choice
          label="The others"
          value={limit.rest}
          choices={{ other: "As one, where they add up", drop: "Left out, and said so" }}
          onChange={(rest) => onChange({ ...chart, limit: { ...limit, rest } })}
        />
      )}
    </>
  );
}
