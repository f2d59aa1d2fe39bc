import { z } from "zod";
import { chartShapes, drawnSchema, labelStyles } from "../chart/chart-facts.ts";
import { factKinds } from "../chart/facts/fact.ts";
import { periodUnits } from "../chart/facts/periods.ts";
import { documentSchema } from "../worksheet/worksheet.ts";
import { storable } from "./storable.ts";

/** Explain this chart on the wire: what `POST /api/runs` takes, the data parts that stream back, and what the models are given. */

export const explainedChartSchema = z.object({
  /** A chart, or a table or pivot by its view. */
  chart: drawnSchema,
  /** As it stands above the chart. */
  title: z.string().overwrite(storable).trim().max(200),
  /**
   * Where its rows come from: a self-contained document whose worksheet the view names, or a result of the viewer's own, of which
   * exactly the rows that are shown are meant.
   */
  data: z.union([z.object({ document: documentSchema }), z.object({ resultId: z.uuid() })]),
});
export type ExplainedChart = z.infer<typeof explainedChartSchema>;

export const explainChartRunSchema = explainedChartSchema.extend({
  kind: z.literal("explain-chart"),
  /** Written anew, even if the same chart over the same rows was explained before. */
  regenerate: z.boolean().default(false),
});
export type ExplainChartInput = z.infer<typeof explainChartRunSchema>;

/** A fact in the reader's words. */
export const toldFactSchema = z.object({ id: z.string(), kind: z.enum(factKinds), text: z.string() });
export type ToldFact = z.infer<typeof toldFactSchema>;

export const explainDataSchemas = {
  /** Id `facts`: what our code found in the chart, before anything is written about it. */
  facts: z.object({ facts: z.array(toldFactSchema) }),
  /** Id `explanation`: what it is about. */
  explanation: z.object({
    /** Of the explained rows: another hash under the same chart means that the explanation is of before. */
    queryHash: z.string(),
    /** Rows that were read, and rows that there are. */
    rowsRead: z.number(),
    rowCount: z.number(),
    /** When it was written, if that was before this run: the chart and its rows are the same. */
    writtenAt: z.iso.datetime().nullable(),
    /** What the reader should know of it, in sentences. */
    notes: z.array(z.string()),
  }),
};

const shapeColumn = z.object({ key: z.string(), name: z.string() });

const factSchema = z.object({
  id: z.string(),
  kind: z.enum(factKinds),
  text: z.string(),
  value: z.number(),
  column: z.string(),
  labels: z.array(z.string()),
  rows: z.array(z.number()),
  series: z.string().nullable(),
  by: z.string().nullable(),
  way: z.enum(["up", "down"]).nullable(),
});

/** What every explanation carries in `providerOptions.askbook.input`: the built-in model reads it instead of the prompt. */
export const explainModelInputSchema = z.object({
  title: z.string(),
  /** What references to cells begin with. */
  result: z.string(),
  rowCount: z.number(),
  shape: z.object({
    kind: z.enum(chartShapes),
    x: shapeColumn.nullable(),
    series: shapeColumn.nullable(),
    isTime: z.boolean(),
    period: z.enum(periodUnits).nullable(),
    labelStyle: z.enum(labelStyles),
    isLowerBetter: z.boolean(),
    /** Keys of the columns that name a row. */
    labels: z.array(z.string()),
    measures: z.array(shapeColumn.extend({ isAdditive: z.boolean() })),
  }),
  facts: z.array(factSchema),
});
export type ExplainModelInput = z.infer<typeof explainModelInputSchema>;
