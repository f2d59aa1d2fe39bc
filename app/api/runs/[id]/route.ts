import { route } from "#lib/auth/route";
import { getRunDetail } from "#lib/runs/run-detail";

export const GET = route<{ id: string }>(async (viewer, _request, { id }) =>
  Response.json(await getRunDetail(viewer, id), { headers: { "cache-control": "no-store" } }),
);
