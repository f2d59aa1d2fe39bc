"use client";

import type { ReactNode } from "react";
import { Checkbox } from "#components/ui/checkbox";
import { markNames } from "#lib/chart/describe-chart";
import { AxisOptions, hasAxes } from "./options/axis-options.tsx";
import { FieldOptions } from "./options/field-options.tsx";
import { NumberOptions } from "./options/number-options.tsx";
import { Choice, type PartProps, Section } from "./options/parts.tsx";
import { hasLines, ReferenceOptions } from "./options/reference-options.tsx";
import { hasShape, ShapeOptions } from "./options/shape-options.tsx";

type ChartOptionsProps = PartProps & {
  /** Where fields are chosen by formulas elsewhere. */
  readonly hidesFields?: boolean;
  /** Leads to the formula of a line's column. */
  readonly onFormula?: (columnId: string) => void;
  /** Another way to a new reference line. */
  readonly addLine?: ReactNode;
};

/**
 * All that a chart can say about itself, for a panel of 320 px. `schema` holds the columns to choose from. What is chosen is passed on as a
 * whole chart; making its view and worksheet fit is the owner's.
 */
export function ChartOptions({ hidesFields = false, onFormula, addLine, ...part }: ChartOptionsProps) {
  const { chart, onChange } = part;
  return (
    <section aria-label="Chart" className="text-sm">
      {!hidesFields && (
        <Section title="Fields" isOpen>
          <Choice
            label="Chart type"
            value={chart.mark}
            choices={markNames}
            onChange={(mark) => onChange({ ...chart, mark })}
          />
          <FieldOptions {...part} />
        </Section>
      )}
      {chart.mark === "kpi" && (
        <Section title="Comparison" isOpen>
          <NumberOptions {...part} hidesTarget={hidesFields} />
        </Section>
      )}
      {hasShape(chart.mark) && (
        <Section title="Order and look" isOpen={hidesFields}>
          <ShapeOptions {...part} />
        </Section>
      )}
      {hasAxes(chart.mark) && (
        <Section title="Axes">
          <AxisOptions {...part} />
        </Section>
      )}
      {hasLines(chart) && (
        <Section title="Reference lines">
          <ReferenceOptions {...part} onFormula={onFormula} addLine={addLine} />
        </Section>
      )}
      {chart.mark !== "kpi" && !hidesFields && (
        <Section title="Tooltip">
          <TooltipOptions {...part} />
        </Section>
      )}
    </section>
  );
}

/** Further columns; those on the chart's places are there anyway. */
function TooltipOptions({ chart, schema, onChange }: PartProps) {
  const placed = new Set([chart.x, chart.color, chart.trellis, ...chart.y]);
  const others = schema.filter(({ columnId }) => !placed.has(columnId));
  if (others.length === 0) return <p className="text-quiet">There are no further columns to show.</p>;
  const toggle = (id: string, isOn: boolean) =>
    onChange({
      ...chart,
      tooltip: isOn ? [...chart.tooltip, id].slice(-20) : chart.tooltip.filter((one) => one !== id),
    });
  return (
    <ul className="space-y-1.5">
      {others.map(({ columnId, name }) => (
        <li key={columnId}>
          <Checkbox
            label={name}
            checked={chart.tooltip.includes(columnId)}
            onChange={(event) => toggle(columnId, event.target.checked)}
          />
        </li>
      ))}
    </ul>
  );
}
