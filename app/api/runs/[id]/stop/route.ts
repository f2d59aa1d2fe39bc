import { route } from "#lib/auth/route";
import { stopRun } from "#lib/runs/stop-run";

/** Stops the run. Its stream ends with `abort`; a run that has ended stays as it is. */
export const POST = route<{ id: string }>(async (viewer, _request, { id }) => {
  await stopRun(viewer, id);
  return new Response(null, { status: 204 });
});
