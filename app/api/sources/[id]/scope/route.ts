import { route } from "#lib/auth/route";
import { getFormulaScope } from "#lib/data/preview-formula";

/** What formulas over a source may name, so that an editor can check them in the browser. */
export const GET = route<{ id: string }>(async (viewer, _request, { id }) =>
  Response.json(await getFormulaScope(viewer, id), { headers: { "cache-control": "no-store" } }),
);
