import { findCaptures } from "#db/queries/captures";
import { route } from "#lib/auth/route";
import type { Sent } from "#lib/contract/sent";

/** Exactly what was sent to a provider for this run: for the one who asked, and for admins. */
export const GET = route<{ id: string }>(async (viewer, _request, { id }) => {
  const captures = await findCaptures(viewer, id);
  const requests = captures.map(({ runId: _run, createdAt: _at, ...sent }) => sent);
  return Response.json({ requests } satisfies Sent, { headers: { "cache-control": "no-store" } });
});
