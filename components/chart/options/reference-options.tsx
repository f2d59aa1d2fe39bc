"use client";

import { Plus, SquareFunction, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, IconButton } from "#components/ui/button";
import type { Chart, ChartReference } from "#lib/chart/chart";
import { Choice, ColumnChoice, NumberOption, type PartProps, TextOption } from "./parts.tsx";

const mostLines = 20;

export function hasLines({ mark }: Chart): boolean {
  return mark !== "pie" && mark !== "donut" && mark !== "kpi" && mark !== "histogram";
}

type ReferenceOptionsProps = PartProps & {
  readonly onFormula?: ((columnId: string) => void) | undefined;
  readonly addLine?: ReactNode;
};

/** Lines at a constant or at the value of a column, such as a summary by formula. */
export function ReferenceOptions({ chart, schema, onChange, onFormula, addLine }: ReferenceOptionsProps) {
  const { references } = chart;
  const replace = (id: string, parts: Partial<ChartReference>) =>
    onChange({ ...chart, references: references.map((one) => (one.id === id ? { ...one, ...parts } : one)) });
  const add = () => {
    const line: ChartReference = {
      id: crypto.randomUUID(),
      label: "",
      value: 0,
      columnId: null,
      axis: "left",
      style: "dashed",
    };
    onChange({ ...chart, references: [...references, line] });
  };
  const numbers = schema.filter(({ type }) => type === "number");
  const hasRight = chart.series.some(({ axis }) => axis === "right");
  return (
    <>
      {references.map((line, index) => (
        <fieldset key={line.id} className="relative space-y-2 rounded-md border p-2">
          <legend className="sr-only">Line {index + 1}</legend>
          <p aria-hidden="true" className="font-medium">
            Line {index + 1}
          </p>
          <IconButton
            label={`Remove line ${index + 1}`}
            size="small"
            className="absolute top-1 right-1"
            onClick={() => onChange({ ...chart, references: references.filter(({ id }) => id !== line.id) })}
          >
            <X />
          </IconButton>
          <TextOption
            label="Name"
            value={line.label}
            placeholder="Target"
            onChange={(label) => replace(line.id, { label })}
          />
          <ColumnChoice
            label="At"
            value={line.columnId}
            columns={numbers}
            none="A constant"
            onChange={(columnId) => replace(line.id, { columnId, value: columnId === null ? (line.value ?? 0) : null })}
          />
          {line.columnId !== null && onFormula !== undefined && (
            <Button size="small" variant="quiet" onClick={() => onFormula(line.columnId ?? "")}>
              <SquareFunction />
              Formula of line {index + 1}
            </Button>
          )}
          {line.columnId === null && (
            <NumberOption
              label="Constant"
              value={line.value}
              placeholder="0"
              onChange={(value) => replace(line.id, { value })}
            />
          )}
          <div className="space-y-2">
            <Choice
              label="Style"
              value={line.style}
              choices={{ solid: "Solid", dashed: "Dashed", dotted: "Dotted" }}
              onChange={(style) => replace(line.id, { style })}
            />
            {hasRight && (
              <Choice
                label="Axis"
                value={line.axis}
                choices={{ left: "Left", right: "Right" }}
                onChange={(axis) => replace(line.id, { axis })}
              />
            )}
          </div>
        </fieldset>
      ))}
      {references.length < mostLines && (
        <Button size="small" variant="quiet" onClick={add}>
          <Plus />
          {addLine === undefined ? "Add a line" : "Add a line at a constant"}
        </Button>
      )}
      {references.length < mostLines && addLine}
    </>
  );
}
