import "server-only";
import { addToCounter, type CounterLimit, getCounters, reserveInCounters } from "#db/queries/usage";
import { removeOldCounters } from "#db/queries/usage-report";
import type { OrganizationLimits } from "#db/schema/organization";
import { AskbookError } from "#lib/errors";
import type { Viewer } from "#lib/permissions";

const organizationTokens = "ai-tokens";
const requests = "ai-requests";
const minuteMs = 60_000;

/** A call that may be made, with the tokens that were set aside for it. */
export type Admission = { readonly windowStart: Date; readonly reserved: number };

/**
 * Lets a call through, or throws `rate_limited` when the organization's limits do not allow it. The tokens it will take at least are set
 * aside at once, in counters that all instances share: of two calls at the same moment only one gets the last of them.
 */
export async function admitCall(viewer: Viewer, limits: OrganizationLimits, leastTokens: number): Promise<Admission> {
  const now = new Date();
  const admission = { windowStart: dayOf(now), reserved: Math.max(1, Math.ceil(leastTokens)) };
  const refused = await reserveInCounters(
    viewer,
    admission.windowStart,
    admission.reserved,
    tokenCounters(viewer, limits),
  );
  if (refused !== null)
    throw tokensUsedUp(refused === organizationTokens ? "Your organization's AI tokens" : "Your AI tokens");
  try {
    await admitRequest(viewer, limits, now);
  } catch (error) {
    await settleTokens(viewer, admission, 0);
    throw error;
  }
  return admission;
}

/** Counts what a call took in place of what was set aside for it. */
export async function settleTokens(viewer: Viewer, admission: Admission, tokens: number): Promise<void> {
  const amount = tokens - admission.reserved;
  if (amount === 0) return;
  for (const { name } of tokenCounters(viewer, {}))
    await addToCounter(viewer, { name, windowStart: admission.windowStart, amount });
}

/** Counters of windows that have been over for two days. */
export async function forgetOldCounters(viewer: Viewer, now = new Date()): Promise<void> {
  await removeOldCounters(viewer, new Date(dayOf(now).getTime() - 2 * 24 * 60 * minuteMs));
}

/** Tokens of the viewer's organization since midnight UTC. */
export async function getTokensToday(viewer: Viewer): Promise<number> {
  return (await getCounters(viewer, dayOf(new Date()), [organizationTokens])).get(organizationTokens) ?? 0;
}

async function admitRequest(viewer: Viewer, { requestsPerMinute }: OrganizationLimits, now: Date): Promise<void> {
  if (requestsPerMinute === undefined) return;
  const windowStart = minuteOf(now);
  const refused = await reserveInCounters(viewer, windowStart, 1, [{ name: requests, limit: requestsPerMinute }]);
  if (refused === null) return;
  throw new AskbookError("rate_limited", {
    message: `Your organization allows ${requestsPerMinute} requests to the AI provider a minute. Try again in a moment.`,
    retryAfterSeconds: Math.ceil((windowStart.getTime() + minuteMs - now.getTime()) / 1000),
  });
}

/** Always in this order, so that no two calls wait for each other. */
function tokenCounters(
  viewer: Viewer,
  { tokensPerDay, tokensPerDayPerPerson }: Pick<OrganizationLimits, "tokensPerDay" | "tokensPerDayPerPerson">,
): CounterLimit[] {
  const organization = { name: organizationTokens, limit: tokensPerDay ?? null };
  if (viewer.kind !== "person") return [organization];
  return [organization, { name: `${organizationTokens}:${viewer.userId}`, limit: tokensPerDayPerPerson ?? null }];
}

function tokensUsedUp(whose: string): AskbookError {
  const now = new Date();
  return new AskbookError("rate_limited", {
    message: `${whose} for today are used up. They are renewed at midnight UTC; an admin can change the limit in AI settings.`,
    retryAfterSeconds: Math.ceil((dayOf(now).getTime() + 24 * 60 * minuteMs - now.getTime()) / 1000),
  });
}

function minuteOf(date: Date): Date {
  return new Date(Math.floor(date.getTime() / minuteMs) * minuteMs);
}

function dayOf(date: Date): Date {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
}
