import type { UIMessage } from "ai";
import { z } from "zod";
import { chartSchema } from "../chart/chart.ts";
import { viewSchema, worksheetSchema } from "../worksheet/worksheet.ts";

/** What crosses the wire about runs: docs/http-api.md describes it for scripts. */

export const runKinds = ["ask", "explain-chart", "write-formula", "correct-formula", "explain-formula"] as const;
export const runStatuses = ["running", "done", "stopped", "failed", "interrupted"] as const;
export type RunKind = (typeof runKinds)[number];
export type RunStatus = (typeof runStatuses)[number];

/** `POST /api/runs` and the server action `startRun`. */
export const startRunSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("ask"),
    question: z.string().trim().min(1, "Type a question.").max(4000),
    /** Absent: a new thread. */
    threadId: z.uuid().optional(),
    /** The run that this follows, edits or continues; absent: the thread's last. */
    parentRunId: z.uuid().optional(),
    /** Only these sources. */
    sourceIds: z.array(z.uuid()).max(50).optional(),
  }),
]);
export type StartRun = z.infer<typeof startRunSchema>;

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
  /** A sentence about the run itself: waiting in a queue, at a rate limit, stopped. */
  notice: z.object({ code: z.string(), message: z.string(), retryAfterSeconds: z.number().optional() }),
  /** Shown at the end: who answered, and what it took. */
  usage: z.object({
    provider: z.string(),
    model: z.string(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    costUsd: z.number().nullable(),
    elapsedMs: z.number(),
  }),
};

export type RunData = { [Key in keyof typeof runDataSchemas]: z.infer<(typeof runDataSchemas)[Key]> };
export type RunMessage = UIMessage<{ runId: string }, RunData>;

export const runSchema = z.object({
  id: z.uuid(),
  threadId: z.uuid().nullable(),
  parentRunId: z.uuid().nullable(),
  kind: z.enum(runKinds),
  status: z.enum(runStatuses),
  question: z.string(),
  createdAt: z.iso.datetime(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type RunSummary = z.infer<typeof runSchema>;
