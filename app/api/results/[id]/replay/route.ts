import { route } from "#lib/auth/route";
import { replayResult } from "#lib/data/replay";

/** Runs the stored worksheet again without a model and says whether the rows are the same. */
export const POST = route<{ id: string }>(async (viewer, request, { id }) =>
  Response.json(await replayResult(viewer, id, request.signal)),
);
