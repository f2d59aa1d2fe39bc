import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { createUploadedSourceSchema } from "#lib/contract/uploads";
import { createUploadedSource } from "#lib/data/upload/create-uploaded-source";

/** Turns an upload into a source. */
export const POST = route<{ id: string }>(async (viewer, request, { id }) => {
  const choice = await parseBody(request, createUploadedSourceSchema);
  return Response.json(await createUploadedSource(viewer, id, choice, request.signal), { status: 201 });
});
