import { route } from "#lib/auth/route";
import { findThreadList } from "#lib/runs/thread-list";

/** The viewer's threads, newest first; `?search=` looks in titles. */
export const GET = route(async (viewer, request) => {
  const search = new URL(request.url).searchParams.get("search") ?? "";
  return Response.json({ threads: await findThreadList(viewer, search) }, { headers: { "cache-control": "no-store" } });
});
