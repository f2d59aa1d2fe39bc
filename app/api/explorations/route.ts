import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { createExplorationSchema } from "#lib/contract/workbooks";
import { openExploration } from "#lib/workbook-store/explorations";

/** Private changes to a workbook, or what answers found as live elements. */
export const POST = route(async (viewer, request) => {
  const id = await openExploration(viewer, await parseBody(request, createExplorationSchema));
  return Response.json({ id }, { status: 201 });
});
