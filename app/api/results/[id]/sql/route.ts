import { route } from "#lib/auth/route";
import { getResultSql } from "#lib/data/results";

/** The statement behind a result, for those who may see SQL. */
export const GET = route<{ id: string }>(async (viewer, _request, { id }) =>
  Response.json({ sql: await getResultSql(viewer, id) }, { headers: { "cache-control": "no-store" } }),
);
