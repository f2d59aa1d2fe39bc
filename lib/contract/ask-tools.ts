import { z } from "zod";
import { chartMarks } from "../chart/chart.ts";
import { valueTypes } from "../formula/types.ts";
import { worksheetDraftSchema } from "../worksheet/draft.ts";

/**
 * The tools of Ask: what a model may call, and what it gets back. Read-only; scope comes from the session, never from arguments.
 * `lib/ai/ask/tools` executes them, `lib/ai/built-in` calls them, `components/ask/steps` shows them.
 */
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const columnDescriptionSchema = z.object({
  name: z.string(),
  type: z.enum(valueTypes),
  grain: z.enum(["day", "time"]).optional(),
  description: z.string(),
  unit: z.string().optional(),
  /** The relationship that the column comes through: written `[Relationship/Name]`. Absent: a column of the source itself. */
  relationship: z.string().optional(),
  /** Rung 2 and above. */
  distinctCount: z.number().optional(),
  min: cell.optional(),
  max: cell.optional(),
  examples: z.array(cell).optional(),
  withheld: z.boolean().optional(),
});

export const diagnosticSchema = z.object({ where: z.string(), message: z.string(), fix: z.string().optional() });

const failed = z.object({
  ok: z.literal(false),
  message: z.string(),
  diagnostics: z.array(diagnosticSchema).optional(),
});

export const askTools = {
  "find-sources": {
    description: "Finds the data sources that may answer the question, best first.",
    input: z.object({ query: z.string() }),
    output: z.object({
      sources: z.array(
        z.object({
          sourceId: z.string(),
          name: z.string(),
          description: z.string(),
          reason: z.string(),
          endorsed: z.boolean(),
        }),
      ),
    }),
  },
  "describe-source": {
    description: "Columns, metrics, date context and notes of one source.",
    input: z.object({ source: z.string().describe("The source's name") }),
    output: z.union([
      failed,
      z.object({
        ok: z.literal(true),
        sourceId: z.string(),
        name: z.string(),
        description: z.string(),
        aiContext: z.string(),
        asOf: z.string(),
        rowCount: z.number().optional(),
        columns: z.array(columnDescriptionSchema),
        metrics: z.array(z.object({ name: z.string(), formula: z.string(), description: z.string() })),
        /** The organization's own, which formulas may call. Absent: there are none. */
        customFunctions: z.array(z.object({ signature: z.string(), description: z.string() })).optional(),
      }),
    ]),
  },
  "find-values": {
    description: "Values of text columns that match words of the question. Column null: all text columns.",
    input: z.object({ source: z.string(), column: z.string().nullable(), words: z.array(z.string()) }),
    output: z.union([
      failed,
      z.object({
        ok: z.literal(true),
        matches: z.array(
          z.object({ word: z.string(), column: z.string(), values: z.array(z.string()), exact: z.boolean() }),
        ),
      }),
    ]),
  },
  "run-worksheet": {
    description: "Checks and runs a worksheet. Errors come back with the fix that would be applied.",
    input: z.object({ worksheet: worksheetDraftSchema }),
    output: z.union([
      failed,
      z.object({
        ok: z.literal(true),
        /** `r1`, `r2`, … in this answer: what references in the prose begin with. */
        result: z.string(),
        resultId: z.string(),
        worksheetId: z.string(),
        columns: z.array(z.object({ key: z.string(), name: z.string(), type: z.enum(valueTypes) })),
        rowCount: z.number(),
        truncated: z.boolean(),
        /** Rows as listed, first is row 1; what the ladder allows, at most 200 of an aggregate and 20 of base rows. */
        rows: z.array(z.array(cell)),
        facts: z.array(z.object({ id: z.string(), text: z.string() })),
        warnings: z.array(z.string()),
      }),
    ]),
  },
  "draw-chart": {
    description: "Draws a result as a chart. Only when it shows the answer better than the table does.",
    input: z.object({
      result: z.string(),
      mark: z.enum(chartMarks),
      x: z.string().nullable().describe("Column key"),
      y: z.array(z.string()).describe("Column keys"),
      color: z.string().nullable().describe("Column key"),
    }),
    output: z.union([failed, z.object({ ok: z.literal(true), chartId: z.string() })]),
  },
  "ask-back": {
    description: "Asks the person to choose when the question has several plausible meanings.",
    input: z.object({
      question: z.string(),
      choices: z.array(
        z.object({ label: z.string(), question: z.string().describe("The full question that this choice means") }),
      ),
    }),
    output: z.object({ ok: z.literal(true) }),
  },
  decline: {
    description: "Says that the data cannot answer the question, and why.",
    input: z.object({
      reason: z.string(),
      nearestQuestion: z.string().nullable().describe("The closest question that can be answered"),
    }),
    output: z.object({ ok: z.literal(true) }),
  },
} as const satisfies Record<string, { description: string; input: z.ZodType; output: z.ZodType }>;

export type AskToolName = keyof typeof askTools;
export type AskToolInput<Name extends AskToolName> = z.infer<(typeof askTools)[Name]["input"]>;
export type AskToolOutput<Name extends AskToolName> = z.infer<(typeof askTools)[Name]["output"]>;
export type ColumnDescription = z.infer<typeof columnDescriptionSchema>;

/** What every call of Ask carries in `providerOptions.askbook.input`: the built-in model reads it instead of the prompt. */
export const askModelInputSchema = z.object({
  question: z.string(),
  /** Names of the sources that the person chose with +, or null. */
  sourceScope: z.array(z.string()).nullable(),
  /** The worksheet that a follow-up starts from. */
  previous: z
    .object({ question: z.string(), worksheet: worksheetDraftSchema, mark: z.enum(chartMarks).nullable() })
    .nullable(),
  locale: z.string(),
  weekStart: z.enum(["sunday", "monday"]),
});
export type AskModelInput = z.infer<typeof askModelInputSchema>;
