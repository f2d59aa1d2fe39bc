import { getShare, shareThread, unshareThread } from "#lib/ai/ask/share-thread";
import { route } from "#lib/auth/route";

const privately = { headers: { "cache-control": "no-store" } };

/** The thread's link, for its owner. */
export const GET = route<{ id: string }>(async (viewer, _request, { id }) =>
  Response.json(await getShare(viewer, id), privately),
);

/** Makes a link; a second time gives the same. */
export const POST = route<{ id: string }>(async (viewer, _request, { id }) =>
  Response.json(await shareThread(viewer, id), privately),
);

/** From now on the link leads nowhere. */
export const DELETE = route<{ id: string }>(async (viewer, _request, { id }) =>
  Response.json(await unshareThread(viewer, id), privately),
);
