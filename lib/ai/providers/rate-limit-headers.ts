import "server-only";
import type { ReportedRateLimits } from "#lib/contract/ai-settings";

/** What a provider's answer says of its limits: OpenAI, Azure OpenAI and servers like them do. Null: this one says nothing. */
export function readRateLimits(headers: Headers, now = new Date()): ReportedRateLimits | null {
  const limits = {
    tokensPerMinute: numberOf(headers.get("x-ratelimit-limit-tokens")),
    remainingTokens: numberOf(headers.get("x-ratelimit-remaining-tokens")),
    requestsPerMinute: numberOf(headers.get("x-ratelimit-limit-requests")),
    remainingRequests: numberOf(headers.get("x-ratelimit-remaining-requests")),
  };
  if (Object.values(limits).every((limit) => limit === null)) return null;
  return { ...limits, reportedAt: now.toISOString() };
}

const freshMs = 60_000;

/** Limits change rarely, what is left of them with every call: written when a limit is another, else once a minute. */
export function isWorthKeeping(reported: ReportedRateLimits, kept: ReportedRateLimits | null): boolean {
  return (
    kept === null ||
    kept.tokensPerMinute !== reported.tokensPerMinute ||
    kept.requestsPerMinute !== reported.requestsPerMinute ||
    Date.parse(reported.reportedAt) - Date.parse(kept.reportedAt) >= freshMs
  );
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : null;
}
