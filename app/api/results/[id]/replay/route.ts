import { route } from "#lib/auth/route";
import { replayResult } from "#lib/data/replay";
import { parseId } from "#lib/runs/parse-id";

/** Runs the stored worksheet again without a model and says whether the rows are the same. */
export const POST = route<{ id: string }>(async (viewer, request, { id }) =>
  Response.json(await replayResult(viewer, parseId(id), request.signal)),
);
