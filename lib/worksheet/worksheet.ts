import { z } from "zod";
import { valueTypes } from "../formula/types.ts";

/** The waist of Askbook: what people and models want to know, as plain data. Formulas use names, everything else ids. */

const name = z.string().trim().min(1).max(200);
const id = z.string().min(1).max(100);
const formula = z.string().min(1).max(65_536);

export const formatSchema = z.object({
  kind: z.enum(["number", "percent", "currency", "date"]),
  decimals: z.number().int().min(0).max(12).optional(),
  currency: z.string().length(3).optional(),
  compact: z.boolean().optional(),
  datePattern: z.enum(["day", "week", "month", "quarter", "year", "hour", "minute", "second"]).optional(),
});

export const sortSchema = z.object({ columnId: id, direction: z.enum(["ascending", "descending"]) });

/** A value that may come from a control. */
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const control = z.object({ controlId: id });
const orControl = <T extends z.ZodType>(schema: T) => z.union([schema, control]);

const filterBase = { id, columnId: id, exclude: z.boolean(), nulls: z.enum(["keep", "drop"]) };

export const filterSchema = z.discriminatedUnion("kind", [
  z.object({ ...filterBase, kind: z.literal("list"), values: orControl(z.array(scalar)) }),
  z.object({
    ...filterBase,
    kind: z.literal("range"),
    min: orControl(z.number().nullable()),
    max: orControl(z.number().nullable()),
  }),
  /** Both ends included; a bound that is a day without a time includes the whole day. ISO without zone. */
  z.object({
    ...filterBase,
    kind: z.literal("dateRange"),
    range: z.discriminatedUnion("kind", [
      z.object({
        kind: z.literal("between"),
        start: orControl(z.string().nullable()),
        end: orControl(z.string().nullable()),
      }),
      /** As InDateRange: last, next, current or to_date, counted from the source's as-of. */
      z.object({
        kind: z.literal("relative"),
        direction: z.enum(["last", "next", "current", "to_date"]),
        period: z.enum(["year", "quarter", "month", "week", "day", "hour"]),
        length: z.number().int().min(1),
        offset: z.number().int(),
      }),
    ]),
  }),
  z.object({
    ...filterBase,
    kind: z.literal("text"),
    operator: z.enum(["equals", "contains", "startsWith", "endsWith", "like", "matches"]),
    text: orControl(z.string()),
    matchCase: z.boolean(),
  }),
  z.object({
    ...filterBase,
    kind: z.literal("topN"),
    n: orControl(z.number().int().min(1)),
    direction: z.enum(["top", "bottom"]),
    per: z.enum(["parent", "all"]),
  }),
  /** A Logical formula at the level of `columnId`, which may also name a level: `base`, `summary` or a grouping. */
  z.object({ ...filterBase, kind: z.literal("formula"), formula }),
]);

export const columnSchema = z.object({
  id,
  name,
  formula,
  format: formatSchema.optional(),
  description: z.string().max(2000).optional(),
});

export const groupingSchema = z.object({
  id,
  keys: z.array(id).min(1),
  calculations: z.array(id),
  sort: z.array(sortSchema),
});

/** `base`, `summary`, or a grouping's id. */
export const levelSchema = z.union([z.literal("base"), z.literal("summary"), id]);

export const worksheetSchema = z.object({
  version: z.literal(1),
  name,
  source: z.union([z.object({ sourceId: id }), z.object({ worksheetId: id, level: levelSchema })]),
  columns: z.array(columnSchema).max(1000),
  /** Outermost first. */
  groupings: z.array(groupingSchema).max(20),
  summaries: z.array(id),
  filters: z.array(filterSchema).max(200),
  sort: z.array(sortSchema),
  /** Rows of the view that is run, after sorting. */
  limit: z.number().int().min(1).max(10_000_000).nullable(),
});

export const controlSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("list"), id, name, value: z.array(scalar), multiple: z.boolean() }),
  z.object({ kind: z.literal("text"), id, name, value: z.string().nullable() }),
  z.object({ kind: z.literal("number"), id, name, value: z.number().nullable() }),
  z.object({ kind: z.literal("numberRange"), id, name, min: z.number().nullable(), max: z.number().nullable() }),
  z.object({ kind: z.literal("dateRange"), id, name, start: z.string().nullable(), end: z.string().nullable() }),
  z.object({ kind: z.literal("switch"), id, name, value: z.boolean() }),
]);

/** An id that things are looked up by: none that every object of JavaScript answers to. */
export const keySchema = id.refine((key) => !(key in Object.prototype), "This id cannot be used. Take another one.");

const mostWorksheets = 1000;

export const worksheetsSchema = z
  .record(keySchema, worksheetSchema)
  .refine((worksheets) => Object.keys(worksheets).length <= mostWorksheets, "A document can hold 1,000 worksheets.");

/** A thread, an exploration and a workbook are documents. No references across documents. */
export const documentSchema = z.object({ worksheets: worksheetsSchema, controls: z.array(controlSchema).max(1000) });

/**
 * What is run: one view = one SQL statement = one result. `columns` in the order of the result. With `pivot` or `chart` its rows are
 * one for each combination of the keys that these name, from whatever groupings, and the calculations of `level` are computed on
 * those rows; calculations of coarser groupings repeat on them.
 */
export const viewSchema = z.object({
  worksheetId: id,
  level: levelSchema,
  columns: z.array(id).min(1),
  /**
   * Outermost first. `isTotals`: fewer keys of a larger pivot, for its rows of totals; filters on aggregates of that pivot's cells do
   * not act on it.
   */
  pivot: z.object({ rows: z.array(id), columns: z.array(id), isTotals: z.boolean().optional() }).optional(),
  chart: z.object({ x: id.nullable(), color: id.nullable(), trellis: id.nullable() }).optional(),
  /**
   * Only rows whose columns hold these values, in wire form; null matches null. Everything is computed over all rows before, so that a
   * group that is opened and the data behind a mark show the numbers of the whole; the worksheet's limit counts what is left. On groups
   * the columns are keys of the level, on base rows any that these alone decide; they need not be among `columns`.
   */
  within: z
    .array(z.object({ columnId: id, value: scalar }))
    .max(50)
    .optional(),
});

export const sourceColumnSchema = z.object({
  /** For a table: the engine's own column name. */
  id,
  name,
  type: z.enum(valueTypes),
  grain: z.enum(["day", "time"]).optional(),
  /** The engine's type, e.g. `DECIMAL(12,2)` or `timestamptz`; absent for calculated columns. */
  nativeType: z.string().optional(),
  /** Models only. */
  formula: formula.optional(),
  format: formatSchema.optional(),
  unit: z.string().max(50).optional(),
  description: z.string().max(2000),
  /** Withheld from AI providers on every rung. */
  neverSend: z.boolean(),
  hidden: z.boolean(),
  /** Known to hold another value in every row, none of them null: joins on it need no reduction. Only for versioned data. */
  isUnique: z.boolean().optional(),
});

/** Many-to-one. `local` is a formula over this source's columns, `foreign` a column of the other. */
export const relationshipSchema = z.object({
  id,
  name,
  toSourceId: id,
  keys: z.array(z.object({ local: formula, foreign: id })).min(1),
});

export const metricSchema = z.object({
  id,
  name,
  formula,
  format: formatSchema.optional(),
  description: z.string().max(2000),
});

export const sourceSchema = z.object({
  id,
  connectionId: id,
  name,
  kind: z.enum(["table", "model"]),
  baseSourceId: id.optional(),
  /** Where the rows of a table are. `catalog` is the attached database of an upload. */
  table: z.object({ catalog: z.string().nullable(), schema: z.string().nullable(), name: z.string() }).optional(),
  /** What Today() means, ISO date; absent: the present. */
  asOf: z.string().optional(),
  /** The data version; absent for a live database. */
  version: z.string().optional(),
  description: z.string().max(4000),
  /** Synonyms, the date to use, metric rules, what not to analyse. */
  aiContext: z.string().max(8000),
  endorsement: z.enum(["none", "endorsed", "deprecated"]),
  /** A Logical formula; rows for which it is not true do not exist for the viewer. */
  rowRule: formula.optional(),
  columns: z.array(sourceColumnSchema),
  metrics: z.array(metricSchema),
  relationships: z.array(relationshipSchema),
});

export type Sort = z.infer<typeof sortSchema>;
export type Filter = z.infer<typeof filterSchema>;
export type WorksheetColumn = z.infer<typeof columnSchema>;
export type Grouping = z.infer<typeof groupingSchema>;
export type Level = z.infer<typeof levelSchema>;
export type Worksheet = z.infer<typeof worksheetSchema>;
export type Control = z.infer<typeof controlSchema>;
export type Document = z.infer<typeof documentSchema>;
export type View = z.infer<typeof viewSchema>;
export type SourceColumn = z.infer<typeof sourceColumnSchema>;
export type Relationship = z.infer<typeof relationshipSchema>;
export type Metric = z.infer<typeof metricSchema>;
export type Source = z.infer<typeof sourceSchema>;
