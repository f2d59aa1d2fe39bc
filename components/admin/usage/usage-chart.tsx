"use client";

import { useMemo, useState } from "react";
import { ChartView } from "#components/chart/chart-view";
import { Tabs } from "#components/ui/tabs";
import { type Chart, createChart } from "#lib/chart/chart";
import type { UsageRow } from "#lib/contract/usage";
import type { ResultColumn, ResultRows } from "#lib/worksheet/result";

const measures = ["questions", "tokens", "cost", "failures"] as const;
type Measure = (typeof measures)[number];

const described: Record<Measure, { readonly label: string; readonly measureOf: (day: UsageRow) => number }> = {
  questions: { label: "Questions", measureOf: (day) => day.questions },
  tokens: { label: "Tokens", measureOf: (day) => day.inputTokens + day.outputTokens },
  cost: { label: "Cost", measureOf: (day) => day.costUsd ?? 0 },
  failures: { label: "Failures", measureOf: (day) => day.failures },
};

/** One measure by day. */
export function UsageChart({ days, locale }: { readonly days: readonly UsageRow[]; readonly locale: string }) {
  const [measure, setMeasure] = useState<Measure>("questions");
  const { label, measureOf } = described[measure];
  const { chart, schema, rows } = useMemo(
    () => chartOf(days, label, measureOf, measure === "cost"),
    [days, label, measureOf, measure],
  );
  return (
    <section aria-label="By day, drawn" className="mb-6 rounded-md border bg-surface p-3">
      <div className="mb-2 flex justify-end">
        <Tabs
          label="What the chart shows"
          value={measure}
          onChange={setMeasure}
          tabs={measures.map((value) => ({ value, label: described[value].label }))}
        />
      </div>
      <ChartView
        chart={chart}
        title={`${label} by day`}
        schema={schema}
        rows={rows}
        totalRows={rows.rowCount}
        locale={locale}
        currency="USD"
        height={200}
      />
    </section>
  );
}

function chartOf(
  days: readonly UsageRow[],
  label: string,
  measureOf: (day: UsageRow) => number,
  isMoney: boolean,
): { readonly chart: Chart; readonly schema: readonly ResultColumn[]; readonly rows: ResultRows } {
  const level = "day";
  const view = { worksheetId: "usage", level, columns: ["day", "measure"] };
  const schema: ResultColumn[] = [
    { key: "day", columnId: "day", name: "Day", type: "date", grain: "day", level, formula: "" },
    {
      key: "measure",
      columnId: "measure",
      name: label,
      type: "number",
      level,
      formula: "",
      ...(isMoney ? { format: { kind: "currency", currency: "USD", decimals: 2 } } : {}),
    },
  ];
  return {
    chart: createChart({
      view,
      mark: "bar",
      x: "day",
      y: ["measure"],
      color: null,
      size: null,
      trellis: null,
      stacking: "none",
      orientation: "vertical",
    }),
    schema,
    rows: { offset: 0, rowCount: days.length, columns: [days.map(({ name }) => name), days.map(measureOf)] },
  };
}
