import { expect, test } from "vitest";
import type { CallOptions, StreamPart } from "#lib/ai/providers/model-types";
import { createUniqueCalls } from "#lib/ai/providers/unique-calls";

const written = (id: string): StreamPart[] => [
  { type: "tool-input-start", id, toolName: "t" },
  { type: "tool-input-delta", id, delta: "{}" },
  { type: "tool-input-end", id },
  { type: "tool-call", toolCallId: id, toolName: "t", input: "{}" },
];

const called = (...ids: readonly string[]): CallOptions["prompt"] => [
  { role: "user", content: [{ type: "text", text: "?" }] },
  {
    role: "assistant",
    content: ids.map((toolCallId) => ({ type: "tool-call", toolCallId, toolName: "t", input: {} })),
  },
];

function idsOf(prompt: CallOptions["prompt"], parts: readonly StreamPart[]): string[] {
  return parts.map(createUniqueCalls(prompt)).flatMap((part) => {
    if (part.type === "tool-call") return [part.toolCallId];
    return "id" in part ? [part.id] : [];
  });
}

test.each([
  ["stays as it is", called(), ["a"], ["a"]],
  ["is another one the second time", called(), ["a", "a", "b"], ["a", "a-2", "b"]],
  ["is not one of the steps before", called("a", "a-2"), ["a"], ["a-3"]],
])("the id of a call %s, in all parts of the call", (_name, prompt, ids, expected) => {
  expect(idsOf(prompt, ids.flatMap(written))).toEqual(expected.flatMap((id) => [id, id, id, id]));
});

test("a call that comes whole is named like one that is written, and text is left alone", () => {
  const whole: StreamPart = { type: "tool-call", toolCallId: "a", toolName: "t", input: "{}" };
  expect(idsOf(called("a"), [whole, whole, { type: "text-delta", id: "a", delta: "x" }])).toEqual(["a-2", "a-3", "a"]);
});
