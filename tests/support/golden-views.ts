import type { SheetParts, SheetView } from "./sheets.ts";

/** Charts and pivots whose SQL people are shown: kept word for word, so that a change of it is seen. */
export type GoldenView = { readonly name: string; readonly parts: SheetParts; readonly view: SheetView };

const columns = {
  Month: 'DateTrunc("month", [Order Date])',
  Region: "[Region]",
  Channel: "[Channel]",
  Total: "Sum([Sales])",
  Mean: "Avg([Sales])",
};
const descending = (columnId: string) => [{ columnId, direction: "descending" as const }];

function grouped(
  measures: Readonly<Record<string, string>>,
  more: Partial<Omit<SheetParts, "columns" | "groupings">> = {},
): SheetParts {
  return {
    columns: { ...columns, ...measures },
    groupings: [
      { keys: ["Month"] },
      { keys: ["Region"] },
      { keys: ["Channel"], calculations: ["Total", "Mean", ...Object.keys(measures)] },
    ],
    ...more,
  };
}

const chart = { x: "Month", color: "Channel" };
const pivot = { rows: ["Region", "Channel"], columns: ["Month"] };

export const goldenViews: readonly GoldenView[] = [
  {
    name: "chart of an inner key alone",
    parts: grouped({}),
    view: { level: "g3", columns: ["Channel", "Total"], chart: { x: "Channel" } },
  },
  {
    name: "chart with shares of its axis and colour",
    parts: grouped({ Axis: 'PercentOfTotal([Total], "x_axis")', Color: 'PercentOfTotal([Total], "color")' }),
    view: { level: "g3", columns: ["Month", "Channel", "Total", "Axis", "Color"], chart },
  },
  {
    name: "chart with a running total for each colour",
    parts: grouped({ Running: "CumulativeSum([Total])" }),
    view: { level: "g3", columns: ["Month", "Channel", "Running"], chart },
  },
  {
    name: "chart of the largest groups",
    parts: grouped(
      {},
      {
        sort: descending("Total"),
        filters: [
          {
            id: "f",
            columnId: "Total",
            kind: "topN",
            n: 3,
            direction: "top",
            per: "all",
            exclude: false,
            nulls: "drop",
          },
        ],
      },
    ),
    view: { level: "g3", columns: ["Region", "Total"], chart: { x: "Region" } },
  },
  {
    name: "pivot with totals of rows and columns",
    parts: grouped({
      Row: 'Subtotal([Total], "row")',
      Column: 'Subtotal([Total], "column")',
      All: "GrandTotal([Total])",
    }),
    view: { level: "g3", columns: ["Region", "Channel", "Month", "Total", "Row", "Column", "All"], pivot },
  },
  {
    name: "pivot with averages and their parents",
    parts: grouped({ Parent: 'Subtotal([Mean], "row_parent")', Outer: 'Subtotal([Mean], "row_parent", 2)' }),
    view: { level: "g3", columns: ["Region", "Channel", "Month", "Mean", "Parent", "Outer"], pivot },
  },
  {
    name: "pivot sorted by its rows",
    parts: grouped({}, { sort: descending("Total") }),
    view: { level: "g3", columns: ["Region", "Month", "Total"], pivot: { rows: ["Region"], columns: ["Month"] } },
  },
  {
    name: "totals of a pivot",
    parts: grouped({}),
    view: {
      level: "g3",
      columns: ["Region", "Total", "Mean"],
      pivot: { rows: ["Region"], columns: [], isTotals: true },
    },
  },
  {
    name: "largest regions and others",
    parts: {
      columns: { ...columns, Top: "VisibilityLimit([Region], 2)" },
      groupings: [{ keys: ["Top"], calculations: ["Total", "Mean"], sort: descending("Total") }],
    },
    view: { columns: ["Top", "Total", "Mean"] },
  },
  {
    name: "the month before and the year before",
    parts: grouped({
      "Month Before": 'DateLookback([Total], [Month], 1, "month")',
      "Year Before": 'DateLookback([Total], [Month], 1, "year")',
    }),
    view: { level: "g3", columns: ["Month", "Channel", "Total", "Month Before", "Year Before"], chart },
  },
  {
    name: "first and last in the order of dates",
    parts: {
      columns: { Region: "[Region]", Date: "[Order Date]", Opening: "First([Sales])", Closing: "LastNonNull([Sales])" },
      groupings: [{ keys: ["Region"], calculations: ["Opening", "Closing"] }],
      sort: [{ columnId: "Date", direction: "ascending" }],
    },
    view: { columns: ["Region", "Opening", "Closing"] },
  },
  {
    name: "two facts that share a dimension",
    parts: {
      columns: {
        Region: "[Region]",
        Month: 'DateTrunc("month", [Order Date])',
        Total: "Sum([Sales])",
        Target: "Rollup(Sum([Targets/Target]), [Month], [Targets/Month], [Region], [Targets/Region])",
        Reached: "[Total] / [Target]",
      },
      groupings: [{ keys: ["Month", "Region"], calculations: ["Total", "Target", "Reached"] }],
    },
    view: { columns: ["Month", "Region", "Total", "Target", "Reached"] },
  },
];
