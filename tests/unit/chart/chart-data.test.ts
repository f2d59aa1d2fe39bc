import { describe, expect, it } from "vitest";
import { createChart } from "#lib/chart/chart";
import { describeChart } from "#lib/chart/describe-chart";
import { readChartData } from "#lib/chart/option/chart-data";
import { countBins } from "#lib/chart/option/histogram";
import { pivotSeries } from "#lib/chart/option/series";
import type { ResultColumn, ResultRows } from "#lib/worksheet/result";

const column = (key: string, type: ResultColumn["type"]): ResultColumn => ({
  key,
  columnId: key,
  name: key,
  type,
  level: "g1",
  formula: `[${key}]`,
});
const schema = [column("Region", "text"), column("Year", "number"), column("Sales", "number")];
const rows: ResultRows = {
  offset: 0,
  rowCount: 3,
  columns: [
    ["East", "West", "East"],
    [2024, 2024, 2025],
    ["10.5", null, 30],
  ],
};
const chart = createChart({
  view: { worksheetId: "w1", level: "g1", columns: ["Region", "Year", "Sales"] },
  mark: "bar",
  x: "Year",
  y: ["Sales"],
  color: "Region",
  size: null,
  trellis: null,
  stacking: "none",
  orientation: "vertical",
});

describe("chart data", () => {
  it("gives each colour a series with a place for every category", () => {
    const { categories, series } = pivotSeries(readChartData(chart, schema, rows, { locale: "en-US" }));
    expect(categories).toEqual([2024, 2025]);
    expect(series.map(({ name, values }) => [name, values])).toEqual([
      ["East", [10.5, 30]],
      ["West", [null, null]],
    ]);
  });

  it("leaves out a column that the result does not have", () => {
    const data = readChartData({ ...chart, y: ["Profit"] }, schema, rows, { locale: "en-US" });
    expect(data.y).toEqual([]);
  });

  it("says in sentences what is drawn", () => {
    const text = describeChart(chart, readChartData(chart, schema, rows, { locale: "en-US" }));
    expect(text).toBe(
      "Bar chart of Sales by Year and Region. 3 points. Sales is lowest at 2024 with 10.50 and highest at 2025 with 30.",
    );
  });
});

describe("bins of a histogram", () => {
  it("have round borders and hold every value once", () => {
    const values = Array.from({ length: 100 }, (_, index) => index);
    const bins = countBins(values);
    expect(bins[0]).toEqual({ from: 0, to: 10, count: 10 });
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(100);
  });

  it("are one when all values are the same, and none without values", () => {
    expect(countBins([5, 5])).toEqual([{ from: 5, to: 5, count: 2 }]);
    expect(countBins([])).toEqual([]);
  });
});
