import { parseBody, parseId } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { previewFormulaSchema } from "#lib/contract/formulas";
import { previewFormula } from "#lib/data/preview-formula";

/** The first values of a formula. Leaving the request stops the query. */
export const POST = route(async (viewer, request) => {
  const { sourceId, formula } = await parseBody(request, previewFormulaSchema);
  const preview = await previewFormula(viewer, { sourceId: parseId(sourceId), formula }, request.signal);
  return Response.json(preview, { headers: { "cache-control": "no-store" } });
});
