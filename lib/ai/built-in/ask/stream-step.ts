import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from "@ai-sdk/provider";
import type { Step, ToolCall } from "./step.ts";

/** Nothing is sent anywhere, so nothing is counted. */
const usage: LanguageModelV4Usage = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};

/** The parts that a provider would stream for a step. Calls are numbered on from `callCount`. */
export function streamParts(step: Step, callCount: number): LanguageModelV4StreamPart[] {
  const finish = (unified: "stop" | "tool-calls"): LanguageModelV4StreamPart => ({
    type: "finish",
    usage,
    finishReason: { unified, raw: undefined },
  });
  const start: LanguageModelV4StreamPart = { type: "stream-start", warnings: [] };
  if (step.kind === "say") return [start, ...textParts(step.text), finish("stop")];
  return [
    start,
    ...step.calls.flatMap((one, index) => callParts(one, `call-${callCount + index + 1}`)),
    finish("tool-calls"),
  ];
}

function textParts(text: string): LanguageModelV4StreamPart[] {
  if (text === "") return [];
  const words = text.match(/\{\{[^}]*\}\}\S*\s*|\S+\s*/g) ?? [text];
  return [
    { type: "text-start", id: "text" },
    ...words.map((delta): LanguageModelV4StreamPart => ({ type: "text-delta", id: "text", delta })),
    { type: "text-end", id: "text" },
  ];
}

function callParts(one: ToolCall, id: string): LanguageModelV4StreamPart[] {
  const pieces = inputPieces(one);
  return [
    { type: "tool-input-start", id, toolName: one.name },
    ...pieces.map((delta): LanguageModelV4StreamPart => ({ type: "tool-input-delta", id, delta })),
    { type: "tool-input-end", id },
    { type: "tool-call", toolCallId: id, toolName: one.name, input: pieces.join("") },
  ];
}

/** A worksheet comes property by property, so that its steps appear one after another. */
function inputPieces({ name, input }: ToolCall): string[] {
  if (name !== "run-worksheet") return [JSON.stringify(input)];
  const properties = Object.entries(input.worksheet).map(
    ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
  );
  return ['{"worksheet":{', ...properties.map((text, index) => (index === 0 ? text : `,${text}`)), "}}"];
}
