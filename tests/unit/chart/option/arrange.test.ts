import { describe, expect, it } from "vitest";
import type { Chart } from "#lib/chart/chart";
import { readChartData } from "#lib/chart/option/chart-data";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { average, chartOf, createRows, createSchema, month, sum } from "#tests/support/charts";

const where = { locale: "en-US" };
const rows: readonly (readonly Cell[])[] = [
  ["b", 10],
  ["a", 30],
  [null, 5],
  ["c", 20],
];

function read(parts: Partial<Chart>, measure: Partial<ResultColumn> = sum("Sales"), data = rows) {
  const chart = chartOf({ mark: "bar", x: "Region", y: ["Sales"], ...parts });
  return readChartData(chart, createSchema({ Region: {}, Sales: measure }), createRows(data), where);
}

const shown = (data: ReturnType<typeof read>) =>
  data.x?.cells.map((cell, row) => `${data.x?.show(cell)} ${data.y[0]?.cells[row]}`);

describe("the order of categories", () => {
  it("is the view's own unless the chart says otherwise", () => {
    expect(shown(read({}))).toEqual(["b 10", "a 30", "(empty) 5", "c 20"]);
  });

  it("goes by value or by label, with nothing last", () => {
    expect(shown(read({ sort: { by: "value", columnId: null, direction: "descending" } }))).toEqual([
      "a 30",
      "c 20",
      "b 10",
      "(empty) 5",
    ]);
    expect(shown(read({ sort: { by: "label", columnId: null, direction: "descending" } }))).toEqual([
      "c 20",
      "b 10",
      "a 30",
      "(empty) 5",
    ]);
  });

  it("is that of time for dates", () => {
    const schema = createSchema({ Month: month, Sales: sum("Sales") });
    const data = createRows([
      ["2025-03-01", 3],
      ["2025-01-01", 1],
    ]);
    const read = readChartData(chartOf({ mark: "bar", x: "Month", y: ["Sales"] }), schema, data, where);
    expect(read.x?.cells).toEqual(["2025-01-01", "2025-03-01"]);
  });
});

describe("a limit", () => {
  const limit = { count: 2, rest: "other" } as const;
  const sort = { by: "value", columnId: null, direction: "descending" } as const;

  it("gathers sums into one category that holds all of them", () => {
    const data = read({ limit, sort });
    expect(shown(data)).toEqual(["a 30", "c 20", "2 others 15"]);
    expect(data.notes).toEqual([]);
  });

  it("gathers within each colour", () => {
    const schema = createSchema({ Region: {}, Year: {}, Sales: sum("Sales") });
    const data = createRows([
      ["a", "x", 9],
      ["b", "x", 3],
      ["b", "y", 1],
      ["c", "x", 2],
    ]);
    const chart = chartOf({
      mark: "bar",
      x: "Region",
      color: "Year",
      y: ["Sales"],
      limit: { count: 1, rest: "other" },
    });
    const { x, color, y } = readChartData(chart, schema, data, where);
    expect(x?.cells.map((cell, row) => [x.show(cell), color?.cells[row], y[0]?.cells[row]])).toEqual([
      ["a", "x", 9],
      ["2 others", "x", 5],
      ["2 others", "y", 1],
    ]);
  });

  it("leaves out what does not add up, and says so", () => {
    const data = read({ limit, sort }, average("Sales"));
    expect(shown(data)).toEqual(["a 30", "c 20"]);
    expect(data.notes).toEqual([
      "2 of 4 values of Region are drawn; the others are left out, since Sales does not add up.",
    ]);
  });

  it("that is plain is said", () => {
    const data = read({ limit: { count: 3, rest: "drop" } });
    expect(data.notes).toEqual(["3 of 4 values of Region are drawn."]);
  });
});

describe("a pie", () => {
  const many = Array.from({ length: 12 }, (_, index): Cell[] => [`r${index}`, index + 1]);

  it("never has more than seven slices", () => {
    const data = read({ mark: "pie" }, sum("Sales"), many);
    expect(shown(data)).toEqual(["r11 12", "r10 11", "r9 10", "r8 9", "r7 8", "r6 7", "6 others 21"]);
    expect(read({ mark: "donut", limit: { count: 30, rest: "drop" } }, sum("Sales"), many).rowCount).toBe(7);
  });
});

describe("lines across the chart", () => {
  const line = { id: "l", label: "Target", axis: "left", style: "dashed" } as const;

  it("stand at constants and at what a column repeats", () => {
    const schema = createSchema({ Region: {}, Sales: sum("Sales"), Mean: average("Sales") });
    const references = [
      { ...line, value: 7, columnId: null },
      { ...line, value: null, columnId: "Mean" },
      { ...line, value: null, columnId: "gone" },
    ];
    const data = createRows([
      ["a", 1, 4.5],
      ["b", 8, 4.5],
    ]);
    const read = readChartData(chartOf({ mark: "bar", x: "Region", y: ["Sales"], references }), schema, data, where);
    expect(read.references.map(({ at }) => at)).toEqual([7, 4.5]);
    expect(read.notes).toEqual(["The line Target has no value."]);
  });
});
