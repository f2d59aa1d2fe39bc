import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { inspectionSchema } from "./inspect.ts";
import { uploadFolder } from "./upload-folder.ts";

/** Files in the folder of an upload. */
export const fileNames = { raw: "raw", record: "upload.json", data: "data.csv" } as const;

const storedUploadSchema = z.object({
  userId: z.string(),
  fileName: z.string(),
  byteCount: z.number(),
  inspection: inspectionSchema,
});
export type StoredUpload = z.infer<typeof storedUploadSchema>;

/** Throws `not_found` for another person's upload, and for one that is gone. */
export async function getUpload(viewer: Person, uploadId: string): Promise<StoredUpload> {
  const folder = uploadFolder(viewer.organizationId, uploadId);
  const path = join(/* turbopackIgnore: true */ folder, fileNames.record);
  const text = await readFile(/* turbopackIgnore: true */ path, "utf8").catch(() => null);
  const stored = text === null ? null : storedUploadSchema.parse(JSON.parse(text));
  if (stored?.userId === viewer.userId) return stored;
  throw new AskbookError("not_found", { message: "This upload is no longer here. Upload the file again." });
}
