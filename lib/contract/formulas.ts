import { z } from "zod";
import { valueTypes } from "../formula/types.ts";
import { dialectNames } from "../sql/dialect.ts";
import { sourceSchema } from "../worksheet/worksheet.ts";
import { resultPageSchema } from "./results.ts";

/** What crosses the wire when a formula is tried out. */

/** A function of the organization's own, as formulas may call it. */
const callableSchema = z.object({
  name: z.string(),
  description: z.string(),
  arguments: z.array(z.object({ name: z.string(), type: z.enum([...valueTypes, "null", "unknown"]) })),
  formula: z.string(),
  isHidden: z.boolean(),
});

/** `GET /api/sources/{id}/scope`: what the browser needs to check formulas over a source, with everything the source reaches. */
export const formulaScopeSchema = z.object({
  sourceId: z.string(),
  sources: z.array(sourceSchema),
  weekStart: z.enum(["sunday", "monday"]),
  /** The engine of the source. */
  dialect: z.enum(dialectNames),
  customFunctions: z.array(callableSchema),
});
export type FormulaScopeData = z.infer<typeof formulaScopeSchema>;

/** `POST /api/formulas/preview`. */
export const previewFormulaSchema = z.object({
  sourceId: z.string().min(1).max(100),
  formula: z.string().trim().min(1, "Write a formula first.").max(65_536, "A formula may be 65,536 characters long."),
});

/** Rows that are not kept, so they have no id. */
export const formulaPreviewSchema = resultPageSchema.extend({
  level: z.enum(["base", "summary"]),
  result: resultPageSchema.shape.result.omit({ id: true, queryHash: true }),
});
export type FormulaPreview = z.infer<typeof formulaPreviewSchema>;
