import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { updateSharingSchema } from "#lib/contract/workbooks";
import { getSharing, updateSharing } from "#lib/workbook-store/sharing";

export const GET = route<{ id: string }>(async (viewer, _request, { id }) =>
  Response.json(await getSharing(viewer, id), { headers: { "cache-control": "no-store" } }),
);

/** One grant: given, changed or taken away. */
export const PUT = route<{ id: string }>(async (viewer, request, { id }) =>
  Response.json(await updateSharing(viewer, id, await parseBody(request, updateSharingSchema))),
);
