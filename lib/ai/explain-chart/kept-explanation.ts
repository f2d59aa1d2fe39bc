import "server-only";
import { createHash } from "node:crypto";
import { findExplanation, updateExplanationKey } from "#db/queries/explanations";
import type { Organization } from "#db/queries/organizations";
import { updateRunModel } from "#db/queries/run-progress";
import { allowanceOf } from "#lib/ai/answer/ladder";
import type { Models } from "#lib/ai/providers/registry";
import type { RunPart } from "#lib/contract/run-chunks";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import type { RunContext } from "#lib/runs/perform-run";
import { proseOf } from "#lib/runs/run-detail";
import { maySendPicture } from "./chart-picture.ts";
import type { ChartReading } from "./read-chart.ts";

/** Names this explanation for the next who asks for the same. */
export async function keepExplanation(
  viewer: Person,
  { runId }: RunContext,
  reading: ChartReading,
  models: Models,
  organization: Organization,
): Promise<void> {
  await updateExplanationKey(viewer, runId, keyOf(reading, models, organization));
}

/** Whether the same chart over the same rows had been explained, and is explained now in the same words. */
export async function writeKept(
  viewer: Person,
  context: RunContext,
  reading: ChartReading,
  models: Models,
  organization: Organization,
  isUnwanted: boolean,
): Promise<boolean> {
  if (isUnwanted) return false;
  const kept = await findExplanation(viewer, keyOf(reading, models, organization));
  const parts = kept === null ? [] : readParts(kept.parts);
  const text = proseOf(parts);
  if (kept === null || text === "") return false;
  await updateRunModel(viewer, context.runId, models.identity);
  writeParts(context, reading, parts, text, kept.createdAt);
  return true;
}

function writeParts(
  { write }: RunContext,
  { about, result }: ChartReading,
  parts: readonly RunPart[],
  text: string,
  createdAt: Date,
): void {
  const former = parts.findLast((part) => part.type === "data-explanation")?.data ?? about;
  const writtenAt = former.writtenAt ?? createdAt.toISOString();
  write({ type: "data-explanation", id: "explanation", data: { ...former, queryHash: about.queryHash, writtenAt } });
  write({ type: "start-step" });
  for (const part of parts)
    if (part.type === "data-number") {
      const resultId = part.data.resultId === null ? null : result.resultId;
      write({ type: "data-number", id: part.data.id, data: { ...part.data, resultId } });
    }
  write({ type: "text-start", id: "prose" });
  write({ type: "text-delta", id: "prose", delta: text });
  write({ type: "text-end", id: "prose" });
  const verification = parts.findLast((part) => part.type === "data-verification");
  if (verification !== undefined) write({ type: "data-verification", id: "verification", data: verification.data });
  const usage = parts.findLast((part) => part.type === "data-usage");
  if (usage !== undefined) {
    const nothing = { inputTokens: 0, outputTokens: 0, costUsd: 0, elapsedMs: 0 };
    write({ type: "data-usage", id: "usage", data: { ...usage.data, ...nothing } });
  }
}

/**
 * Everything that the words follow from: the statement with the viewer's rules in it, the chart, the rows themselves (a live database
 * has no version to go by), the model and what it may see (the chart's picture follows from all this), the reader's formats.
 */
function keyOf(reading: ChartReading, { identity }: Models, organization: Organization): string {
  const hasPicture = maySendPicture(reading, allowanceOf(identity.provider, organization.sendRung), organization);
  const { chart, title, summary, rows, about } = reading;
  const { locale, currency, sendRung } = organization;
  const schema = summary.schema.map(({ key, name, type, format, formula }) => ({ key, name, type, format, formula }));
  const words = { locale, currency, sendRung, identity, title, notes: about.notes, asOf: summary.asOf, hasPicture };
  return createHash("sha256")
    .update(JSON.stringify([summary.queryHash, chart, schema, rows.columns, words]))
    .digest("hex");
}
