import { z } from "zod";
import { valueTypes } from "../formula/types.ts";
import { askTools } from "./ask-tools.ts";

/** What a model is asked to do with a formula, and what it answers. The built-in model reads the same from `providerOptions.askbook`. */

const levelSchema = z.object({
  /** `row`, `summary`, or `by ` and the names of the keys. */
  name: z.string(),
  /** Names of the keys of this level, outermost first; none for `row` and `summary`. */
  keys: z.array(z.string()),
  /** Names of the keys of the groupings around. */
  outerKeys: z.array(z.string()),
});

export const formulaPlaceTextSchema = z.object({
  kind: z.enum(["column", "filter", "axis", "measure"]),
  /** Where the formula may stand. One: it is settled. */
  levels: z.array(levelSchema),
  /** The column whose formula is replaced. */
  column: z.string().nullable(),
});

const worksheetColumnSchema = z.object({
  name: z.string(),
  type: z.enum(valueTypes),
  formula: z.string(),
  level: z.string(),
  isKey: z.boolean(),
});

export const formulaModelInputSchema = z.object({
  /** Write: what the formula should give. Correct: what is wrong with its values, or empty. */
  request: z.string(),
  /** Correct and Explain. */
  formula: z.string().nullable(),
  place: formulaPlaceTextSchema,
  worksheet: z.object({
    name: z.string(),
    columns: z.array(worksheetColumnSchema),
    controls: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
    /** Whether the rows of each level have an order of their own, for windows. */
    isSorted: z.boolean(),
  }),
  source: askTools["describe-source"].output.options[1],
  /** Names of other sources, with their columns, that Lookup and Rollup may read. */
  others: z.array(
    z.object({ name: z.string(), columns: z.array(z.object({ name: z.string(), type: z.enum(valueTypes) })) }),
  ),
  values: z.array(z.object({ word: z.string(), column: z.string(), values: z.array(z.string()), exact: z.boolean() })),
  weekStart: z.enum(["sunday", "monday"]),
  locale: z.string(),
  /** What was tried before and did not pass, with what our checker says. */
  attempts: z.array(
    z.object({
      formula: z.string(),
      problems: z.array(z.string()),
      /** With the fixes that our checker would apply; null: it has none. */
      mended: z.string().nullable(),
    }),
  ),
});
export type FormulaModelInput = z.infer<typeof formulaModelInputSchema>;

/** Strict: every property is there. */
export const formulaProposalSchema = z.object({
  name: z.string().describe("A short name for the column, in the language of the request"),
  formula: z.string(),
  level: z.string().describe("One of the levels of the place, by its name"),
});
export type FormulaProposal = z.infer<typeof formulaProposalSchema>;

export const formulaAnswerSchema = z.object({
  candidates: z
    .array(formulaProposalSchema)
    .describe("Best first; several only where the request can be meant in several ways"),
  declined: z.string().nullable().describe("Why no formula can do it; null when there are candidates"),
});
export type FormulaAnswer = z.infer<typeof formulaAnswerSchema>;

export const formulaTasks = ["write-formula", "correct-formula", "explain-formula"] as const;
export type FormulaTask = (typeof formulaTasks)[number];
