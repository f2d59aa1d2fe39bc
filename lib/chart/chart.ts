import { z } from "zod";
import { viewSchema } from "../worksheet/worksheet.ts";

export const chartMarks = ["bar", "line", "area", "scatter", "pie", "donut", "histogram", "kpi"] as const;

/** What a chart draws, by column ids of its view. `x`, `color` and `trellis` are exactly the level's keys. */
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
});

export type Chart = z.infer<typeof chartSchema>;
export type ChartMark = Chart["mark"];
