import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { publishSchema } from "#lib/contract/workbooks";
import { discardDraft } from "#lib/workbook-store/publish";

/** The draft becomes what is published. */
export const POST = route<{ id: string }>(async (viewer, request, { id }) => {
  const { revision } = await parseBody(request, publishSchema);
  return Response.json({ revision: await discardDraft(viewer, id, revision) });
});
