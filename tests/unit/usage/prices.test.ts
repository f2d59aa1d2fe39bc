import { expect, test } from "vitest";
import { costOf, findPrice } from "#lib/usage/prices";

test.each([
  ["openai", "gpt-5.1", 1.25],
  ["openai", "gpt-5.1-2025-11-13", 1.25],
  ["azure-openai", "text-embedding-3-small", 0.02],
  ["gemini", "models/gemini-2.5-pro", 1.25],
  ["bedrock", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0", 3],
  ["bedrock", "global.anthropic.claude-haiku-4-5-20251001-v1:0", 1],
  ["bedrock", "amazon.titan-embed-text-v2:0", 0.02],
  ["built-in", "askbook-rules-1", 0],
])("%s %s has its list price", (provider, model, input) => {
  expect(findPrice(provider, model, {})?.input).toBe(input);
});

test.each([
  ["openai", "gpt-5.1-nano"],
  ["azure-openai", "our-deployment"],
  ["openai-compatible", "gpt-5.1"],
  ["openai", "constructor"],
])("%s %s has no known price", (provider, model) => {
  expect(findPrice(provider, model, {})).toBeNull();
});

test("what the organization pays goes before the list", () => {
  const own = { "gpt-5.1": { input: 1, output: 2 }, "our-deployment": { input: 3, output: 4 } };
  expect(findPrice("openai", "gpt-5.1", own)).toEqual({ input: 1, output: 2 });
  expect(findPrice("openai-compatible", "our-deployment", own)).toEqual({ input: 3, output: 4 });
});

test("a cost is per million tokens, and not known without a price", () => {
  const tokens = { inputTokens: 500_000, outputTokens: 100_000 };
  expect(costOf(tokens, { input: 2, output: 10 })).toBe(2);
  expect(costOf(tokens, null)).toBeNull();
});
