import "server-only";
import { grantToEveryone } from "#db/queries/source-grants";
import { updateWorkbookGrant } from "#db/queries/workbook-grants";
import { createWorkbook } from "#db/queries/workbooks";
import type { Person } from "#lib/permissions";
import { publishWorkbook } from "./publish.ts";
import { sampleDocument } from "./sample-document.ts";
import { requireSoundDocument } from "./save-document.ts";

/** Makes and publishes the workbook over the sample's model, for everyone to explore. Gives its id. */
export async function createSampleWorkbook(viewer: Person, modelId: string): Promise<string> {
  const document = sampleDocument(modelId);
  requireSoundDocument(document);
  const id = await createWorkbook(viewer, {
    name: "Retail overview",
    description: "Sales, margin and customers of the sample: a workbook to look around in and to copy from.",
    document,
  });
  const { granteeKind, granteeId } = grantToEveryone(viewer);
  await updateWorkbookGrant(viewer, id, { granteeKind, granteeId, access: "explore" });
  await publishWorkbook(viewer, id, 1);
  return id;
}
