import { z } from "zod";

/** `GET /api/sources/{id}/values?formula=[Region]&search=ea`: what a column holds, most frequent first. */
export const columnValuesQuerySchema = z.object({
  /** Any formula that base rows of the source alone decide. */
  formula: z.string().min(1).max(4000),
  /** Only values whose text contains this, in any case. */
  search: z.string().max(200).default(""),
});

export const columnValuesSchema = z.object({
  values: z.array(z.object({ value: z.union([z.string(), z.number(), z.boolean(), z.null()]), rowCount: z.number() })),
  /** There are no others. */
  isComplete: z.boolean(),
});
export type ColumnValues = z.infer<typeof columnValuesSchema>;
