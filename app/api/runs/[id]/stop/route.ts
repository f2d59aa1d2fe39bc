import { route } from "#lib/auth/route";
import { parseId } from "#lib/runs/parse-id";
import { stopRun } from "#lib/runs/stop-run";

/** Stops the run. Its stream ends with `abort`; a run that has ended stays as it is. */
export const POST = route<{ id: string }>(async (viewer, _request, { id }) => {
  await stopRun(viewer, parseId(id));
  return new Response(null, { status: 204 });
});
