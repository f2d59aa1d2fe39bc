import { route } from "#lib/auth/route";
import { listVersions } from "#lib/workbook-store/read-workbook";

export const GET = route<{ id: string }>(async (viewer, _request, { id }) =>
  Response.json(await listVersions(viewer, id), { headers: { "cache-control": "no-store" } }),
);
