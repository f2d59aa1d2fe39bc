import { z } from "zod";
import { valueTypes } from "../formula/types.ts";
import { documentSchema, formatSchema, levelSchema, viewSchema } from "../worksheet/worksheet.ts";
import { resultColumnSchema } from "./results.ts";
import { storable } from "./storable.ts";

/**
 * The formula assistant on the wire: what `POST /api/runs` takes for write-formula, correct-formula and explain-formula, and the data
 * parts that stream back. Rows are never in a part: `GET /api/results/{resultId}`.
 */

const id = z.string().min(1).max(100);

/** Where the formula stands, or will. */
export const formulaPlaceSchema = z.discriminatedUnion("kind", [
  /**
   * A column of the worksheet: at `base` a column of its rows, at a grouping's id a calculation, at `summary` a summary. Level null, in
   * what is asked: whichever fits. `columnId`: the column whose formula this replaces; null: a new one.
   */
  z.object({ kind: z.literal("column"), level: levelSchema.nullable(), columnId: id.nullable() }),
  /** A Logical formula at this level. */
  z.object({ kind: z.literal("filter"), level: levelSchema }),
  /** `key`: what an axis, colour or trellis groups by. `measure`: an aggregate over the chart's keys. `columnId` as above. */
  z.object({
    kind: z.literal("chart-field"),
    view: viewSchema,
    field: z.enum(["key", "measure"]),
    columnId: id.nullable(),
  }),
]);
export type FormulaPlace = z.infer<typeof formulaPlaceSchema>;

/** Self-contained: storage of workbooks is not looked at. Only sources that the viewer may use are read. */
export const formulaTargetSchema = z.union([
  z.object({ document: documentSchema, worksheetId: id, place: formulaPlaceSchema }),
  /** Over a source alone: per row, or over all rows when the formula aggregates. */
  z.object({ sourceId: z.uuid() }),
]);
export type FormulaTarget = z.infer<typeof formulaTargetSchema>;

const formulaText = z
  .string()
  .overwrite(storable)
  .trim()
  .min(1, "Write a formula first.")
  .max(65_536, "A formula may be 65,536 characters long.");

export const formulaRunSchemas = [
  z.object({
    kind: z.literal("write-formula"),
    target: formulaTargetSchema,
    description: z.string().overwrite(storable).trim().min(1, "Describe what the formula should give.").max(2000),
  }),
  z.object({
    kind: z.literal("correct-formula"),
    target: formulaTargetSchema,
    formula: formulaText,
    /** What is wrong with its values, in words: for formulas that check and give something else than was meant. */
    complaint: z.string().overwrite(storable).trim().max(2000).nullable().default(null),
  }),
  z.object({ kind: z.literal("explain-formula"), target: formulaTargetSchema, formula: formulaText }),
] as const;
export type StartFormulaRun = z.infer<(typeof formulaRunSchemas)[number]>;
export type WriteFormulaInput = Extract<StartFormulaRun, { kind: "write-formula" }>;
export type CorrectFormulaInput = Extract<StartFormulaRun, { kind: "correct-formula" }>;
export type ExplainFormulaInput = Extract<StartFormulaRun, { kind: "explain-formula" }>;

const spanSchema = z.object({ from: z.number(), to: z.number() });

/** As `lib/formula/diagnostic.ts`. */
export const diagnosticSchema = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  span: spanSchema,
  fix: z.object({ title: z.string(), edits: z.array(z.object({ span: spanSchema, insert: z.string() })) }).optional(),
});

/** One statement about a part of a formula; `depth` 0 is the whole, its parts follow it one deeper. */
export const sentenceSchema = z.object({ text: z.string(), span: spanSchema, depth: z.number().int() });
export type FormulaSentence = z.infer<typeof sentenceSchema>;

/** A result of this run: the first rows of the place with the formula's values. */
export const formulaPreviewPartSchema = z.object({
  resultId: z.uuid(),
  columns: z.array(resultColumnSchema),
  rowCount: z.number(),
  truncated: z.boolean(),
  asOf: z.string(),
  /** Key of the column that holds the formula's values; the others are the keys of the level and what the formula reads. */
  value: z.string(),
  /** Key of the values of the formula that this would take the place of; null: there is none that computes. */
  before: z.string().nullable(),
  /** Over all rows of the level, counted by the engine. Null without `before`. */
  changed: z.object({ rows: z.number(), of: z.number() }).nullable(),
});

/** Parsed, type-checked, level-checked and run as the viewer. Nothing else is ever sent. */
export const formulaCandidateSchema = z.object({
  /** `c1`, `c2`, … in this run. */
  id: z.string(),
  origin: z.enum(["checker", "model"]),
  formula: z.string(),
  /** For a new column; unique in the worksheet. */
  name: z.string(),
  type: z.enum(valueTypes),
  grain: z.enum(["day", "time"]).optional(),
  format: formatSchema.optional(),
  /** With a level that is never null: where Use formula puts it. */
  place: formulaPlaceSchema,
  /** "New column", "Calculation by Region", "Summary", "Filter", "Measure of the chart". */
  placeLabel: z.string(),
  /** What it gives, one sentence of ours from the syntax tree. */
  summary: z.string(),
  sentences: z.array(sentenceSchema),
  /** Of the checker's fixes and of corrections: what was changed, in words. */
  changes: z.array(z.string()),
  warnings: z.array(diagnosticSchema),
  preview: formulaPreviewPartSchema,
});
export type FormulaCandidate = z.infer<typeof formulaCandidateSchema>;

/** Data parts; a part with the same id takes the place of the one before. */
export const formulaAssistDataSchemas = {
  /** Id `progress`: what is done at the moment, a sentence for the eye and for screen readers. */
  "formula-progress": z.object({
    step: z.enum(["reading", "checking", "asking", "repairing", "previewing", "done"]),
    message: z.string(),
    /** Candidates that the model wrote and that were not shown, as they did not pass. */
    discarded: z.number(),
  }),
  /** Id `diagnostics`: what is wrong with the formula that was given (Correct, Explain). Empty: it is sound. */
  "formula-diagnostics": z.object({ diagnostics: z.array(diagnosticSchema) }),
  /** Id: the candidate's. */
  "formula-candidate": formulaCandidateSchema,
  /** Id `c1-c2`: what differs in the results of two candidates. */
  "formula-difference": z.object({
    left: z.string(),
    right: z.string(),
    /** "They differ in 12 of 300 rows." */
    message: z.string(),
    /** Over all rows of the level; null: they stand at different levels, or could not be compared. */
    count: z.object({ rows: z.number(), of: z.number() }).nullable(),
    /** First rows that differ, both values side by side. Null: none differ, or there is nothing to compare. */
    rows: z
      .object({
        resultId: z.uuid(),
        columns: z.array(resultColumnSchema),
        left: z.string(),
        right: z.string(),
        rowCount: z.number(),
      })
      .nullable(),
  }),
  /** Id `verdict`, last. `sound`: Correct found nothing to mend. `repaired`, `written`, `explained`: see the other parts. */
  "formula-verdict": z.object({
    verdict: z.enum(["written", "repaired", "sound", "explained", "declined"]),
    /** Why, in plain words. */
    message: z.string(),
    /** What was wrong with the last try, for those who want to know. */
    diagnostics: z.array(diagnosticSchema),
    /** When declined: the nearest formula that holds, also previewed. */
    nearest: formulaCandidateSchema.nullable(),
  }),
  /** Id `explanation`: rendered from the syntax tree. Prose of the model follows as text parts, its names and numbers checked. */
  "formula-explanation": z.object({
    formula: z.string(),
    type: z.enum(valueTypes).nullable(),
    /** "A value for each row", "One value for each Region", "One value over all rows". Null: it does not check. */
    levelLabel: z.string().nullable(),
    summary: z.string(),
    sentences: z.array(sentenceSchema),
    /** First values; null when the formula does not compute. */
    preview: formulaPreviewPartSchema.nullable(),
  }),
};
