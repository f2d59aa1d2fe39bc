import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { runElementSchema } from "#lib/contract/workbooks";
import { runElement } from "#lib/workbook-store/run-element";

/** Runs a view of the workbook as the viewer. */
export const POST = route<{ id: string }>(async (viewer, request, { id }) => {
  const page = await runElement(viewer, id, await parseBody(request, runElementSchema), request.signal);
  return Response.json(page, { headers: { "cache-control": "no-store" } });
});
