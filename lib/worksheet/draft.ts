import { z } from "zod";

/**
 * The worksheet as a model writes it: columns by name, no ids, every field required and nullable (strict mode).
 * `createWorksheet` in this folder turns a draft into a Worksheet, or says what is wrong with it.
 */
const columnName = z.string().describe("Name of a column of this worksheet");

const draftFilterSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("list"),
    column: columnName,
    values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
    exclude: z.boolean(),
  }),
  z.object({
    kind: z.literal("range"),
    column: columnName,
    min: z.number().nullable(),
    max: z.number().nullable(),
    exclude: z.boolean(),
  }),
  z.object({
    kind: z.literal("between-dates"),
    column: columnName,
    start: z.string().nullable().describe("ISO date, included"),
    end: z.string().nullable().describe("ISO date, included"),
    exclude: z.boolean(),
  }),
  z.object({
    kind: z.literal("relative-date"),
    column: columnName,
    direction: z.enum(["last", "next", "current", "to_date"]),
    period: z.enum(["year", "quarter", "month", "week", "day", "hour"]),
    length: z.number().int(),
    offset: z
      .number()
      .int()
      .describe("0: ends with the present period's predecessor or the present one; 1: one period further back"),
    exclude: z.boolean(),
  }),
  z.object({
    kind: z.literal("text"),
    column: columnName,
    operator: z.enum(["equals", "contains", "startsWith", "endsWith", "like", "matches"]),
    text: z.string(),
    matchCase: z.boolean(),
    exclude: z.boolean(),
  }),
  z.object({
    kind: z.literal("top"),
    column: columnName.describe("The calculation to rank by"),
    n: z.number().int(),
    direction: z.enum(["top", "bottom"]),
    per: z.enum(["parent", "all"]),
  }),
  z.object({
    kind: z.literal("formula"),
    formula: z.string().describe("A Logical formula over base columns"),
    level: z.string().nullable().describe("Null for base rows, or the last key of the grouping whose rows it filters"),
  }),
]);

const draftSortSchema = z.object({ column: columnName, direction: z.enum(["ascending", "descending"]) });

export const worksheetDraftSchema = z.object({
  name: z.string().describe("A short title for the result"),
  source: z.string().describe("The source's name"),
  filters: z.array(draftFilterSchema),
  columns: z
    .array(
      z.object({
        name: z.string(),
        formula: z.string(),
        format: z.enum(["number", "percent", "currency", "date", "plain"]).nullable(),
      }),
    )
    .describe("Only columns with a formula; columns of the source are used by their names without listing them"),
  groupings: z
    .array(z.object({ keys: z.array(columnName), calculations: z.array(columnName), sort: z.array(draftSortSchema) }))
    .describe("Outermost first. Keys are row expressions, calculations are aggregates"),
  summaries: z.array(columnName).describe("Aggregates over all rows"),
  /** The columns of the result, in order. A calculation that only sorts or filters is left out here. */
  show: z
    .array(columnName)
    .nullable()
    .describe(
      "Columns of the result, in order. Null: the keys and calculations of the last grouping, else the summaries, else all columns",
    ),
  sort: z.array(draftSortSchema),
  limit: z.number().int().nullable(),
});

export type WorksheetDraft = z.infer<typeof worksheetDraftSchema>;
export type DraftFilter = z.infer<typeof draftFilterSchema>;
