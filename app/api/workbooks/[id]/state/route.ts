import { route } from "#lib/auth/route";
import { getState } from "#lib/workbook-store/read-workbook";

export const GET = route<{ id: string }>(async (viewer, _request, { id }) =>
  Response.json(await getState(viewer, id), { headers: { "cache-control": "no-store" } }),
);
