import "server-only";
import { createShareLink, findShareLink, removeShareLink, type ShareLink } from "#db/queries/share-links";
import { recordAudit } from "#lib/audit/record";
import type { Share } from "#lib/contract/shared";
import type { Person } from "#lib/permissions";

export async function getShare(viewer: Person, threadId: string): Promise<Share> {
  return { link: describe(await findShareLink(viewer, threadId)) };
}

/** Members of the organization who get the link see the thread's questions, and answers as far as their own access goes. */
export async function shareThread(viewer: Person, threadId: string): Promise<Share> {
  const { isNew, ...link } = await createShareLink(viewer, threadId);
  if (isNew)
    await recordAudit(viewer, {
      action: "thread.share",
      target: threadId,
      after: { linkId: link.id },
      outcome: "done",
    });
  return { link: describe(link) };
}

export async function unshareThread(viewer: Person, threadId: string): Promise<Share> {
  const removed = await removeShareLink(viewer, threadId);
  if (removed !== null)
    await recordAudit(viewer, {
      action: "thread.unshare",
      target: threadId,
      before: { linkId: removed.id },
      outcome: "done",
    });
  return { link: null };
}

function describe(link: ShareLink | null): Share["link"] {
  if (link === null) return null;
  return { id: link.id, path: `/ask/shared/${link.id}`, createdAt: link.createdAt.toISOString() };
}
