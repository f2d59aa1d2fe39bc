import { getSharedAnswer } from "#lib/ai/ask/shared-answer";
import { route } from "#lib/auth/route";

/** An answer of a shared thread, run again under the access of the one who asks. */
export const GET = route<{ id: string; runId: string }>(async (viewer, request, { id, runId }) =>
  Response.json(await getSharedAnswer(viewer, { linkId: id, runId }, request.signal), {
    headers: { "cache-control": "no-store" },
  }),
);
