import "server-only";
import { createUIMessageStream } from "ai";
import { z } from "zod";
import { chartSchema } from "#lib/chart/chart";
import { type RunChunk, type RunPart, runPartSchema } from "#lib/contract/run-chunks";
import type { RunMessage } from "#lib/contract/runs";

/** The message that a run's chunks make. */
export async function foldChunks(runId: string, chunks: readonly RunChunk[]): Promise<RunPart[]> {
  let parts: RunPart[] = [];
  const stream = createUIMessageStream<RunMessage>({
    generateId: () => runId,
    execute: ({ writer }) => {
      // A copy: the fold keeps what it is given, and writes later data of the same part into it.
      for (const chunk of chunks) if (chunk.type !== "error") writer.write({ ...chunk });
    },
    onEnd: ({ responseMessage }) => {
      parts = responseMessage.parts;
    },
  });
  for await (const _chunk of stream) {
    // Reading drives it.
  }
  return parts;
}

/** Chunks that make the same message again, from `start` to before `finish`. */
export function unfoldParts(runId: string, parts: readonly RunPart[]): RunChunk[] {
  return [
    { type: "start", messageId: runId, messageMetadata: { runId } },
    ...parts.flatMap((part, index) => unfoldPart(part, `part-${index}`)),
  ];
}

function unfoldPart(part: RunPart, id: string): RunChunk[] {
  if (part.type === "text")
    return [
      { type: "text-start", id },
      { type: "text-delta", id, delta: part.text },
      { type: "text-end", id },
    ];
  if (part.type === "reasoning")
    return [
      { type: "reasoning-start", id },
      { type: "reasoning-delta", id, delta: part.text },
      { type: "reasoning-end", id },
    ];
  if (part.type === "step-start") return [{ type: "start-step" }];
  if ("toolCallId" in part) return unfoldTool(part);
  if (isDataPart(part)) return [part];
  return [];
}

type ToolPart = Extract<RunPart, { toolCallId: string }>;

function unfoldTool(part: ToolPart): RunChunk[] {
  const { toolCallId } = part;
  const toolName = part.type === "dynamic-tool" ? part.toolName : part.type.slice("tool-".length);
  const called: RunChunk = { type: "tool-input-available", toolCallId, toolName, input: part.input ?? {} };
  if (part.state === "output-available")
    return [called, { type: "tool-output-available", toolCallId, output: part.output }];
  if (part.state === "output-error")
    return [called, { type: "tool-output-error", toolCallId, errorText: part.errorText }];
  return [called];
}

type DataChunk = Extract<RunChunk, { type: `data-${string}` }>;

function isDataPart(part: RunPart): part is Extract<RunPart, { type: `data-${string}` }> & DataChunk {
  return part.type.startsWith("data-");
}

/** What closes the parts that a cut stream has left open: texts end, calls without an output fail with `reason`. */
export function closingChunks(chunks: readonly RunChunk[], reason: string): RunChunk[] {
  const open = new Map<string, RunChunk>();
  for (const chunk of chunks) trackOpenPart(open, chunk, reason);
  return [...open.values()];
}

function trackOpenPart(open: Map<string, RunChunk>, chunk: RunChunk, reason: string): void {
  if (chunk.type === "text-start") open.set(`text ${chunk.id}`, { type: "text-end", id: chunk.id });
  if (chunk.type === "text-end") open.delete(`text ${chunk.id}`);
  if (chunk.type === "reasoning-start") open.set(`reasoning ${chunk.id}`, { type: "reasoning-end", id: chunk.id });
  if (chunk.type === "reasoning-end") open.delete(`reasoning ${chunk.id}`);
  if (chunk.type === "tool-input-start" || chunk.type === "tool-input-available")
    open.set(`tool ${chunk.toolCallId}`, {
      type: "tool-output-error",
      toolCallId: chunk.toolCallId,
      errorText: reason,
    });
  if (chunk.type === "tool-output-available" || chunk.type === "tool-output-error" || chunk.type === "tool-input-error")
    open.delete(`tool ${chunk.toolCallId}`);
}

/** The parts of a stored message. Charts were stored before they had all the fields of today. */
export function readParts(stored: readonly unknown[] | null): RunPart[] {
  return z
    .array(runPartSchema)
    .parse(stored ?? [])
    .map((part) =>
      part.type === "data-chart"
        ? { ...part, data: { ...part.data, chart: chartSchema.parse(part.data.chart) } }
        : part,
    );
}
