import "server-only";
import { removeFoldedEvents } from "#db/queries/run-progress";
import type { Person } from "#lib/permissions";

const millisecondsBetween = 60_000;
const mostRemembered = 10_000;

/** When it was last done for a person, by id. */
const removals = new Map<string, number>();

/** Forgets the events of the person's ended runs, at most once a minute: many runs may end at the same moment. */
export async function removeOldEvents(viewer: Person, now = Date.now()): Promise<void> {
  const last = removals.get(viewer.userId);
  if (last !== undefined && now - last < millisecondsBetween) return;
  removals.delete(viewer.userId);
  removals.set(viewer.userId, now);
  for (const oldest of removals.keys()) if (removals.size > mostRemembered) removals.delete(oldest);
  await removeFoldedEvents(viewer);
}
