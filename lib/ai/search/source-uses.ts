import "server-only";
import { findSourceUses } from "#db/queries/source-search";
import type { Viewer } from "#lib/permissions";

const windowMs = 30 * 24 * 60 * 60_000;
const freshMs = 60_000;
const mostKept = 100;

type Kept = { readonly readAt: number; readonly uses: Promise<ReadonlyMap<string, number>> };

const cache = new Map<string, Kept>();

/** How often each source was used in the last thirty days, at most a minute old: it only tips the balance. */
export async function readSourceUses(viewer: Viewer, now = Date.now()): Promise<ReadonlyMap<string, number>> {
  const kept = cache.get(viewer.organizationId);
  if (kept !== undefined && now - kept.readAt < freshMs) return kept.uses;
  const read = { readAt: now, uses: findSourceUses(viewer, new Date(now - windowMs)) };
  cache.delete(viewer.organizationId);
  cache.set(viewer.organizationId, read);
  for (const oldest of cache.keys()) if (cache.size > mostKept) cache.delete(oldest);
  read.uses.catch(() => cache.get(viewer.organizationId) === read && cache.delete(viewer.organizationId));
  return read.uses;
}
