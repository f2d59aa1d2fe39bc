import { expect, test } from "vitest";
import { isWorthKeeping, readRateLimits } from "#lib/ai/providers/rate-limit-headers";

const now = new Date("2026-11-21T10:00:00Z");

test("reads what OpenAI and Azure report, and nothing from others", () => {
  const headers = new Headers({
    "x-ratelimit-limit-tokens": "30000",
    "x-ratelimit-remaining-tokens": "29000",
    "x-ratelimit-limit-requests": "500",
    "x-ratelimit-remaining-requests": "a lot",
  });
  expect(readRateLimits(headers, now)).toEqual({
    tokensPerMinute: 30_000,
    remainingTokens: 29_000,
    requestsPerMinute: 500,
    remainingRequests: null,
    reportedAt: "2026-11-21T10:00:00.000Z",
  });
  expect(readRateLimits(new Headers({ "retry-after": "1" }))).toBeNull();
});

test("is written when a limit changes, else once a minute", () => {
  const kept = readRateLimits(new Headers({ "x-ratelimit-limit-tokens": "100" }), now);
  const later = (seconds: number, limit = "100") =>
    readRateLimits(new Headers({ "x-ratelimit-limit-tokens": limit }), new Date(now.getTime() + seconds * 1000));
  const isKept = (reported: typeof kept) => reported !== null && isWorthKeeping(reported, kept);
  expect([isKept(later(10)), isKept(later(60)), isKept(later(1, "200"))]).toEqual([false, true, true]);
  expect(kept !== null && isWorthKeeping(kept, null)).toBe(true);
});
