import { describe, expect, it } from "vitest";
import { allowedMarks, chooseChart, redrawChart } from "#lib/chart/choose-chart";
import type { Cell, ResultColumn } from "#lib/worksheet/result";

const view = { worksheetId: "w", level: "g", columns: ["region", "sales"] };

describe("chooseChart", () => {
  it("draws bars for a category, a line for time, a number for one cell, and no chart for a list of rows", () => {
    expect(
      choose(
        [region, sales],
        [
          ["West", 1],
          ["East", 2],
        ],
      ),
    ).toMatchObject({ mark: "bar", x: "region", y: ["sales"] });
    expect(
      choose(
        [month, sales],
        [
          ["2025-01-01", 1],
          ["2025-02-01", 2],
          ["2025-03-01", 3],
        ],
      )?.mark,
    ).toBe("line");
    expect(choose([sales], [[1]])?.mark).toBe("kpi");
    expect(
      choose(
        [
          { ...region, level: "base" },
          { ...sales, formula: "[Sales]" },
        ],
        [
          ["West", 1],
          ["East", 2],
        ],
      ),
    ).toBeNull();
  });

  it("colours the category with fewer values and stacks what adds up", () => {
    const rows: Cell[][] = [
      ["A", "x", 1],
      ["B", "x", 2],
      ["C", "y", 3],
    ];
    const chart = choose([segment, region, sales], rows);
    expect(chart).toMatchObject({ x: "segment", color: "region", stacking: "stacked" });
  });

  it("reads a year that is a number as time", () => {
    const year: ResultColumn = {
      ...region,
      key: "year",
      columnId: "year",
      name: "Year",
      type: "number",
      formula: "[Year]",
    };
    expect(
      choose(
        [year, sales],
        [
          [2020, 1],
          [2021, 2],
          [2022, 3],
        ],
      )?.mark,
    ).toBe("line");
  });

  it("offers pie only for parts of a whole", () => {
    const one = rowsOf(
      [region, sales],
      [
        ["West", 1],
        ["East", 2],
      ],
    );
    const negative = rowsOf(
      [region, sales],
      [
        ["West", -1],
        ["East", 2],
      ],
    );
    expect(allowedMarks([region, sales], one)).toEqual(["bar", "line", "area", "pie", "donut"]);
    expect(allowedMarks([region, sales], negative)).not.toContain("pie");
    expect(redrawChart(view, "scatter", [region, sales], one)).toBeNull();
  });
});

describe("what only names", () => {
  const many = Array.from({ length: 5 }, (_, index): Cell[] => [`r${index}`, index * 3, index + 1]);
  const nominal = [
    "Sum([Order ID])",
    "Avg([Latitude])",
    "Max([Stores/Longitude])",
    "Median([Order Year])",
    "Sum([Zip])",
  ];

  it.each(nominal)("is never measured: %s", (formula) => {
    const named = column("named", "number", formula);
    expect(choose([named], [[7]])).toBeNull();
    expect(choose([region, named, sales], many)?.y).toEqual(["sales"]);
  });

  it("can be counted", () => {
    const orders = column("orders", "number", "CountDistinct([Order ID])");
    expect(choose([region, orders], many)?.y).toEqual(["orders"]);
  });

  it("is no place of points, listed row by row", () => {
    const columns = ["Latitude", "Customer ID", "Order Year"].map((name) => ({
      ...column(name, "number", `[${name}]`),
      name,
      level: "base",
    }));
    expect(allowedMarks(columns, rowsOf(columns, [[1, 2, 2020]]))).toEqual([]);
  });
});

describe("a pie", () => {
  const slices = (count: number) => Array.from({ length: count }, (_, index): Cell[] => [`r${index}`, index + 1]);
  const offers = (measure: ResultColumn, count: number) =>
    allowedMarks([region, measure], rowsOf([region, measure], slices(count))).includes("pie");

  it("has at most seven slices, of what adds up", () => {
    expect([offers(sales, 7), offers(sales, 8)]).toEqual([true, false]);
    expect(offers(column("mean", "number", "Avg([Sales])"), 3)).toBe(false);
    expect(offers(column("share", "number", "PercentOfTotal(Sum([Sales]))"), 3)).toBe(true);
  });
});

describe("measures of other kinds or sizes", () => {
  const margin: ResultColumn = { ...column("margin", "number", "Avg([Margin])"), format: { kind: "percent" } };
  const right = { columnId: "margin", axis: "right" } as const;

  it("get an axis of their own, as lines over bars or beside lines", () => {
    const bars: Cell[][] = [
      ["West", 100, 0.1],
      ["East", 200, 0.2],
    ];
    expect(choose([region, sales, margin], bars)).toMatchObject({
      mark: "combo",
      series: [
        { columnId: "sales", axis: "left", mark: "bar" },
        { ...right, mark: "line" },
      ],
    });
    const days: Cell[][] = [1, 2, 3].map((day) => [`2025-0${day}-01`, 100 * day, 0.1]);
    expect(choose([month, sales, margin], days)).toMatchObject({ mark: "line", series: [{ ...right, mark: null }] });
  });

  it("share one where they are alike", () => {
    const profit = column("profit", "number", "Sum([Profit])");
    const rows: Cell[][] = [
      ["West", 100, 20],
      ["East", 200, 30],
    ];
    expect(choose([region, sales, profit], rows)).toMatchObject({ mark: "bar", series: [] });
  });
});

describe("the largest n", () => {
  it("stay in their order and are not cut again", () => {
    const top: Cell[][] = Array.from({ length: 10 }, (_, index) => [`r${index}`, 100 - index]);
    const chart = choose([region, sales], top);
    expect(chart).toMatchObject({ mark: "bar", sort: { by: "view" }, limit: null });
  });
});

it("does not draw a total of all rows that stands beside groups", () => {
  const total = { ...sales, key: "all", columnId: "all", level: "summary" } as const;
  const rows: Cell[][] = [
    ["West", 1, 3],
    ["East", 2, 3],
  ];
  expect(choose([region, sales, total], rows)).toMatchObject({ mark: "bar", x: "region", y: ["sales"], color: null });
  expect(choose([total], [[3]])).toMatchObject({ mark: "kpi", y: ["all"] });
});

it("keeps the view whose rows it draws", () => {
  const rows: Cell[][] = [
    ["A", "x", 1],
    ["B", "y", 2],
  ];
  expect(choose([segment, region, sales], rows)?.view).toEqual(view);
});

const region = column("region", "text", "[Region]");
const segment = column("segment", "text", "[Segment]");
const sales = column("sales", "number", "Sum([Sales])");
const month = column("month", "date", 'DateTrunc("month", [Date])');

function column(key: string, type: ResultColumn["type"], formula: string): ResultColumn {
  return { key, columnId: key, name: key, type, level: "g", formula };
}

function choose(schema: readonly ResultColumn[], rows: readonly (readonly Cell[])[]) {
  return chooseChart(view, schema, rowsOf(schema, rows));
}

function rowsOf(schema: readonly ResultColumn[], rows: readonly (readonly Cell[])[]) {
  return { offset: 0, rowCount: rows.length, columns: schema.map((_, index) => rows.map((row) => row[index] ?? null)) };
}
