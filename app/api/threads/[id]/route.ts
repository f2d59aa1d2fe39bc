import { updateThreadTitle } from "#db/queries/threads";
import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { renameThreadSchema } from "#lib/contract/threads";
import { deleteThread } from "#lib/runs/delete-thread";
import { getThreadDetail } from "#lib/runs/thread-detail";

/** The thread with the messages of one branch: `?leaf={runId}`, else the newest. */
export const GET = route<{ id: string }>(async (viewer, request, { id }) => {
  const leaf = new URL(request.url).searchParams.get("leaf") ?? undefined;
  return Response.json(await getThreadDetail(viewer, id, leaf), { headers: { "cache-control": "no-store" } });
});

export const PATCH = route<{ id: string }>(async (viewer, request, { id }) => {
  const { title } = await parseBody(request, renameThreadSchema);
  await updateThreadTitle(viewer, id, title);
  return new Response(null, { status: 204 });
});

export const DELETE = route<{ id: string }>(async (viewer, _request, { id }) => {
  await deleteThread(viewer, id);
  return new Response(null, { status: 204 });
});
