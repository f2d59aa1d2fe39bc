import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { saveDocumentSchema } from "#lib/contract/workbooks";
import { saveDocument } from "#lib/workbook-store/save-document";

/** Compare-and-set: 409 when another save came first. */
export const PUT = route<{ id: string }>(async (viewer, request, { id }) => {
  const saved = await parseBody(request, saveDocumentSchema, { maxLength: 5_000_000 });
  const revision = await saveDocument(viewer, id, saved);
  return Response.json({ revision });
});
