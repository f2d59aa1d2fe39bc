"use client";

import type { Chart, ChartAxis, ChartMark } from "#lib/chart/chart";
import type { Format } from "#lib/formula/types";
import { Choice, NumberOption, type PartProps, TextOption } from "./parts.tsx";

type Side = keyof Chart["axes"];

const sideNames: Readonly<Record<Side, string>> = { x: "X axis", left: "Left axis", right: "Right axis" };

export function hasAxes(mark: ChartMark): boolean {
  return mark !== "pie" && mark !== "donut" && mark !== "kpi";
}

/** Title, format, range and scale of each axis that the chart has. */
export function AxisOptions(props: PartProps) {
  const { chart } = props;
  const hasRight = chart.series.some(({ axis, columnId }) => axis === "right" && chart.y.includes(columnId));
  const sides: readonly Side[] = hasRight ? ["x", "left", "right"] : ["x", "left"];
  return sides.map((side) => <AxisFields key={side} side={side} {...props} />);
}

function AxisFields({ side, chart, schema, onChange }: PartProps & { readonly side: Side }) {
  const axis = chart.axes[side];
  const change = (parts: Partial<ChartAxis>) =>
    onChange({ ...chart, axes: { ...chart.axes, [side]: { ...axis, ...parts } } });
  const x = schema.find(({ columnId }) => columnId === chart.x);
  const isValue = side !== "x" || chart.mark === "scatter";
  const isDate = side === "x" && x?.type === "date";
  return (
    <fieldset className="space-y-2">
      <legend className="font-medium">{sideNames[side]}</legend>
      <TextOption
        label="Title"
        value={axis.title ?? ""}
        placeholder="Automatic"
        onChange={(title) => change({ title: title === "" ? null : title })}
      />
      {isDate ? (
        <Choice
          label="Dates as"
          value={axis.format?.datePattern ?? "automatic"}
          choices={datePatterns}
          onChange={(pattern) =>
            change({ format: pattern === "automatic" ? null : { kind: "date", datePattern: pattern } })
          }
        />
      ) : (
        isValue && <NumberFormat axis={axis} onChange={change} />
      )}
      {isValue && (
        <>
          <NumberOption label="From" value={axis.min} onChange={(min) => change({ min })} />
          <NumberOption label="To" value={axis.max} onChange={(max) => change({ max })} />
          <Choice
            label="Scale"
            value={axis.scale}
            choices={{ linear: "Linear", logarithmic: "Logarithmic" }}
            onChange={(scale) => change({ scale })}
          />
        </>
      )}
    </fieldset>
  );
}

const datePatterns = {
  automatic: "As in the column",
  year: "Years",
  quarter: "Quarters",
  month: "Months",
  week: "Weeks",
  day: "Days",
  hour: "Hours",
  minute: "Minutes",
  second: "Seconds",
} as const;

const kinds = {
  automatic: "As in the column",
  number: "Number",
  percent: "Percent",
  currency: "Currency",
} as const;

type NumberFormatProps = { readonly axis: ChartAxis; readonly onChange: (parts: Partial<ChartAxis>) => void };

function NumberFormat({ axis, onChange }: NumberFormatProps) {
  const { format } = axis;
  const kind = format === null || format.kind === "date" ? "automatic" : format.kind;
  const change = (parts: Partial<Format>) => {
    if (format !== null) onChange({ format: { ...format, ...parts } });
  };
  return (
    <>
      <Choice
        label="Numbers as"
        value={kind}
        choices={kinds}
        onChange={(chosen) => onChange({ format: chosen === "automatic" ? null : { ...format, kind: chosen } })}
      />
      {format !== null && kind !== "automatic" && (
        <NumberOption
          label="Decimals"
          value={format.decimals ?? null}
          min={0}
          isWhole
          onChange={(decimals) => {
            const { decimals: _, ...rest } = format;
            if (decimals === null) onChange({ format: rest });
            else change({ decimals: Math.min(12, decimals) });
          }}
        />
      )}
    </>
  );
}
