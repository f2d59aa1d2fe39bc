import type { ChartMark } from "#lib/chart/chart";
import { chooseChart, redrawChart } from "#lib/chart/choose-chart";
import type { AskToolInput } from "#lib/contract/ask-tools";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import type { ResultColumn, ResultRows } from "#lib/worksheet/result";
import type { View } from "#lib/worksheet/worksheet";
import type { Reading } from "../interpret/reading.ts";
import type { RunOutput } from "./conversation.ts";

type DrawChart = AskToolInput<"draw-chart">;

/** The chart that the question wishes, else the one that the result's shape asks for; null when the table is better. */
export function drawChart(reading: Reading, draft: WorksheetDraft, output: RunOutput): DrawChart | null {
  const change = output.columns.find(({ name }) => name === "Change");
  const [label] = output.columns;
  const isChange = reading.measures.some(({ aggregate }) => aggregate === "delta");
  if (isChange && change !== undefined && label !== undefined && label !== change && wishedMark(reading) === null)
    return { result: output.result, mark: "bar", x: label.key, y: [change.key], color: null };
  const schema = output.columns.map((column) => resultColumn(column, draft));
  const rows = resultRows(output);
  const view: View = { worksheetId: output.worksheetId, level: "view", columns: output.columns.map(({ key }) => key) };
  const wished = wishedMark(reading);
  const chart = (wished === null ? null : redrawChart(view, wished, schema, rows)) ?? chooseChart(view, schema, rows);
  if (chart === null) return null;
  const color = reading.chart?.color ?? null;
  const colorKey = color === null ? chart.color : (keyOf(color.name, output) ?? chart.color);
  const x = colorKey !== null && colorKey === chart.x ? chart.color : chart.x;
  return { result: output.result, mark: chart.mark, x, y: [...chart.y], color: colorKey };
}

const marks: Readonly<Record<NonNullable<Reading["chart"]>["wish"], ChartMark | null>> = {
  bar: "bar",
  stacked: "bar",
  line: "line",
  trend: "line",
  area: "area",
  scatter: "scatter",
  pie: "pie",
  donut: "donut",
  histogram: "bar",
  any: null,
};

function wishedMark({ chart }: Reading): ChartMark | null {
  return chart === null ? null : marks[chart.wish];
}

function keyOf(name: string, output: RunOutput): string | null {
  return output.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.key ?? null;
}

function resultColumn({ key, name, type }: RunOutput["columns"][number], draft: WorksheetDraft): ResultColumn {
  const formula = draft.columns.find((column) => column.name === name)?.formula ?? `[${name}]`;
  return { key, columnId: key, name, type, level: draft.groupings.length > 0 ? "group" : "base", formula };
}

function resultRows({ columns, rows }: RunOutput): ResultRows {
  return {
    offset: 0,
    rowCount: rows.length,
    columns: columns.map((_, index) => rows.map((row) => row[index] ?? null)),
  };
}
