import { z } from "zod";
import type { RunKind, RunStatus } from "./runs.ts";

/** What crosses the wire about usage: figures of model calls, and for admins what was asked. */

export const usageDimensions = ["day", "person", "feature", "model"] as const;
export type UsageDimension = (typeof usageDimensions)[number];

/** Whole days, `YYYY-MM-DD`, both included, as they begin and end in a time zone. */
export type UsageRange = { readonly from: string; readonly to: string; readonly timeZone: string };

export type UsageFigures = {
  readonly questions: number;
  readonly people: number;
  readonly sources: number;
  readonly calls: number;
  /** Without those that somebody stopped. */
  readonly failures: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars, of the calls with a known price; null when there is none. */
  readonly costUsd: number | null;
  readonly callsWithoutPrice: number;
  /** Milliseconds; null when nothing came. */
  readonly averageFirstTokenMs: number | null;
  readonly averageMs: number | null;
};

export type UsageRow = UsageFigures & {
  /** The day, the person's name, the feature, or the model's name; null: the system, or somebody who was deleted. */
  readonly name: string | null;
  /** The person's e-mail, or the model's provider. */
  readonly detail: string | null;
};

export type AskedQuestion = {
  readonly runId: string;
  readonly askedAt: Date;
  readonly person: string;
  readonly email: string;
  readonly kind: RunKind;
  readonly status: RunStatus;
  readonly text: string | null;
  readonly error: string | null;
  readonly sources: readonly string[];
  readonly provider: string | null;
  readonly model: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
  readonly elapsedMs: number | null;
};

/** US dollars per million tokens. `own`: the organization's; `list`: what is published. */
export type PricedModel = {
  readonly model: string;
  readonly provider: string;
  readonly own: { readonly input: number; readonly output: number } | null;
  readonly list: { readonly input: number; readonly output: number } | null;
};

const price = z.number().min(0).max(100_000);
export const pricesSchema = z.record(z.string().min(1).max(200), z.object({ input: price, output: price }));
export type Prices = z.infer<typeof pricesSchema>;

export type UsageReport = {
  readonly range: UsageRange;
  readonly by: UsageDimension;
  readonly totals: UsageFigures;
  readonly days: readonly UsageRow[];
  readonly rows: readonly UsageRow[];
  readonly questions: readonly AskedQuestion[];
  /** Where the next page of questions begins; null: there is none. */
  readonly olderQuestions: string | null;
  readonly prices: readonly PricedModel[];
  readonly retentionDays: number;
};
