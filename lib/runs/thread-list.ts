import "server-only";
import { findThreads } from "#db/queries/threads";
import type { ThreadListItem } from "#lib/contract/threads";
import type { Person } from "#lib/permissions";

export async function findThreadList(viewer: Person, search = ""): Promise<ThreadListItem[]> {
  const threads = await findThreads(viewer, { search });
  return threads.map(({ id, title, updatedAt, isRunning }) => ({
    id,
    title,
    updatedAt: updatedAt.toISOString(),
    isRunning,
  }));
}
