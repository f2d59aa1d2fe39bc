import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { type Removed, removeConversationsBefore } from "#db/queries/retention";
import { log } from "#lib/log";
import type { SystemActor } from "#lib/permissions";

const dayMs = 24 * 60 * 60_000;

/** Removes questions, answers, results and captures of what was sent when the organization's days of retention are over. */
export async function applyRetention(viewer: SystemActor, now = new Date()): Promise<Removed> {
  const { retentionDays } = await getOrganization(viewer);
  const removed = await removeConversationsBefore(viewer, new Date(now.getTime() - retentionDays * dayMs));
  log().info({ organizationId: viewer.organizationId, retentionDays, removed }, "retention was applied");
  return removed;
}
