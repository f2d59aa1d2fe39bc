import { describe, expect, it } from "vitest";
import { addChart } from "#lib/workbook/edit/add-element";
import { type ChartField, type ChartPlace, changeChart, changeChartField } from "#lib/workbook/edit/chart-fields";
import { put } from "#lib/workbook/edit/layout";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { chartOf, createId, empty, problemsOf, rows, tableAndChart } from "./shop-workbook.ts";

describe("the fields of a chart", () => {
  it("group its worksheet, and what is not shown any more leaves", () => {
    const { document, chartId } = tableAndChart();
    const color = changeChartField(
      document,
      chartId,
      { place: "color", field: { name: "Region", formula: "[Region]" } },
      createId,
    );
    const chart = chartOf(color, chartId).chart;
    expect(color.worksheets[chart.view.worksheetId]?.groupings[0]?.keys).toEqual([chart.x, chart.color]);
    expect(problemsOf(color)).toEqual([]);
    const without = changeChartField(color, chartId, { place: "color", field: null }, createId);
    expect(without.worksheets[chart.view.worksheetId]?.columns).toHaveLength(2);
    expect(problemsOf(without)).toEqual([]);
  });

  it("all taken away leave a number, and a worksheet that others show stays as it is", () => {
    const { document, chartId } = tableAndChart();
    const number = changeChartField(document, chartId, { place: "x", field: null }, createId);
    expect(chartOf(number, chartId).chart.view.level).toBe("summary");
    expect(problemsOf(number)).toEqual([]);
    const shared = {
      ...number,
      elements: { ...number.elements, twin: { ...chartOf(number, chartId), id: "twin" } },
      pages: [
        {
          id: "p1",
          name: "P",
          layout: put(number.pages[0]?.layout ?? [], { elementId: "x", x: 0, y: 0, width: 1, height: 1 }),
        },
      ],
    };
    const { worksheetId } = chartOf(shared, "twin").chart.view;
    const changed = changeChartField(
      shared,
      chartId,
      { place: "x", field: { name: "Region", formula: "[Region]" } },
      createId,
    );
    expect(changed.worksheets[worksheetId]).toEqual(shared.worksheets[worksheetId]);
    expect(chartOf(changed, chartId).chart.view.worksheetId).not.toBe(worksheetId);
  });

  it("stand on every place: panels part the rows, size, tooltip, target and a line of all rows are computed", () => {
    const { document, chartId } = tableAndChart();
    const sum = { name: "Sum of Quantity", formula: "Sum([Quantity])" };
    const place = (before: WorkbookDocument, where: ChartPlace, field: ChartField) =>
      changeChartField(before, chartId, { place: where, field }, createId);
    const panels = place(document, "trellis", { name: "Region", formula: "[Region]" });
    const all = (["size", "tooltip", "target", "reference"] as const).reduce(
      (now, one) => place(now, one, sum),
      panels,
    );
    expect(problemsOf(all)).toEqual([]);
    const { chart } = chartOf(all, chartId);
    const worksheet = all.worksheets[chart.view.worksheetId];
    const line = chart.references[0]?.columnId ?? "";
    expect(worksheet?.groupings[0]?.keys).toEqual([chart.trellis, chart.x]);
    expect(worksheet?.summaries).toEqual([line]);
    expect(worksheet?.groupings[0]?.calculations).toEqual([
      ...chart.y,
      chart.size,
      chart.kpi.targetColumnId,
      ...chart.tooltip,
    ]);
    expect(chart.view.columns).toContain(line);
    const none = changeChart(all, chartId, { ...chart, references: [], tooltip: [] }, createId);
    expect(none.worksheets[chart.view.worksheetId]?.summaries).toEqual([]);
    expect(problemsOf(none)).toEqual([]);
  });

  it("a measure that leaves takes along how it is drawn", () => {
    const { document, chartId } = tableAndChart();
    const two = changeChartField(
      document,
      chartId,
      { place: "y", field: { name: "Rows", formula: "Count()" } },
      createId,
    );
    const { chart } = chartOf(two, chartId);
    const columnId = chart.y[1] ?? "";
    const onRight = { ...chart, series: [{ columnId, axis: "right" as const, mark: "line" as const }] };
    const drawn = changeChart(two, chartId, onRight, createId);
    const without = changeChartField(drawn, chartId, { place: "y", columnId, field: null }, createId);
    expect(chartOf(without, chartId).chart.series).toEqual([]);
  });

  it("rows of a scatter are added up when it becomes bars", () => {
    const { document, elementId } = addChart(empty, "p1", "scatter", rows, createId);
    const bars = changeChart(document, elementId, { ...chartOf(document, elementId).chart, mark: "bar" }, createId);
    expect(problemsOf(bars)).toEqual([]);
    expect(chartOf(bars, elementId).chart.view.chart).toBeDefined();
  });

  it("looks alone leave the view as it is", () => {
    const { document, chartId } = tableAndChart();
    const { chart } = chartOf(document, chartId);
    const changed = changeChart(document, chartId, { ...chart, orientation: "horizontal" }, createId);
    expect(changed.worksheets).toBe(document.worksheets);
    expect(chartOf(changed, chartId).chart).toEqual({ ...chart, orientation: "horizontal" });
  });
});
