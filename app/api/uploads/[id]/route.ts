import { route } from "#lib/auth/route";
import { discardUpload } from "#lib/data/upload/discard-upload";
import { parseId } from "#lib/runs/parse-id";

export const DELETE = route<{ id: string }>(async (viewer, _request, { id }) => {
  await discardUpload(viewer, parseId(id));
  return new Response(null, { status: 204 });
});
