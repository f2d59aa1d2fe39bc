import { parseBody, parseId } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { underlyingRequestSchema } from "#lib/contract/results";
import { openUnderlying } from "#lib/data/underlying";

/** Opens the rows behind a result, or behind some of its rows. Leaving the request stops the query. */
export const POST = route<{ id: string }>(async (viewer, request, { id }) => {
  const asked = await parseBody(request, underlyingRequestSchema);
  const resultId = await openUnderlying(viewer, parseId(id), asked, request.signal);
  return Response.json({ resultId }, { headers: { "cache-control": "no-store" } });
});
