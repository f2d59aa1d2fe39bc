import "server-only";
import { type Person, requirePermission } from "#lib/permissions";
import { getUpload } from "./stored-upload.ts";
import { removeUploadFolder } from "./upload-folder.ts";

export async function discardUpload(viewer: Person, uploadId: string): Promise<void> {
  requirePermission(viewer, "build");
  await getUpload(viewer, uploadId);
  await removeUploadFolder(viewer.organizationId, uploadId);
}
