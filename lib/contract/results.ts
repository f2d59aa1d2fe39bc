import { z } from "zod";
import { valueTypes } from "../formula/types.ts";
import { columnRoles } from "../worksheet/view-roles.ts";
import { formatSchema, levelSchema } from "../worksheet/worksheet.ts";

/** What crosses the wire about results: docs/http-api.md describes it for scripts. Cells are as in `lib/worksheet/result.ts`. */

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const resultColumnSchema = z.object({
  key: z.string(),
  columnId: z.string(),
  name: z.string(),
  type: z.enum(valueTypes),
  grain: z.enum(["day", "time"]).optional(),
  format: formatSchema.optional(),
  level: levelSchema,
  formula: z.string(),
  isAggregate: z.boolean().optional(),
  role: z.enum(columnRoles).optional(),
});

/** `columns[c][r]`: the columns of the slice, its first row being row `offset` of the result. */
export const resultRowsSchema = z.object({
  offset: z.number(),
  rowCount: z.number(),
  columns: z.array(z.array(cellSchema)),
});

/** `GET /api/results/{id}?offset=0&limit=200`. */
export const resultPageSchema = z.object({
  result: z.object({
    id: z.string(),
    /** Of the statement with its rules and of the data's versions: another hash, other rows. */
    queryHash: z.string(),
    schema: z.array(resultColumnSchema),
    rowCount: z.number(),
    truncated: z.boolean(),
    asOf: z.string(),
    elapsedMs: z.number(),
  }),
  rows: resultRowsSchema,
});
export type ResultPage = z.infer<typeof resultPageSchema>;

/** `GET /api/results/{id}/count`: all rows, also those beyond what is stored. */
export const resultCountSchema = z.object({ rowCount: z.number().int().min(0) });
export type ResultCount = z.infer<typeof resultCountSchema>;

/** `POST /api/results/{id}/underlying`: the rows behind those that hold these keys, as a result of its own. None: behind all of them. */
export const underlyingRequestSchema = z.object({
  keys: z.array(z.object({ columnId: z.string().min(1).max(100), value: cellSchema })).max(50),
});
export type UnderlyingRequest = z.infer<typeof underlyingRequestSchema>;
export const underlyingSchema = z.object({ resultId: z.uuid() });

/** `GET /api/results/{id}/sql`, for those with the permission. */
export const resultSqlSchema = z.object({ sql: z.string() });

/** `POST /api/results/{id}/replay`: the stored worksheet run again without a model. */
export const replaySchema = z.object({
  resultId: z.string(),
  /** The new rows are those of the first time. */
  same: z.boolean(),
  rowCount: z.number(),
  elapsedMs: z.number(),
  asOf: z.string(),
  /** When they differ: what changed, in a sentence. */
  difference: z.string().nullable(),
  /** Rows of either time that the other does not have as they are. */
  differenceCount: z.number(),
  /** The first twenty of them, in the reader's words: `row` names the row, an added or removed one has no cells. */
  changes: z.array(
    z.object({
      kind: z.enum(["changed", "added", "removed"]),
      row: z.string(),
      cells: z.array(z.object({ column: z.string(), before: z.string(), after: z.string() })),
    }),
  ),
});
export type Replay = z.infer<typeof replaySchema>;
