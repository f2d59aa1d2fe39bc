import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartSchema, createChart } from "#lib/chart/chart";
import { computeChartFacts, type Drawn } from "#lib/chart/chart-facts";
import { type Fact, raw } from "#lib/chart/facts";
import { correlation, mannKendall, quantile } from "#lib/chart/statistics";
import type { Cell, ResultColumn } from "#lib/worksheet/result";

const amounts = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 40 });

const positive = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 40 });

describe("facts of amounts by category", () => {
  it("are what a naive count over the rows gives", () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const facts = byKind(
          factsOf(
            bar,
            values.map((value, index): Cell[] => [`c${index}`, value]),
          ),
        );
        const [max, min] = [Math.max(...values), Math.min(...values)];
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(facts["total"]?.value).toBe(values.reduce((sum, value) => sum + value, 0));
        expect(facts["groups"]?.value).toBe(values.length);
        expect(facts["average"]?.value).toBeCloseTo(mean, 9);
        if (max === min) {
          expect(facts["highest"]).toBeUndefined();
          return;
        }
        expect(facts["highest"]).toMatchObject({ value: max, labels: [`c${values.indexOf(max)}`] });
        expect(facts["lowest"]).toMatchObject({ value: min, labels: [`c${values.indexOf(min)}`] });
        const rowsAt = (value: number): number[] => values.flatMap((one, row) => (one === value ? [row] : []));
        expect(facts["highest"]?.rows).toEqual(rowsAt(max));
        expect(facts["tiedLowest"]?.value ?? 1).toBe(rowsAt(min).length);
        expect(facts["second"]?.value).toBe(Math.max(...values.filter((value) => value < max)));
        expect(facts["aboveAverage"]?.value).toBe(values.filter((value) => value > mean).length);
      }),
    );
  });

  it("tell shares only of what adds up and is never negative", () => {
    fc.assert(
      fc.property(fc.oneof(amounts, positive), (values) => {
        const { share } = byKind(
          factsOf(
            bar,
            values.map((value, index): Cell[] => [`c${index}`, value]),
          ),
        );
        const total = values.reduce((sum, value) => sum + value, 0);
        const [max, min] = [Math.max(...values), Math.min(...values)];
        if (min < 0 || total <= 0 || max === min) {
          expect(share).toBeUndefined();
          return;
        }
        expect(share?.value).toBeCloseTo(max / total, 12);
      }),
    );
    expect(
      byKind(
        factsOf(
          bar,
          [
            ["a", 1],
            ["b", 2],
          ],
          "Avg([x])",
        ),
      )["share"],
    ).toBeUndefined();
  });
});

describe("facts over time", () => {
  it("do not depend on the order of the rows", () => {
    const rows = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (values, order) => {
        const inOrder = values.map((value, index): Cell[] => [monthAt(index), value]);
        const weights = inOrder.map(() => order.next().value ?? 0);
        const shuffled = inOrder
          .map((row, index) => ({ row, weight: weights[index] ?? 0 }))
          .toSorted((a, b) => a.weight - b.weight)
          .map(({ row }) => row);
        const told = (facts: readonly Fact[]) => {
          const { first, last, change, growth, direction } = byKind(facts);
          return [first, last, change, growth, direction].map((fact) => fact?.value);
        };
        expect(told(factsOf(line, shuffled))).toEqual(told(factsOf(line, inOrder)));
        expect(byKind(factsOf(line, shuffled))["change"]?.value).toBe((values.at(-1) ?? 0) - (values[0] ?? 0));
      }),
    );
  });

  it("leave an unfinished last month out of the change, and say how far it is", () => {
    const rows: Cell[][] = [
      [monthAt(0), 100],
      [monthAt(1), 110],
      [monthAt(2), 120],
      [monthAt(3), 5],
    ];
    const facts = byKind(factsOf(line, rows, "Sum([x])", "2023-04-15"));
    expect(facts["last"]).toMatchObject({ value: 120 });
    expect(facts["growth"]?.value).toBeCloseTo(0.2);
    expect(facts["partial"]).toMatchObject({ value: 0.5, labels: [monthAt(3)] });
    expect(byKind(factsOf(line, rows, "Sum([x])", "2023-05-15"))["partial"]).toBeUndefined();
  });

  it("count the months that are missing, and find the largest steps", () => {
    const rows: Cell[][] = [0, 1, 2, 4, 5].map((month, index) => [monthAt(month), [10, 30, 31, 20, 22][index] ?? 0]);
    const facts = byKind(factsOf(line, rows));
    expect(facts["missingPeriods"]?.value).toBe(1);
    expect(facts["rise"]).toMatchObject({ value: 20, labels: [monthAt(1)] });
    expect(facts["fall"]).toMatchObject({ value: 11, labels: [monthAt(4)] });
  });

  it("name the month that is highest every year", () => {
    const rows = Array.from({ length: 36 }, (_, index): Cell[] => [monthAt(index), index % 12 === 11 ? 190 : 100]);
    expect(byKind(factsOf(line, rows))["season"]?.labels).toEqual(["December"]);
  });
});

describe("facts of several series", () => {
  it("say who leads in total and who moved most", () => {
    const rows: Cell[][] = [
      [monthAt(0), "East", 10],
      [monthAt(0), "West", 50],
      [monthAt(1), "East", 40],
      [monthAt(1), "West", 45],
    ];
    const drawn = createChart({ ...channels, mark: "line", color: "series" });
    const { facts, shape } = compute(drawn, [month, text("series"), measure("Sum([x])")], rows);
    expect(shape).toMatchObject({ kind: "series", isTime: true, series: { key: "series" } });
    const told = byKind(facts);
    expect(told["leader"]).toMatchObject({ value: 95, labels: ["West"] });
    expect(told["leaderShare"]?.value).toBeCloseTo(95 / 145);
    const moves = facts.filter(({ kind }) => kind === "seriesChange");
    expect(moves.map(({ labels, value }) => [labels[0], value])).toEqual([
      ["East", 30],
      ["West", -5],
    ]);
  });
});

describe("facts of other shapes", () => {
  it("compare one number with the period before, or with its target", () => {
    const rows: Cell[][] = [
      [monthAt(0), 80],
      [monthAt(1), 100],
    ];
    const kpi = chartSchema.parse({ ...channels, mark: "kpi" });
    const facts = byKind(compute(kpi, [month, measure("Sum([x])")], rows).facts);
    expect(facts["current"]?.value).toBe(100);
    expect(facts["growth"]?.value).toBe(0.25);
    const target = { ...kpi, x: null, kpi: { ...kpi.kpi, comparison: "target" as const, targetColumnId: "goal" } };
    const schema = [measure("Sum([x])"), { ...measure("Sum([g])"), key: "goal", columnId: "goal", name: "Goal" }];
    expect(byKind(compute(target, schema, [[90, 120]]).facts)["reached"]?.value).toBe(0.75);
  });

  it("tell of points how they go together, and of a list where its middle is", () => {
    const points = Array.from({ length: 20 }, (_, index): Cell[] => [index, index * 2 + (index % 2)]);
    const scatter = createChart({ ...channels, mark: "scatter" });
    const schema = [{ ...measure("[a]"), key: "x", columnId: "x", name: "Price" }, measure("[b]")];
    expect(byKind(compute(scatter, schema, points).facts)["correlation"]?.value).toBeGreaterThan(0.99);
    const histogram = createChart({ ...channels, mark: "histogram", x: "y" });
    const told = compute(
      histogram,
      [measure("[b]")],
      points.map(([, value]) => [value ?? 0]),
    ).facts;
    expect(byKind(told)["median"]?.value).toBe(19.5);
  });
});

describe("statistics", () => {
  it("agree with plain definitions", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 25 }), (values) => {
        let pairs = 0;
        values.forEach((a, i) => {
          values.forEach((b, j) => {
            if (j > i) pairs += Math.sign(b - a);
          });
        });
        const test = mannKendall(values);
        expect(test?.tau).toBeCloseTo(pairs / ((values.length * (values.length - 1)) / 2), 12);
        expect(test?.p).toBeGreaterThanOrEqual(0);
        expect(test?.p).toBeLessThanOrEqual(1);
        const half = quantile(values, 0.5) ?? Number.NaN;
        expect(values.filter((value) => value < half).length).toBeLessThanOrEqual(values.length / 2);
        const same = correlation(values.map((value) => [value, 3 * value + 1] as const));
        expect(same === null || Math.abs(same - 1) < 1e-9).toBe(true);
      }),
    );
  });
});

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
const bar = createChart({ ...channels, mark: "bar" });
const line = createChart({ ...channels, mark: "line" });
const month: ResultColumn = {
  ...text("x"),
  name: "Month",
  type: "date",
  formula: 'DateTrunc("month", [Date])',
};

function factsOf(drawn: Drawn, rows: readonly (readonly Cell[])[], formula = "Sum([x])", asOf: string | null = null) {
  return compute(drawn, [drawn === line ? month : text("x"), measure(formula)], rows, asOf).facts;
}

function compute(
  drawn: Drawn,
  schema: readonly ResultColumn[],
  rows: readonly (readonly Cell[])[],
  asOf: string | null = null,
) {
  const columns = schema.map((_, index) => rows.map((row) => row[index] ?? null));
  return computeChartFacts(drawn, schema, { offset: 0, rowCount: rows.length, columns }, { show: raw, asOf });
}

function byKind(facts: readonly Fact[]): Partial<Record<string, Fact>> {
  return Object.fromEntries(facts.map((fact) => [fact.kind, fact]));
}

function text(key: string): ResultColumn {
  return { key, columnId: key, name: key, type: "text", level: "g1", formula: `[${key}]` };
}

function measure(formula: string): ResultColumn {
  return { key: "y", columnId: "y", name: "Sales", type: "number", level: "g1", formula };
}

function monthAt(index: number): string {
  return `${2023 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`;
}
