import { expect, test } from "vitest";
import { type DrillStep, drillDown } from "#lib/chart/drill";
import type { ChartSelection } from "#lib/chart/option/point";
import { isCloserLook } from "#lib/workbook/closer-look";
import type { Filter, Worksheet } from "#lib/worksheet/worksheet";
import { chartOf } from "#tests/support/charts";
import { worksheetOf } from "#tests/support/workbooks";

const groupFilter: Filter = {
  kind: "formula",
  id: "large",
  columnId: "total",
  formula: "[Total] > 100",
  exclude: false,
  nulls: "drop",
};
const rowFilter: Filter = { ...groupFilter, id: "rows", columnId: "amount", formula: "[Amount] > 0" };
const byQuarter: Worksheet = {
  ...worksheetOf("Sales", { sourceId: "s" }),
  columns: [
    { id: "quarter", name: "Quarter", formula: 'DateTrunc("quarter", DateAdd("day", 1, [Sold On]))' },
    { id: "amount", name: "Amount", formula: "[Amount]" },
    { id: "total", name: "Total", formula: "Sum([Amount])" },
  ],
  groupings: [{ id: "g", keys: ["quarter"], calculations: ["total"], sort: [] }],
  filters: [groupFilter, rowFilter],
};
const chart = chartOf({ mark: "bar", x: "quarter", y: ["total"] });
const mark: ChartSelection = {
  seriesColumnId: null,
  keys: [{ columnId: "quarter", value: "2026-01-01" }],
  range: { columnId: "amount", from: -1.5, to: 1e21 },
};
const month: DrillStep = { kind: "grain", grain: "month" };
const day: DrillStep = { kind: "grain", grain: "day" };
const state: DrillStep = { kind: "dimension", name: "State/Land", formula: "[State\\/Land]", isDate: false };

function drill(...steps: readonly DrillStep[]): Worksheet {
  let count = 0;
  return steps.reduce(
    (before, step) => {
      const next = drillDown(before, mark, step, () => `new-${count++}`);
      if (next === null) throw new Error("There is a way down.");
      return next;
    },
    { worksheet: byQuarter, chart },
  ).worksheet;
}

test("drilling is a closer look: to finer dates, to labels, one after another, from a bar of a histogram", () => {
  for (const steps of [[month], [month, day], [state], [month, state]])
    expect(isCloserLook(byQuarter, drill(...steps)), JSON.stringify(steps)).toBe(true);
});

test("without a filter on rows, with another one, or with another date it is none", () => {
  const drilled = drill(month);
  const filters = (change: (filters: readonly Filter[]) => Filter[]) => ({
    ...drilled,
    filters: change(drilled.filters),
  });
  const dated = drilled.columns.map((column) => ({
    ...column,
    formula: column.formula.replace("Sold On", "Shipped On"),
  }));
  const others = [
    filters((all) => all.filter(({ id }) => id !== "rows")),
    filters((all) => [...all, { ...rowFilter, id: "more", formula: "[Amount] >= 1 And [Amount] < 2 Or True" }]),
    filters((all) => [...all, { ...rowFilter, id: "more", formula: "[Amount] >= 1 And [Total] < 2" }]),
    { ...drilled, columns: [...byQuarter.columns, ...dated.slice(byQuarter.columns.length)] },
  ];
  for (const other of others) expect(isCloserLook(byQuarter, other)).toBe(false);
});
