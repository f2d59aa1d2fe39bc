import type { UIMessage } from "ai";
import { z } from "zod";
import { chartMarks, chartSchema } from "../chart/chart.ts";
import { valueTypes } from "../formula/types.ts";
import { worksheetDraftSchema } from "../worksheet/draft.ts";
import { viewSchema, worksheetSchema } from "../worksheet/worksheet.ts";
import type { AskToolInput, AskToolName, AskToolOutput } from "./ask-tools.ts";
import { explainChartRunSchema, explainDataSchemas, explainedChartSchema } from "./explain-chart.ts";
import { formulaAssistDataSchemas, formulaRunSchemas } from "./formula-assist.ts";
import { relatedRunSchema } from "./related.ts";
import { storable } from "./storable.ts";

/** What crosses the wire about runs: docs/http-api.md describes it for scripts. */

export const runKinds = [
  "ask",
  "edit",
  "explain-answer",
  "related",
  "explain-chart",
  "write-formula",
  "correct-formula",
  "explain-formula",
] as const;
export const runStatuses = ["running", "done", "stopped", "failed", "interrupted"] as const;
export type RunKind = (typeof runKinds)[number];
export type RunStatus = (typeof runStatuses)[number];

/** `POST /api/runs` and the server action `startRun`. */
export const startRunSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("ask"),
    question: z.string().overwrite(storable).trim().min(1, "Type a question.").max(4000),
    /** Absent: a new thread. */
    threadId: z.uuid().optional(),
    /** The run that this follows; a run asked again or edited names the one before it. Null: the thread's beginning. Absent: the thread's last. */
    parentRunId: z.uuid().nullable().optional(),
    /** Only these sources. */
    sourceIds: z.array(z.uuid()).max(50).optional(),
    /** A chart from elsewhere that the thread's first question is about: its worksheet is where the answer starts from. */
    context: explainedChartSchema.optional(),
  }),
  /** An answer's worksheet as a person changed it: run without a model, as another version of the answer. */
  z.object({
    kind: z.literal("edit"),
    threadId: z.uuid(),
    /** The version that was changed. */
    parentRunId: z.uuid(),
    /** Its name may be another's too: the id says which is meant. */
    sourceId: z.uuid(),
    worksheet: worksheetDraftSchema,
    /** How to draw it; null: by rule. What cannot show the result gives way to the rule. */
    mark: z.enum([...chartMarks, "table"]).nullable(),
    /** What was changed, in words. */
    change: z.string().overwrite(storable).trim().min(1).max(300),
  }),
  /** New prose for a version whose text is about an earlier result. */
  z.object({ kind: z.literal("explain-answer"), threadId: z.uuid(), parentRunId: z.uuid() }),
  relatedRunSchema,
  /** In no thread. */
  ...formulaRunSchemas,
  explainChartRunSchema,
]);
export type StartRun = z.infer<typeof startRunSchema>;
export const startedRunSchema = z.object({
  runId: z.uuid(),
  /** Null: a run that belongs to no thread. */
  threadId: z.uuid().nullable(),
});
export type StartedRun = z.infer<typeof startedRunSchema>;

const resultColumnSchema = z.object({ key: z.string(), name: z.string(), type: z.enum(valueTypes) });

/** Data parts of an answer; written by the server, drawn by `components/ask`. */
export const runDataSchemas = {
  /** A worksheet that was checked and run. Rows come from `GET /api/results/{resultId}`. */
  result: z.object({
    resultId: z.uuid(),
    label: z.string(),
    worksheetId: z.string(),
    worksheet: worksheetSchema,
    view: viewSchema,
    sourceId: z.uuid(),
    sourceName: z.string(),
    columns: z.array(resultColumnSchema),
    rowCount: z.number(),
    truncated: z.boolean(),
    asOf: z.string(),
    elapsedMs: z.number(),
  }),
  chart: z.object({ resultId: z.uuid(), chart: chartSchema }),
  /** A number of the prose, which links to `#number-{id}`. */
  number: z.object({
    id: z.string(),
    text: z.string(),
    status: z.enum(["proved", "matched", "unverified"]),
    /** `r2:3.sales`, `delta r2:1.sales r2:2.sales`, `f4`. */
    reference: z.string().nullable(),
    resultId: z.uuid().nullable(),
    /** Where it comes from, in words: "Sales of East", and the formula. */
    label: z.string().nullable(),
    definition: z.string().nullable(),
  }),
  verification: z.object({ proved: z.number(), matched: z.number(), unverified: z.number() }),
  /** This version came of the one before it by hand. */
  edited: z.object({
    /** What was changed, in words. */
    change: z.string(),
    /** `stale`: carried over, and about an earlier result. `kept`: carried over, and the result is the same. */
    prose: z.enum(["stale", "kept", "none"]),
    /** A table was wished for, whatever the rule would draw. */
    isTable: z.boolean(),
    /** What could not be kept, in a sentence. */
    note: z.string().nullable(),
  }),
  /** A sentence about the run itself: waiting in a queue, at a rate limit, stopped. */
  notice: z.object({
    /** `queued`, `started` (the wait is over: show nothing), `stopped`, `interrupted`, `steps_used_up`, or an error code. */
    code: z.string(),
    message: z.string(),
    retryAfterSeconds: z.number().optional(),
  }),
  /** Shown at the end: who answered, and what it took. */
  usage: z.object({
    provider: z.string(),
    model: z.string(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    costUsd: z.number().nullable(),
    elapsedMs: z.number(),
  }),
  ...formulaAssistDataSchemas,
  ...explainDataSchemas,
};

export type RunData = { [Key in keyof typeof runDataSchemas]: z.infer<(typeof runDataSchemas)[Key]> };
export type AskUiTools = { [Name in AskToolName]: { input: AskToolInput<Name>; output: AskToolOutput<Name> } };
export type RunMessage = UIMessage<{ runId: string }, RunData, AskUiTools>;

export const runSchema = z.object({
  id: z.uuid(),
  threadId: z.uuid().nullable(),
  parentRunId: z.uuid().nullable(),
  kind: z.enum(runKinds),
  status: z.enum(runStatuses),
  /** Empty for versions, which have their question from the run that they change. */
  question: z.string(),
  /** Of an edited version: what was changed. */
  change: z.string().nullable(),
  /** The answer that broke off and that this one goes on with. */
  continuesRunId: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type RunSummary = z.infer<typeof runSchema>;

/** `GET /api/runs/{id}`: the answer as a script wants it. While the run goes on, what there is so far. */
export const runDetailSchema = runSchema.extend({
  /** The prose, in Markdown, numbers rendered. */
  text: z.string(),
  /** In the order they were run. Rows: `GET /api/results/{resultId}`. */
  results: z.array(
    z.object({
      resultId: z.uuid(),
      label: z.string(),
      name: z.string(),
      sourceName: z.string(),
      columns: z.array(resultColumnSchema),
      rowCount: z.number(),
      truncated: z.boolean(),
      asOf: z.string(),
    }),
  ),
  /** The result that is the answer: the one that is drawn, else the last. */
  answerResultId: z.uuid().nullable(),
  chart: runDataSchemas.chart.nullable(),
  declined: z.object({ reason: z.string(), nearestQuestion: z.string().nullable() }).nullable(),
  askedBack: z
    .object({ question: z.string(), choices: z.array(z.object({ label: z.string(), question: z.string() })) })
    .nullable(),
  verification: runDataSchemas.verification.nullable(),
  usage: runDataSchemas.usage.nullable(),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

export const feedbackSchema = z.object({
  helpful: z.boolean(),
  note: z.string().overwrite(storable).trim().max(4000).default(""),
});
export type Feedback = z.infer<typeof feedbackSchema>;
