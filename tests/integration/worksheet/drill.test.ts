import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Chart } from "#lib/chart/chart";
import { type DrillStep, drillDown, finerGrains } from "#lib/chart/drill";
import type { ChartSelection } from "#lib/chart/option/point";
import type { Cell } from "#lib/worksheet/result";
import type { Worksheet } from "#lib/worksheet/worksheet";
import { chartOf } from "#tests/support/charts";
import { prepareView, runBoth } from "#tests/support/run-worksheet";
import { sheet, sheetScope } from "#tests/support/sheets";
import { shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);

const byYear = sheet({
  columns: { Year: 'DateTrunc("year", [Order Date])', Region: "[Region]", Total: "Sum([Sales])" },
  groupings: [{ keys: ["Year", "Region"], calculations: ["Total"] }],
  filters: [
    { id: "f1", columnId: "Total", kind: "topN", n: 1, direction: "top", per: "all", exclude: false, nulls: "drop" },
  ],
  limit: 1,
});
const chart = chartOf({
  mark: "bar",
  x: "Year",
  color: "Region",
  y: ["Total"],
  view: {
    worksheetId: "w",
    level: "g1",
    columns: ["Year", "Region", "Total"],
    chart: { x: "Year", color: "Region", trellis: null },
  },
});

const createId = () => randomUUID();
const selection = (keys: ChartSelection["keys"]): ChartSelection => ({ keys, seriesColumnId: "Total", range: null });

function drill(worksheet: Worksheet, from: Chart, keys: ChartSelection["keys"], step: DrillStep) {
  const drilled = drillDown({ worksheet, chart: from }, selection(keys), step, createId);
  if (drilled === null) throw new Error("It should have gone on.");
  return drilled;
}

async function run(worksheet: Worksheet, { view }: Chart): Promise<Cell[][]> {
  const scope = sheetScope(worksheet);
  return runBoth(engines, prepareView(view, scope.document, scope));
}

/** Column 1 is the day, 2 the region, 5 the channel, 7 the sales. */
function sumWhere(isWanted: (row: readonly Cell[]) => boolean): number {
  const rows = (shopTables[0]?.rows ?? []).filter(isWanted);
  return rows.reduce((sum, row) => sum + (typeof row[7] === "number" ? row[7] : 0), 0);
}

describe("drilling down", () => {
  test("to the next grain keeps the sum of the mark", async () => {
    const keys = [
      { columnId: "Year", value: "2024-01-01T00:00:00" },
      { columnId: "Region", value: "East" },
    ];
    const drilled = drill(byYear, chart, keys, { kind: "grain", grain: "month" });
    expect(drilled.chart).toMatchObject({ mark: "line", color: "Region" });
    expect(drilled.worksheet.columns.at(-1)).toMatchObject({
      name: "Month of Order Date",
      formula: 'DateTrunc("month", [Order Date])',
    });
    const rows = await run(drilled.worksheet, drilled.chart);
    const expected = sumWhere((row) => String(row[1]).startsWith("2024") && row[2] === "East");
    expect(expected).toBeGreaterThan(0);
    expect(rows.reduce((sum, row) => sum + Number(row[2] ?? 0), 0)).toBeCloseTo(expected, 6);
    expect(rows.length).toBeGreaterThan(1);
  });

  test("to another label, from an empty one too", async () => {
    const keys = [{ columnId: "Region", value: null }];
    const step = { kind: "dimension", name: "Channel", formula: "[Channel]", isDate: false } as const;
    const { worksheet, chart: next } = drill(
      byYear,
      {
        ...chart,
        x: "Region",
        color: null,
        view: { ...chart.view, columns: ["Region", "Total"], chart: { x: "Region", color: null, trellis: null } },
      },
      keys,
      step,
    );
    const rows = await run(worksheet, next);
    const expected = sumWhere((row) => row[2] === null);
    expect(rows.reduce((sum, row) => sum + Number(row[1] ?? 0), 0)).toBeCloseTo(expected, 6);
    expect(next.mark).toBe("bar");
  });

  test("offers what is finer, and nothing where there is no date", () => {
    expect(finerGrains(byYear, chart, false)).toEqual(["quarter", "month", "day"]);
    expect(finerGrains(byYear, chart, true)).toEqual(["quarter", "month", "day", "hour"]);
    expect(finerGrains(byYear, { ...chart, x: "Region" }, true)).toEqual([]);
    const key = { kind: "grain", grain: "day" } as const;
    expect(drillDown({ worksheet: byYear, chart: { ...chart, x: "Region" } }, selection([]), key, createId)).toBeNull();
  });
});
