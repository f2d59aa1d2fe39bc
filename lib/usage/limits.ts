import "server-only";
import { addToCounter, getCounters } from "#db/queries/usage";
import type { OrganizationLimits } from "#db/schema/organization";
import { AskbookError } from "#lib/errors";
import type { Viewer } from "#lib/permissions";

const organizationTokens = "ai-tokens";
const requests = "ai-requests";
const minuteMs = 60_000;

/** Counts one request and throws `rate_limited` when the organization's limits do not allow it. Counters are shared by all instances. */
export async function admitCall(viewer: Viewer, limits: OrganizationLimits): Promise<void> {
  await admitTokens(viewer, limits);
  const windowStart = minuteOf(new Date());
  const count = await addToCounter(viewer, { name: requests, windowStart, amount: 1 });
  if (limits.requestsPerMinute === undefined || count <= limits.requestsPerMinute) return;
  throw new AskbookError("rate_limited", {
    message: `Your organization allows ${limits.requestsPerMinute} requests to the AI provider a minute. Try again in a moment.`,
    retryAfterSeconds: Math.ceil((windowStart.getTime() + minuteMs - Date.now()) / 1000),
  });
}

export async function countTokens(viewer: Viewer, tokens: number): Promise<void> {
  if (tokens <= 0) return;
  const windowStart = dayOf(new Date());
  await addToCounter(viewer, { name: organizationTokens, windowStart, amount: tokens });
  if (viewer.kind === "person")
    await addToCounter(viewer, { name: personTokens(viewer.userId), windowStart, amount: tokens });
}

/** Tokens of the viewer's organization since midnight UTC. */
export async function getTokensToday(viewer: Viewer): Promise<number> {
  return (await getCounters(viewer, dayOf(new Date()), [organizationTokens])).get(organizationTokens) ?? 0;
}

async function admitTokens(viewer: Viewer, limits: OrganizationLimits): Promise<void> {
  if (limits.tokensPerDay === undefined && limits.tokensPerDayPerPerson === undefined) return;
  const person = viewer.kind === "person" ? personTokens(viewer.userId) : null;
  const names = person === null ? [organizationTokens] : [organizationTokens, person];
  const used = await getCounters(viewer, dayOf(new Date()), names);
  if (isUsedUp(used.get(organizationTokens), limits.tokensPerDay))
    throw usedUp("Your organization's AI tokens for today are used up.");
  if (person !== null && isUsedUp(used.get(person), limits.tokensPerDayPerPerson))
    throw usedUp("Your AI tokens for today are used up.");
}

function isUsedUp(used: number | undefined, limit: number | undefined): boolean {
  return limit !== undefined && (used ?? 0) >= limit;
}

function usedUp(what: string): AskbookError {
  const now = new Date();
  return new AskbookError("rate_limited", {
    message: `${what} They are renewed at midnight UTC; an admin can change the limit in AI settings.`,
    retryAfterSeconds: Math.ceil((dayOf(now).getTime() + 24 * 60 * minuteMs - now.getTime()) / 1000),
  });
}

function personTokens(userId: string): string {
  return `${organizationTokens}:${userId}`;
}

function minuteOf(date: Date): Date {
  return new Date(Math.floor(date.getTime() / minuteMs) * minuteMs);
}

function dayOf(date: Date): Date {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
}
