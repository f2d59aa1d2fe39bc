import { getSource, getSourceProfile } from "#db/queries/sources";
import { route } from "#lib/auth/route";
import { deleteSource } from "#lib/data/delete-source";

/** One source with its columns and, once it has been made, its profile. */
export const GET = route<{ id: string }>(async (viewer, _request, { id }) => {
  const [source, profile] = await Promise.all([getSource(viewer, id), getSourceProfile(viewer, id)]);
  return Response.json({ source, profile }, { headers: { "cache-control": "no-store" } });
});

/** For those who manage it. */
export const DELETE = route<{ id: string }>(async (viewer, _request, { id }) => {
  await deleteSource(viewer, id);
  return new Response(null, { status: 204 });
});
