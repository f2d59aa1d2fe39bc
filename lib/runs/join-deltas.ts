import "server-only";
import type { RunChunk } from "#lib/contract/run-chunks";

/** Adds a chunk to those before it; a delta becomes part of the last one when it only goes on with it. */
export function addJoined(chunks: RunChunk[], next: RunChunk): void {
  const joined = joinDeltas(chunks.at(-1), next);
  if (joined === null) chunks.push(next);
  else chunks[chunks.length - 1] = joined;
}

function joinDeltas(last: RunChunk | undefined, next: RunChunk): RunChunk | null {
  if (last?.type === "text-delta" && next.type === "text-delta" && last.id === next.id)
    return { ...last, delta: last.delta + next.delta };
  if (last?.type === "reasoning-delta" && next.type === "reasoning-delta" && last.id === next.id)
    return { ...last, delta: last.delta + next.delta };
  if (last?.type === "tool-input-delta" && next.type === "tool-input-delta" && last.toolCallId === next.toolCallId)
    return { ...last, inputTextDelta: last.inputTextDelta + next.inputTextDelta };
  return null;
}
