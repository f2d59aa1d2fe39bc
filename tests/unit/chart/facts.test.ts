import { describe, expect, it } from "vitest";
import { computeFacts } from "#lib/chart/facts";
import type { Cell, ResultColumn } from "#lib/worksheet/result";

describe("computeFacts", () => {
  it("tells total, extremes, lead and share of an additive measure", () => {
    const facts = factsOf(
      [text("region"), number("sales", "Sum([Sales])")],
      [
        ["West", 100],
        ["East", 150],
        ["North", 50],
      ],
    );
    expect(facts["total"]?.value).toBe(300);
    expect(facts["highest"]).toMatchObject({ value: 150, labels: ["East"], cells: [{ row: 1, key: "sales" }] });
    expect(facts["lowest"]).toMatchObject({ value: 50, labels: ["North"] });
    expect(facts["lead"]?.value).toBeCloseTo(0.5);
    expect(facts["share"]?.value).toBeCloseTo(0.5);
    expect(facts["average"]).toBeUndefined();
  });

  it("never adds up averages", () => {
    const rows: Cell[][] = [
      ["West", 10],
      ["East", 20],
    ];
    const facts = factsOf([text("region"), number("rating", "Avg([Rating])")], rows);
    expect(facts["total"]).toBeUndefined();
    expect(facts["share"]).toBeUndefined();
    expect(facts["average"]?.value).toBe(15);
  });

  it("orders by time before it tells change and trend", () => {
    const rows: Cell[][] = [
      ["2025-03-01", 30],
      ["2025-01-01", 10],
      ["2025-02-01", 20],
      ["2025-05-01", 50],
      ["2025-04-01", 40],
    ];
    const facts = factsOf([month, number("sales", "Sum([Sales])")], rows);
    expect(facts["change"]?.value).toBe(40);
    expect(facts["growth"]?.value).toBe(4);
    expect(facts["trend"]?.value).toBeCloseTo(1);
  });

  it("finds a yearly pattern in 36 months and none in a straight line", () => {
    const months = Array.from(
      { length: 36 },
      (_, index) => `${2023 + Math.floor(index / 12)}-${pad((index % 12) + 1)}-01`,
    );
    const wave = months.map((label, index): Cell[] => [label, 100 + (index % 12 === 11 ? 90 : index % 3)]);
    const line = months.map((label, index): Cell[] => [label, index]);
    expect(factsOf([month, number("sales", "Sum([Sales])")], wave)["seasonality"]).toBeDefined();
    expect(factsOf([month, number("sales", "Sum([Sales])")], line)["seasonality"]).toBeUndefined();
  });

  it("finds an outlier, and counts what is missing", () => {
    const rows = [1, 2, 3, 2, 1, 2, 3, 2, 400, null].map((value, index): Cell[] => [`p${index}`, value]);
    const facts = factsOf([text("product"), number("price", "Max([Price])")], rows);
    expect(facts["outlier"]).toMatchObject({ value: 400, labels: ["p8"] });
    expect(facts["missing"]?.value).toBe(1);
  });

  it("reads exact decimals that come as text", () => {
    const facts = factsOf(
      [text("region"), number("sales", "Sum([Sales])")],
      [
        ["West", "12345678901234567890"],
        ["East", 1],
      ],
    );
    expect(facts["highest"]?.labels).toEqual(["West"]);
  });

  it("says nothing of one row or of text alone", () => {
    expect(computeFacts([number("n", "Count()")], { offset: 0, rowCount: 1, columns: [[5]] })).toEqual([]);
    expect(Object.keys(factsOf([text("a")], [["x"], ["y"]]))).toEqual([]);
  });
});

const month: ResultColumn = {
  key: "month",
  columnId: "month",
  name: "Month",
  type: "date",
  level: "g",
  formula: 'DateTrunc("month", [Date])',
};

function text(key: string): ResultColumn {
  return { key, columnId: key, name: key, type: "text", level: "g", formula: `[${key}]` };
}

function number(key: string, formula: string): ResultColumn {
  return { key, columnId: key, name: key, type: "number", level: "g", formula };
}

function factsOf(schema: readonly ResultColumn[], rows: readonly (readonly Cell[])[]) {
  const columns = schema.map((_, index) => rows.map((row) => row[index] ?? null));
  const facts = computeFacts(schema, { offset: 0, rowCount: rows.length, columns });
  return Object.fromEntries(facts.map((fact) => [fact.kind, fact]));
}

function pad(month: number): string {
  return String(month).padStart(2, "0");
}
