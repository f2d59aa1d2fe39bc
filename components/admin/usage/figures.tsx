/** Figures of usage in the reader's words. */

export function showMoney(costUsd: number | null, locale: string): string {
  if (costUsd === null) return "No price known";
  const digits = costUsd !== 0 && Math.abs(costUsd) < 1 ? 4 : 2;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  }).format(costUsd);
}

/** The cost of calls of which some may have no known price. */
export function showCost(
  { costUsd, callsWithoutPrice, calls }: { costUsd: number | null; callsWithoutPrice: number; calls: number },
  locale: string,
): string {
  if (callsWithoutPrice === 0) return showMoney(costUsd ?? 0, locale);
  return callsWithoutPrice === calls ? "No price known" : `At least ${showMoney(costUsd, locale)}`;
}

export function showCount(count: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

export function showCompact(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(count);
}

export function showSeconds(milliseconds: number | null, locale: string): string {
  if (milliseconds === null) return "–";
  if (milliseconds < 1000) return `${showCount(Math.round(milliseconds), locale)} ms`;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(milliseconds / 1000)} s`;
}

export function showDay(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

const features: Readonly<Record<string, string>> = {
  ask: "Ask",
  "explain-chart": "Explain chart",
  "write-formula": "Write formula",
  "correct-formula": "Correct formula",
  "explain-formula": "Explain formula",
  verify: "Test of the connection",
  index: "Index of sources",
  eval: "Evaluation",
};

export function showFeature(feature: string): string {
  return features[feature] ?? feature;
}

const providers: Readonly<Record<string, string>> = {
  "built-in": "On this server",
  openai: "OpenAI",
  "azure-openai": "Azure OpenAI",
  gemini: "Gemini",
  bedrock: "Amazon Bedrock",
  "openai-compatible": "OpenAI-compatible",
};

export function showProvider(provider: string): string {
  return providers[provider] ?? provider;
}

export function showModel(model: string): string {
  return model === "askbook-rules-1" ? "Built-in model" : model;
}
