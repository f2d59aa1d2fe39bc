import "server-only";
import type { ModelMessage } from "ai";
import { getStoredResult } from "#db/queries/results";
import type { RunRow } from "#db/queries/runs";
import { cleanJson } from "#lib/ai/answer/clean";
import type { AskToolInput, AskToolName, AskToolOutput } from "#lib/contract/ask-tools";
import type { RunPart } from "#lib/contract/run-chunks";
import { getResultRows } from "#lib/data/results";
import { summaryOf } from "#lib/data/summary";
import { AskbookError } from "#lib/errors";
import { readParts } from "#lib/runs/fold";
import { type AskSession, openSource } from "./session.ts";
import { describeSourceTool } from "./tools/describe-source.ts";
import { drawChartTool } from "./tools/draw-chart.ts";
import { allowMatches } from "./tools/find-values.ts";
import { describeResult, keepResult, rowsInHand, showResult } from "./tools/run-worksheet.ts";

type ToolPart = Extract<RunPart, { type: `tool-${AskToolName}` }>;
type EndedPart = Extract<ToolPart, { state: "output-available" }>;

/** What a call left: for the page, and for the model as far as the ladder goes today. */
type Kept = { readonly shown: unknown; readonly told: unknown };
type KeptCall = { readonly id: string; readonly part: EndedPart; readonly told: unknown };

/**
 * Takes up an answer that broke off: its calls whose results still stand are shown again and put into the session, and no query is
 * run for them. Gives the messages by which the model knows of them, two for each step. Ends at the first call that no longer stands,
 * since what came after it may build on it.
 */
export async function takeUpWork(session: AskSession, former: RunRow, provider: string): Promise<ModelMessage[]> {
  const messages: ModelMessage[] = [];
  const isSameProvider = former.model?.provider === provider;
  let count = 0;
  for (const parts of stepsOf(readParts(former.parts))) {
    session.write({ type: "start-step" });
    const kept: KeptCall[] = [];
    let stands = true;
    for (const part of parts) {
      const left: Kept | null = await keepCall(session, part);
      stands = left !== null;
      if (left === null) break;
      count += 1;
      kept.push({ id: `kept-${count}`, part, told: left.told });
      showCall(session, `kept-${count}`, part, left.shown);
    }
    if (kept.length > 0) messages.push(...messagesOf(kept, isSameProvider));
    if (!stands) break;
  }
  return messages;
}

/** The calls that ended with an output, step by step; what was cut is made anew. */
function stepsOf(parts: readonly RunPart[]): EndedPart[][] {
  const steps: EndedPart[][] = [[]];
  for (const part of parts) {
    if (part.type === "step-start") steps.push([]);
    else if (isTool(part) && part.state === "output-available") steps.at(-1)?.push(part);
  }
  return steps.filter((calls) => calls.length > 0);
}

function isTool(part: RunPart): part is ToolPart {
  return part.type.startsWith("tool-");
}

function showCall(session: AskSession, toolCallId: string, part: EndedPart, output: unknown): void {
  session.write({ type: "tool-input-available", toolCallId, toolName: nameOf(part), input: part.input });
  session.write({ type: "tool-output-available", toolCallId, output });
}

function nameOf(part: EndedPart): string {
  return part.type.slice("tool-".length);
}

/** Null: it no longer stands. Sources and results may have gone, or are no longer the viewer's. */
async function keepCall(session: AskSession, part: EndedPart): Promise<Kept | null> {
  try {
    return await keep(session, part);
  } catch (error) {
    if (error instanceof AskbookError && (error.code === "not_found" || error.code === "forbidden")) return null;
    throw error;
  }
}

async function keep(session: AskSession, part: EndedPart): Promise<Kept | null> {
  switch (part.type) {
    case "tool-find-sources":
      return keepSources(session, part.output);
    case "tool-describe-source":
      return keepDescription(session, part);
    case "tool-find-values":
      return keepValues(session, part.input, part.output);
    case "tool-run-worksheet":
      return keepWorksheet(session, part.output);
    case "tool-draw-chart":
      return same(await drawChartTool(session, part.input));
    case "tool-ask-back":
    case "tool-decline":
      return null;
  }
}

function same(output: unknown): Kept {
  return { shown: output, told: output };
}

async function keepDescription(
  session: AskSession,
  { input, toolCallId }: Extract<EndedPart, { type: "tool-describe-source" }>,
): Promise<Kept> {
  const shown = await describeSourceTool(session, input, toolCallId);
  return { shown, told: session.modelOutputs.get(toolCallId) ?? shown };
}

function keepSources(session: AskSession, { sources }: AskToolOutput<"find-sources">): Kept {
  const usable = new Set(session.sources.map(({ id }) => id));
  return same({ sources: sources.filter(({ sourceId }) => usable.has(sourceId)) });
}

async function keepValues(
  session: AskSession,
  { source: name }: AskToolInput<"find-values">,
  output: AskToolOutput<"find-values">,
): Promise<Kept> {
  if (!output.ok) return same(output);
  const opened = await openSource(session, name);
  return same({ ok: true, matches: allowMatches(session, opened, output.matches) });
}

/** The stored rows are read back by the one who ran them, while sources and rules are the same. */
async function keepWorksheet(session: AskSession, output: AskToolOutput<"run-worksheet">): Promise<Kept | null> {
  if (!output.ok) {
    session.failedAttempts += 1;
    return same(output);
  }
  const stored = await getStoredResult(session.viewer, output.resultId);
  const { document, view } = stored;
  const worksheet = document.worksheets[view.worksheetId];
  if (worksheet === undefined) return null;
  const { source, sources } = await openSource(session, stored.sourceId);
  const rows = await getResultRows(session.viewer, stored.id, { offset: 0, limit: rowsInHand });
  const warnings = output.warnings;
  const created = { ok: true as const, worksheetId: view.worksheetId, worksheet, view, document, warnings };
  session.document = document;
  session.failedAttempts = 0;
  const result = keepResult(session, source, { created, sources, summary: summaryOf(stored), rows });
  showResult(session, result, source);
  const told = describeResult(session, result, session.allowance);
  return { shown: { ...told, rows: [], facts: [] }, told };
}

function messagesOf(calls: readonly KeptCall[], isSameProvider: boolean): ModelMessage[] {
  return [
    {
      role: "assistant",
      content: calls.map(({ id, part }) => ({
        type: "tool-call",
        toolCallId: id,
        toolName: nameOf(part),
        input: cleanJson(part.input),
        ...signatureOf(part, isSameProvider),
      })),
    },
    {
      role: "tool",
      content: calls.map(({ id, part, told }) => ({
        type: "tool-result",
        toolCallId: id,
        toolName: nameOf(part),
        output: { type: "json", value: cleanJson(told) },
      })),
    },
  ];
}

/** Gemini wants its calls back as it signed them; other providers' marks refer to what they have not kept. */
function signatureOf(part: EndedPart, isSameProvider: boolean) {
  const google = isSameProvider ? part.callProviderMetadata?.["google"] : undefined;
  return google === undefined ? {} : { providerOptions: { google } };
}
