import { z } from "zod";
import { chartMarks } from "../chart/chart.ts";
import { worksheetDraftSchema } from "../worksheet/draft.ts";
import { storable } from "./storable.ts";

const relatedSchema = {
  sourceId: z.uuid(),
  worksheet: worksheetDraftSchema,
  /** How to draw it; null: by rule. */
  mark: z.enum(chartMarks).nullable(),
};

/** `GET /api/runs/{id}/related`: charts that go on from an answer. Each was checked and has rows. */
export const relatedChartsSchema = z.object({
  charts: z.array(z.object({ ...relatedSchema, title: z.string(), mark: z.enum(chartMarks) })),
});
export type RelatedCharts = z.infer<typeof relatedChartsSchema>;
export type OfferedChart = RelatedCharts["charts"][number];

/** A chart that was chosen under an answer: the thread's next answer, made without a model. */
export const relatedRunSchema = z.object({
  kind: z.literal("related"),
  threadId: z.uuid(),
  /** The answer that it goes on from. */
  parentRunId: z.uuid(),
  /** What it shows, in words: it stands where a question stands. */
  question: z.string().overwrite(storable).trim().min(1).max(300),
  ...relatedSchema,
});
