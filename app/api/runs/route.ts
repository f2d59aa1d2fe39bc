import { startRun } from "#lib/ai/start-run";
import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { startRunSchema } from "#lib/contract/runs";

/** Starts an AI task and answers at once with its ids; the stream is at `/api/runs/{runId}/events`. */
export const POST = route(async (viewer, request) => {
  const started = await startRun(viewer, await parseBody(request, startRunSchema));
  return Response.json(started, { status: 202, headers: { location: `/api/runs/${started.runId}` } });
});
