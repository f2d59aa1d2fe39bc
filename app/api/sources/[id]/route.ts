import { getSource, getSourceProfile } from "#db/queries/sources";
import { route } from "#lib/auth/route";
import { deleteSource } from "#lib/data/delete-source";
import { parseId } from "#lib/runs/parse-id";

/** One source with its columns and, once it has been made, its profile. */
export const GET = route<{ id: string }>(async (viewer, _request, { id }) => {
  const sourceId = parseId(id);
  const [source, profile] = await Promise.all([getSource(viewer, sourceId), getSourceProfile(viewer, sourceId)]);
  return Response.json({ source, profile }, { headers: { "cache-control": "no-store" } });
});

/** For those who manage it. */
export const DELETE = route<{ id: string }>(async (viewer, _request, { id }) => {
  await deleteSource(viewer, parseId(id));
  return new Response(null, { status: 204 });
});
