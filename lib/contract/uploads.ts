import { z } from "zod";
import { valueTypes } from "../formula/types.ts";

/** What crosses the wire about uploads and sources: docs/http-api.md describes it for scripts. */

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A column as the file suggests it; `name` is friendly, `header` as it stands in the file. */
export const uploadColumnSchema = z.object({
  header: z.string(),
  name: z.string(),
  type: z.enum(valueTypes),
  grain: z.enum(["day", "time"]).optional(),
});

/** The answer to `POST /api/uploads?name=…`: what was read, before anything becomes a source. */
export const uploadPreviewSchema = z.object({
  uploadId: z.uuid(),
  /** A name for the source, free in the organization. */
  name: z.string(),
  columns: z.array(uploadColumnSchema),
  /** The first rows, at most 50; cells as text of the file would be typed. */
  rows: z.array(z.array(cell)),
  rowCount: z.number(),
  byteCount: z.number(),
  warnings: z.array(z.string()),
});

/** `POST /api/uploads/{id}/source`. Columns in the file's order; absent: all as suggested. */
export const createUploadedSourceSchema = z.object({
  name: z.string().trim().min(1, "Give the source a name.").max(200),
  columns: z
    .array(z.object({ name: z.string().trim().min(1).max(200), type: z.enum(valueTypes), include: z.boolean() }))
    .optional(),
  /** Everyone in the organization may use it, not only its owner. */
  shareWithEveryone: z.boolean().default(false),
});

export const createdSourceSchema = z.object({ sourceId: z.uuid() });

export type UploadPreview = z.infer<typeof uploadPreviewSchema>;
export type UploadColumn = z.infer<typeof uploadColumnSchema>;
export type CreateUploadedSource = z.infer<typeof createUploadedSourceSchema>;
