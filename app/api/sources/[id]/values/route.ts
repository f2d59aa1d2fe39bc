import { parseId, parseInput } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { columnValuesQuerySchema } from "#lib/contract/column-values";
import { findColumnValues } from "#lib/data/column-values";

/** What a column holds, to pick from. Leaving the request stops the query. */
export const GET = route<{ id: string }>(async (viewer, request, { id }) => {
  const asked = parseInput(columnValuesQuerySchema, Object.fromEntries(new URL(request.url).searchParams));
  const values = await findColumnValues(viewer, parseId(id), asked, request.signal);
  return Response.json(values, { headers: { "cache-control": "no-store" } });
});
