import "server-only";
import type { ModelPrice } from "#db/schema/organization";

/**
 * List prices in US dollars per million tokens, as published on 2026-11-21 for paid, uncached requests in text, at
 * openai.com/api/pricing, azure.microsoft.com/pricing/details/azure-openai, ai.google.dev/gemini-api/docs/pricing (prompts of up to
 * 200,000 tokens) and aws.amazon.com/bedrock/pricing. What an organization really pays may differ: an admin can enter its own.
 */
const listPrices: Readonly<Record<string, ModelPrice>> = {
  "gpt-5.1": { input: 1.25, output: 10 },
  "gpt-5": { input: 1.25, output: 10 },
  "gpt-5-mini": { input: 0.25, output: 2 },
  "gpt-4.1": { input: 2, output: 8 },
  "gpt-4.1-mini": { input: 0.4, output: 1.6 },
  "text-embedding-3-small": { input: 0.02, output: 0 },
  "text-embedding-3-large": { input: 0.13, output: 0 },
  "gemini-2.5-pro": { input: 1.25, output: 10 },
  "gemini-embedding-001": { input: 0.15, output: 0 },
  "anthropic.claude-sonnet-4": { input: 3, output: 15 },
  "anthropic.claude-sonnet-4-5": { input: 3, output: 15 },
  "anthropic.claude-haiku-4-5": { input: 1, output: 5 },
  "amazon.titan-embed-text-v2": { input: 0.02, output: 0 },
};

export type Prices = Readonly<Record<string, ModelPrice>>;

export type Tokens = { readonly inputTokens: number; readonly outputTokens: number };

/** What the model of a provider costs: by the organization's own prices, else by the list. Null: no price is known. */
export function findPrice(provider: string, model: string, own: Prices): ModelPrice | null {
  if (provider === "built-in") return { input: 0, output: 0 };
  const entered = Object.hasOwn(own, model) ? own[model] : undefined;
  // Whoever serves the names of others behind an address of their own need not charge what they do.
  return entered ?? (provider === "openai-compatible" ? null : findListPrice(model));
}

export function findListPrice(model: string): ModelPrice | null {
  const name = familyOf(model);
  return Object.hasOwn(listPrices, name) ? (listPrices[name] ?? null) : null;
}

/** US dollars; null when the price is not known. */
export function costOf({ inputTokens, outputTokens }: Tokens, price: ModelPrice | null): number | null {
  return price === null ? null : (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}

/** `eu.anthropic.claude-sonnet-4-5-20250929-v1:0` and `gpt-5.1-2025-11-13` without place, date and revision. */
function familyOf(model: string): string {
  return model
    .toLowerCase()
    .replace(/^models\//, "")
    .replace(/^(us|us-gov|eu|apac|jp|au|ca|global)\.(?=[a-z]+\.)/, "")
    .replace(/(-v\d+)?:\d+$/, (revision) => (model.includes("titan") ? revision.replace(/:\d+$/, "") : ""))
    .replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, "");
}
