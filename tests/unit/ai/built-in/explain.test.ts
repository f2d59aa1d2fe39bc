import fc from "fast-check";
import { expect, it } from "vitest";
import { writeExplanation } from "#lib/ai/built-in/explain/write-explanation";
import { type Chart, createChart } from "#lib/chart/chart";
import { computeChartFacts, type Drawn } from "#lib/chart/chart-facts";
import { raw } from "#lib/chart/facts";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { evaluate } from "#scripts/eval/explain";
import { putNumbersIn } from "#scripts/eval/explain/write";
import { drawCharts } from "#tests/support/drawn-charts";

it("explains charts rightly, by a judge that finds every planted error", async () => {
  const outcomes = await Promise.all(drawCharts(7, 120).map(evaluate));
  expect(outcomes.flatMap(({ chart, wrong }) => wrong.map((one) => `${chart.id}: ${one}`))).toEqual([]);
  expect(outcomes.flatMap(({ chart, missed }) => missed.map((one) => `${chart.id}: ${one}`))).toEqual([]);
  expect(outcomes.reduce((sum, { planted }) => sum + planted, 0)).toBeGreaterThan(500);
});

const regions = ["East", "West", "North & Mid", "South, Coast", "7", "Desk 3000"];
const cell = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -200, max: 900 }).map((value) => value / 4) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const marks = fc.constantFrom<Chart["mark"]>("bar", "line", "area", "pie", "kpi");

it("never writes a number that does not follow, whatever is drawn", () => {
  const shapes = fc.record({
    mark: marks,
    isTime: fc.boolean(),
    hasSeries: fc.boolean(),
    formula: fc.constantFrom("Sum([Amount])", "Avg([Amount])", "Count()"),
    cells: fc.array(cell, { minLength: 1, maxLength: 30 }),
  });
  fc.assert(
    fc.property(shapes, ({ mark, isTime, hasSeries, formula, cells }) => {
      const rows = cells.map((value, index): Cell[] => rowAt(index, value, isTime, hasSeries));
      const schema = [
        isTime ? month : text("x", "Region"),
        ...(hasSeries ? [text("s", "Channel")] : []),
        measure(formula),
      ];
      const { prose, unverified } = explain(
        createChart({ ...channels, mark, color: hasSeries ? "s" : null }),
        schema,
        rows,
      );
      expect(unverified, prose).toEqual([]);
      expect(prose).not.toMatch(/undefined|NaN|\(no number\)|\{\{/);
      expect(prose.length).toBeGreaterThan(10);
      expect(prose).not.toMatch(/because|due to|caused/i);
    }),
    { numRuns: 300 },
  );
});

it("explains points, a list of values, a pivot and an empty chart", () => {
  const pairs = Array.from({ length: 12 }, (_, index): Cell[] => [index + 1, (index + 1) * 3, `P${index}`]);
  const scatter = createChart({ ...channels, mark: "scatter", color: "s" });
  const schema = [
    { ...measure("[Price]"), key: "x", columnId: "x", name: "Price" },
    measure("[Sales]"),
    text("s", "Product"),
  ];
  expect(explain(scatter, schema, pairs).prose).toContain("go together closely");
  const histogram = createChart({ ...channels, mark: "histogram", x: "y" });
  expect(
    explain(
      histogram,
      [measure("[Sales]")],
      pairs.map(([, value]) => [value ?? 0]),
    ).prose,
  ).toContain("The middle one is");
  const pivot: Drawn = { mark: "table", view: channels.view };
  const cells: Cell[][] = [
    ["East", "Web", 5],
    ["East", "Shop", 9],
    ["West", "Web", 2],
    ["West", "Shop", 4],
  ];
  const told = explain(
    pivot,
    [text("x", "Region"), { ...text("s", "Channel"), role: "column" }, measure("Sum([x])")],
    cells,
  );
  expect(told.prose).toContain("Shop has the highest Sales in total with 13");
  expect(told.unverified).toEqual([]);
  expect(
    explain(createChart({ ...channels, mark: "bar" }), [text("x", "Region"), measure("Sum([x])")], []).prose,
  ).toContain("no rows");
});

function rowAt(index: number, value: Cell, isTime: boolean, hasSeries: boolean): Cell[] {
  const at = hasSeries ? Math.floor(index / 2) : index;
  const label = isTime ? monthAt(at) : `${regions[at % regions.length]}${at < regions.length ? "" : ` ${at}`}`;
  return [label, ...(hasSeries ? [index % 2 === 0 ? "Web" : "Shop"] : []), value];
}

function monthAt(index: number): string {
  return `${2023 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`;
}

/** As the server does it: facts, prose by the rules, numbers put in and checked. */
function explain(drawn: Drawn, schema: readonly ResultColumn[], cells: readonly (readonly Cell[])[]) {
  const rows = { offset: 0, rowCount: cells.length, columns: schema.map((_, c) => cells.map((row) => row[c] ?? null)) };
  const { shape, facts } = computeChartFacts(drawn, schema, rows, { show: raw, asOf: "2024-02-10" });
  const written = writeExplanation({
    title: "",
    result: "r1",
    rowCount: rows.rowCount,
    shape: { ...shape, labels: [...shape.labels], measures: [...shape.measures] },
    facts: facts.map((fact) => ({ ...fact, labels: [...fact.labels], rows: [...fact.rows] })),
  });
  const { text, unverified } = putNumbersIn(written, { schema, rows }, facts);
  return { prose: text, unverified };
}

const channels = {
  view: { worksheetId: "w1", level: "g1", columns: ["x", "y"] },
  x: "x",
  y: ["y"],
  color: null,
  size: null,
  trellis: null,
  stacking: "none" as const,
  orientation: "vertical" as const,
};
const month: ResultColumn = { ...text("x", "Month"), type: "date", formula: 'DateTrunc("month", [Date])' };

function text(key: string, name: string): ResultColumn {
  return { key, columnId: key, name, type: "text", level: "g1", formula: `[${name}]` };
}

function measure(formula: string): ResultColumn {
  return { key: "y", columnId: "y", name: "Sales", type: "number", level: "g1", formula };
}
