import { route } from "#lib/auth/route";
import type { ResultCount } from "#lib/contract/results";
import { getResultCount } from "#lib/data/results";

/** How many rows a result has in all, also those beyond what is stored. */
export const GET = route<{ id: string }>(async (viewer, request, { id }) => {
  const answer: ResultCount = { rowCount: await getResultCount(viewer, id, request.signal) };
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
});
