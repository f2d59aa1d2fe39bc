import { z } from "zod";
import { formatSchema, viewSchema } from "../worksheet/worksheet.ts";

export const chartMarks = [
  "bar",
  "line",
  "area",
  "combo",
  "scatter",
  "pie",
  "donut",
  "histogram",
  "box",
  "kpi",
] as const;

export const seriesMarks = ["bar", "line", "area"] as const;

const id = z.string().min(1).max(100);

/** Null everywhere means: what the data and the columns' formats say. An empty title is no title. */
const axisSchema = z.object({
  title: z.string().max(200).nullable().default(null),
  format: formatSchema.nullable().default(null),
  min: z.number().nullable().default(null),
  max: z.number().nullable().default(null),
  /** Drawn linear, and said so, where a logarithm would be wrong: bars, areas, stacks, values that are not above zero. */
  scale: z.enum(["linear", "logarithmic"]).default("linear"),
});

/** What one measure of `y` does otherwise than the chart. Without an entry: the left axis and the chart's own mark. */
const seriesSchema = z.object({
  columnId: id,
  axis: z.enum(["left", "right"]),
  mark: z.enum(seriesMarks).nullable(),
});

/** A line across the chart: at a constant, or at the value of a column of the view, which a summary repeats on every row. */
const referenceSchema = z.object({
  id,
  label: z.string().max(200),
  value: z.number().nullable(),
  columnId: id.nullable(),
  axis: z.enum(["left", "right"]).default("left"),
  style: z.enum(["solid", "dashed", "dotted"]).default("dashed"),
});

const sortSchema = z.object({
  /** `view`: as the worksheet sorts its rows. `value`: by `columnId`, or by the first measure. */
  by: z.enum(["view", "label", "value"]).default("view"),
  columnId: id.nullable().default(null),
  direction: z.enum(["ascending", "descending"]).default("descending"),
});

/** The first categories in the chart's order. `other` gathers the rest into one where its measures add up, else it is left out. */
const limitSchema = z.object({ count: z.number().int().min(1).max(1000), rest: z.enum(["other", "drop"]) });

const kpiSchema = z.object({
  /** `previous`: the period before the last one on x. `target`: a column beside it. */
  comparison: z.enum(["none", "previous", "target"]).default("none"),
  targetColumnId: id.nullable().default(null),
  isLowerBetter: z.boolean().default(false),
  sparkline: z.boolean().default(false),
});

/**
 * What a chart draws, by column ids of its view. `x`, `color` and `trellis` are exactly the level's keys, but for a measure on the x
 * of a scatter or as a colour. A chart that is drawn over a result keeps the view of that result, so that its marks are the rows which
 * prose refers to. `view.chart` is for charts that are run as such: then keys that are not drawn do not part the rows, windows and totals
 * run along the axes, and numbers may differ (docs/semantics.md, "Levels, charts and pivots"). What stands below `orientation` was not always there: charts that were stored without it draw as before.
 */
export const chartSchema = z.object({
  view: viewSchema,
  mark: z.enum(chartMarks),
  x: z.string().nullable(),
  y: z.array(z.string()).max(10),
  color: z.string().nullable(),
  size: z.string().nullable(),
  trellis: z.string().nullable(),
  stacking: z.enum(["none", "stacked", "normalized"]),
  orientation: z.enum(["vertical", "horizontal"]),
  series: z.array(seriesSchema).max(10).default([]),
  sort: sortSchema.prefault({}),
  limit: limitSchema.nullable().default(null),
  /** Values beside their marks; `auto` leaves out those that would overlap. */
  labels: z.enum(["none", "auto", "all"]).default("none"),
  axes: z
    .object({ x: axisSchema.prefault({}), left: axisSchema.prefault({}), right: axisSchema.prefault({}) })
    .prefault({}),
  references: z.array(referenceSchema).max(20).default([]),
  /** Columns of the view that the tooltip shows besides. */
  tooltip: z.array(id).max(20).default([]),
  kpi: kpiSchema.prefault({}),
});

export type Chart = z.infer<typeof chartSchema>;
export type ChartMark = Chart["mark"];
export type SeriesMark = (typeof seriesMarks)[number];
export type ChartAxis = z.infer<typeof axisSchema>;
export type ChartReference = z.infer<typeof referenceSchema>;
export type ChartSeries = z.infer<typeof seriesSchema>;

/** A chart of its channels alone; the rest is as the schema has it by default. */
export function createChart(parts: z.input<typeof chartSchema>): Chart {
  return chartSchema.parse(parts);
}

/** Parts of one whole, without axes. */
export function isRound(mark: ChartMark): boolean {
  return mark === "pie" || mark === "donut";
}
