import type { WorksheetDraft } from "#lib/worksheet/draft";
import { draft, formulaColumn, groupBy } from "./drafts.ts";
import type { WorksheetOptions } from "./run-worksheet.ts";

/** Worksheets whose SQL people are shown: kept word for word, so that a change of it is seen. */
export type GoldenWorksheet = {
  readonly name: string;
  readonly draft: WorksheetDraft;
  readonly options?: WorksheetOptions;
};

const total = formulaColumn("Total = Sum([Sales])");
const month = formulaColumn('Month = DateTrunc("month", [Order Date])');
const descending = { column: "Total", direction: "descending" as const };

export const goldenWorksheets: readonly GoldenWorksheet[] = [
  {
    name: "total by one key, sorted and limited",
    draft: draft({ columns: [total], groupings: [groupBy(["Region"], ["Total"])], sort: [descending], limit: 5 }),
  },
  {
    name: "months of one year",
    draft: draft({
      columns: [month, total, formulaColumn("Lines = Count()")],
      groupings: [groupBy(["Month"], ["Total", "Lines"])],
      filters: [
        { kind: "between-dates", column: "Order Date", start: "2024-01-01", end: "2024-12-31", exclude: false },
      ],
    }),
  },
  {
    name: "last quarter by related category",
    draft: draft({
      columns: [total],
      groupings: [groupBy(["Category"], ["Total"])],
      filters: [
        {
          kind: "relative-date",
          column: "Order Date",
          direction: "last",
          period: "quarter",
          length: 1,
          offset: 0,
          exclude: false,
        },
        { kind: "list", column: "Channel", values: ["Online", "Store"], exclude: false },
      ],
    }),
  },
  {
    name: "two keys and a ratio",
    draft: draft({
      columns: [formulaColumn("Margin = Sum([Profit]) / Sum([Sales])")],
      groupings: [groupBy(["Region", "Channel"], ["Margin"])],
    }),
  },
  {
    name: "summary",
    draft: draft({ columns: [total, formulaColumn("Lines = Count()")], summaries: ["Total", "Lines"] }),
  },
  {
    name: "list of rows",
    draft: draft({
      columns: [formulaColumn("Net = [Sales] - [Profit]")],
      show: ["Order ID", "Order Date", "Product Name", "Net"],
      sort: [{ column: "Net", direction: "descending" }],
      limit: 10,
    }),
  },
  {
    name: "share of the whole",
    draft: draft({
      columns: [total, formulaColumn("Share = PercentOfTotal([Total])")],
      groupings: [groupBy(["Region"], ["Total", "Share"])],
    }),
  },
  {
    name: "share of the parent in nested groupings",
    draft: draft({
      columns: [total, formulaColumn('Share = PercentOfTotal([Total], "parent_grouping")')],
      groupings: [groupBy(["Region"], []), groupBy(["Channel"], ["Total", "Share"])],
    }),
  },
  {
    name: "top channel of each region",
    draft: draft({
      columns: [total],
      groupings: [groupBy(["Region"], []), groupBy(["Channel"], ["Total"])],
      filters: [{ kind: "top", column: "Total", n: 1, direction: "top", per: "parent" }],
    }),
  },
  {
    name: "groups above a total",
    draft: draft({
      columns: [total],
      groupings: [groupBy(["Region"], ["Total"])],
      filters: [{ kind: "range", column: "Total", min: 100, max: null, exclude: false }],
    }),
  },
  {
    name: "running total and change by month",
    draft: draft({
      columns: [
        month,
        total,
        formulaColumn("Running = CumulativeSum([Total])"),
        formulaColumn("Change = [Total] / Lag([Total]) - 1"),
      ],
      groupings: [groupBy(["Month"], ["Total", "Running", "Change"])],
    }),
  },
  {
    name: "average order",
    draft: draft({
      columns: [formulaColumn("Order Total = Sum([Sales])"), formulaColumn("Average Order = Avg([Order Total])")],
      groupings: [groupBy(["Region"], ["Average Order"]), groupBy(["Order ID"], ["Order Total"])],
    }),
    options: { level: "g1", columns: ["Region", "Average Order"] },
  },
  {
    name: "each row's share of its group",
    draft: draft({
      columns: [formulaColumn("Region Total = Sum([Sales])"), formulaColumn("Share = [Sales] / [Region Total]")],
      groupings: [groupBy(["Region"], ["Region Total"])],
    }),
    options: { level: "base", columns: ["Region", "Share", "Region Total"] },
  },
  {
    name: "metric of the source",
    draft: draft({ groupings: [groupBy(["Channel"], ["Profit Ratio", "Lines"])] }),
  },
  {
    name: "rollup from another source",
    draft: draft({
      columns: [
        month,
        total,
        formulaColumn("Target = Rollup(Sum([Targets/Target]), [Month], [Targets/Month], [Region], [Targets/Region])"),
      ],
      groupings: [groupBy(["Month", "Region"], ["Total", "Target"])],
    }),
  },
  {
    name: "lookup per row",
    draft: draft({
      columns: [formulaColumn("Target = Lookup([Targets/Target], [Region], [Targets/Region])")],
      show: ["Order ID", "Region", "Target"],
    }),
  },
  {
    name: "rank among base rows",
    draft: draft({
      columns: [formulaColumn('Place = Rank([Sales], "desc")')],
      show: ["Order ID", "Sales", "Place"],
      filters: [{ kind: "range", column: "Place", min: null, max: 3, exclude: false }],
    }),
  },
  {
    name: "several distinct counts and conditions",
    draft: draft({
      columns: [
        formulaColumn("Customers = CountDistinct([Customer ID])"),
        formulaColumn("Returns = CountIf([Returned])"),
        formulaColumn('Online = SumIf([Sales], [Channel] = "Online")'),
      ],
      groupings: [groupBy(["Region"], ["Customers", "Returns", "Online"])],
    }),
  },
];
