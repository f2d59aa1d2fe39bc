import "server-only";
import { type JSONValue, tool } from "ai";
import { cleanJson } from "#lib/ai/answer/clean";
import { askTools } from "#lib/contract/ask-tools";
import { AskbookError } from "#lib/errors";
import { log } from "#lib/log";
import type { AskSession } from "./session.ts";
import { describeSourceTool } from "./tools/describe-source.ts";
import { drawChartTool } from "./tools/draw-chart.ts";
import { findSourcesTool } from "./tools/find-sources.ts";
import { findValuesTool } from "./tools/find-values.ts";
import { runWorksheetTool } from "./tools/run-worksheet.ts";

/** The tools of one answer, bound to its session. What the page is told is a tool's output; what the model is told, `toModelOutput`. */
export function createAskTools(session: AskSession) {
  const toModelOutput = ({ toolCallId, output }: { toolCallId: string; output: unknown }) => ({
    type: "json" as const,
    value: modelValue(session, toolCallId, output),
  });
  return {
    "find-sources": tool({
      description: askTools["find-sources"].description,
      inputSchema: askTools["find-sources"].input,
      execute: guarded(session, findSourcesTool, throwFailure),
      toModelOutput,
    }),
    "describe-source": tool({
      description: askTools["describe-source"].description,
      inputSchema: askTools["describe-source"].input,
      execute: guarded(session, describeSourceTool, failed),
      toModelOutput,
    }),
    "find-values": tool({
      description: askTools["find-values"].description,
      inputSchema: askTools["find-values"].input,
      execute: guarded(session, findValuesTool, failed),
      toModelOutput,
    }),
    "run-worksheet": tool({
      description: askTools["run-worksheet"].description,
      inputSchema: askTools["run-worksheet"].input,
      execute: guarded(session, runWorksheetTool, failed),
      toModelOutput,
    }),
    "draw-chart": tool({
      description: askTools["draw-chart"].description,
      inputSchema: askTools["draw-chart"].input,
      execute: guarded(session, drawChartTool, failed),
      toModelOutput,
    }),
    "ask-back": tool({
      description: askTools["ask-back"].description,
      inputSchema: askTools["ask-back"].input,
      execute: () => reply(session),
      toModelOutput,
    }),
    decline: tool({
      description: askTools["decline"].description,
      inputSchema: askTools["decline"].input,
      execute: () => reply(session),
      toModelOutput,
    }),
  };
}

function guarded<Input, Output>(
  session: AskSession,
  execute: (session: AskSession, input: Input, toolCallId: string) => Promise<Output>,
  fail: (message: string) => Output,
) {
  return async (input: Input, { toolCallId }: { toolCallId: string }): Promise<Output> => {
    try {
      return await execute(session, input, toolCallId);
    } catch (error) {
      session.signal.throwIfAborted();
      return fail(sentenceOf(error, session.runId));
    }
  };
}

/** Characters of one text: those that leave the server cost tokens. */
const longestSent = 500;
const longestHere = 8_000;

function modelValue({ modelOutputs, allowance }: AskSession, toolCallId: string, output: unknown): JSONValue {
  return cleanJson(modelOutputs.get(toolCallId) ?? output, allowance.isExternal ? longestSent : longestHere);
}

/** The card of a question back or a refusal is the answer. */
async function reply(session: AskSession): Promise<{ ok: true }> {
  session.hasReplied = true;
  return { ok: true };
}

function failed(message: string): { ok: false; message: string } {
  return { ok: false, message };
}

function throwFailure(message: string): never {
  throw new AskbookError("internal", { message });
}

/** A failure that is meant to be shown is told; of anything else only that it happened. */
function sentenceOf(error: unknown, runId: string): string {
  if (error instanceof AskbookError) return error.message;
  log().error({ name: error instanceof Error ? error.name : typeof error, runId }, "a tool of Ask failed");
  return "This failed on the server. Try another way, or decline.";
}
