import "server-only";
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { findTakenNames } from "#db/queries/sources";
import type { UploadPreview } from "#lib/contract/uploads";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission } from "#lib/permissions";
import { type Encoding, EncodingWatch } from "./encoding.ts";
import { nameOfFile } from "./header-names.ts";
import { inspectFile } from "./inspect.ts";
import { limits, tooLarge, unreadable } from "./limits.ts";
import { grainOf } from "./reading.ts";
import { fileNames, type StoredUpload } from "./stored-upload.ts";
import { createUploadFolder, removeUploadFolder, uploadFolder } from "./upload-folder.ts";

/**
 * Takes in a file by its raw body, looks at it, and says what was read. Nothing becomes a source yet. Throws too_large, invalid_input
 * with what is wrong with the file, aborted; then nothing is left behind.
 */
export async function receiveUpload(viewer: Person, request: Request, fileName: string): Promise<UploadPreview> {
  requirePermission(viewer, "build");
  if (Number(request.headers.get("content-length") ?? 0) >= limits.bytes) throw tooLarge();
  if (request.body === null) throw unreadable("The file is empty. Upload a file with a first line of column names.");
  await requireRoom(viewer);
  const uploadId = randomUUID();
  const folder = await createUploadFolder(viewer.organizationId, uploadId);
  try {
    const { byteCount, encoding } = await store(request.body, join(folder, fileNames.raw), request.signal);
    return await look(viewer, uploadId, { fileName, byteCount, encoding }, request.signal);
  } catch (error) {
    await removeUploadFolder(viewer.organizationId, uploadId);
    throw request.signal.aborted ? new AskbookError("aborted", { cause: error }) : error;
  }
}

async function requireRoom(viewer: Person): Promise<void> {
  const open = await readdir(uploadFolder(viewer.organizationId, ".")).catch(() => []);
  if (open.length < limits.openUploads) return;
  throw new AskbookError("rate_limited", {
    message: "Too many uploads are waiting to become sources. Finish or discard some, or wait a day.",
  });
}

type Received = { readonly fileName: string; readonly byteCount: number; readonly encoding: Encoding };

async function store(
  body: ReadableStream<Uint8Array>,
  path: string,
  signal: AbortSignal,
): Promise<Omit<Received, "fileName">> {
  const watch = new EncodingWatch();
  let byteCount = 0;
  const count = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      byteCount += bytes.length;
      if (byteCount >= limits.bytes) return done(tooLarge());
      watch.push(bytes);
      done(null, bytes);
    },
  });
  await pipeline(Readable.from(body), count, createWriteStream(path, { mode: 0o600 }), { signal });
  if (byteCount === 0) throw unreadable("The file is empty. Upload a file with a first line of column names.");
  return { byteCount, encoding: watch.encoding() };
}

async function look(
  viewer: Person,
  uploadId: string,
  { fileName, byteCount, encoding }: Received,
  signal: AbortSignal,
): Promise<UploadPreview> {
  const folder = uploadFolder(viewer.organizationId, uploadId);
  const { inspection, preview } = await inspectFile(join(folder, fileNames.raw), encoding, fileName, signal);
  const stored: StoredUpload = { userId: viewer.userId, fileName, byteCount, inspection };
  await writeFile(join(folder, fileNames.record), JSON.stringify(stored), { mode: 0o600 });
  return {
    uploadId,
    name: await freeName(viewer, nameOfFile(fileName)),
    columns: inspection.columns.map(({ header, name, reading }) => {
      const grain = grainOf(reading);
      return { header, name, type: reading.type, ...(grain === undefined ? {} : { grain }) };
    }),
    rows: preview.map((row) => [...row]),
    rowCount: inspection.rowCount,
    byteCount,
    warnings: inspection.warnings,
  };
}

async function freeName(viewer: Person, wanted: string): Promise<string> {
  const taken = new Set(await findTakenNames(viewer, wanted));
  let name = wanted;
  for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${wanted} (${n})`;
  return name;
}
