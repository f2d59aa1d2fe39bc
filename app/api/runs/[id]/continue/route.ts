import { continueRun } from "#lib/ai/continue-run";
import { route } from "#lib/auth/route";

/** Goes on with an answer that broke off, from what stands of it; answers as `POST /api/runs` does. */
export const POST = route<{ id: string }>(async (viewer, _request, { id }) => {
  const started = await continueRun(viewer, id);
  return Response.json(started, { status: 202, headers: { location: `/api/runs/${started.runId}` } });
});
