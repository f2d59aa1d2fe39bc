import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { publishSchema } from "#lib/contract/workbooks";
import { publishWorkbook } from "#lib/workbook-store/publish";

export const POST = route<{ id: string }>(async (viewer, request, { id }) => {
  const { revision } = await parseBody(request, publishSchema);
  return Response.json({ number: await publishWorkbook(viewer, id, revision) });
});
