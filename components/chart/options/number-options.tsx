"use client";

import { Switch } from "#components/ui/switch";
import type { Chart } from "#lib/chart/chart";
import { Choice, ColumnChoice, type PartProps } from "./parts.tsx";

type NumberOptionsProps = PartProps & {
  /** The target is chosen elsewhere. */
  readonly hidesTarget?: boolean;
};

/** What a single number is compared with. */
export function NumberOptions({ chart, schema, onChange, hidesTarget = false }: NumberOptionsProps) {
  const { kpi } = chart;
  const change = (parts: Partial<Chart["kpi"]>) => onChange({ ...chart, kpi: { ...kpi, ...parts } });
  const numbers = schema.filter(({ type }) => type === "number");
  return (
    <>
      <Choice
        label="Compared with"
        value={kpi.comparison}
        choices={{ none: "Nothing", previous: "The period before", target: "A target" }}
        onChange={(comparison) => change({ comparison })}
        {...(kpi.comparison === "previous" && chart.x === null
          ? { help: "Choose the periods first: the last one is shown." }
          : hidesTarget && kpi.comparison === "target" && kpi.targetColumnId === null
            ? { help: "Choose the target among the fields." }
            : {})}
      />
      {kpi.comparison === "target" && !hidesTarget && (
        <ColumnChoice
          label="Target"
          value={kpi.targetColumnId}
          columns={numbers}
          onChange={(targetColumnId) => change({ targetColumnId })}
        />
      )}
      {kpi.comparison !== "none" && (
        <Switch
          label="Lower is better"
          checked={kpi.isLowerBetter}
          onChange={() => change({ isLowerBetter: !kpi.isLowerBetter })}
        />
      )}
      <Switch
        label="Line of all periods"
        checked={kpi.sparkline}
        onChange={() => change({ sparkline: !kpi.sparkline })}
      />
    </>
  );
}
