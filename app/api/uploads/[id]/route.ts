import { route } from "#lib/auth/route";
import { discardUpload } from "#lib/data/upload/discard-upload";

export const DELETE = route<{ id: string }>(async (viewer, _request, { id }) => {
  await discardUpload(viewer, id);
  return new Response(null, { status: 204 });
});
