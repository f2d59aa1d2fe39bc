import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { restoreVersionSchema } from "#lib/contract/workbooks";
import { restoreVersion } from "#lib/workbook-store/publish";

/** The draft becomes what a version was. */
export const POST = route<{ id: string }>(async (viewer, request, { id }) => {
  const revision = await restoreVersion(viewer, id, await parseBody(request, restoreVersionSchema));
  return Response.json({ revision });
});
