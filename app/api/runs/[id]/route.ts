import { route } from "#lib/auth/route";
import { parseId } from "#lib/runs/parse-id";
import { getRunDetail } from "#lib/runs/run-detail";

export const GET = route<{ id: string }>(async (viewer, _request, { id }) =>
  Response.json(await getRunDetail(viewer, parseId(id)), { headers: { "cache-control": "no-store" } }),
);
