import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { getUploadConnectionId } from "#db/queries/connections";
import { createJob } from "#db/queries/jobs";
import { grantToEveryone } from "#db/queries/source-grants";
import { createSource, type NewSource } from "#db/queries/sources";
import type { CreateUploadedSource } from "#lib/contract/uploads";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission } from "#lib/permissions";
import type { SourceColumn } from "#lib/worksheet/worksheet";
import { builderEngine } from "../duckdb/engines.ts";
import { quoteName } from "../duckdb/instances.ts";
import { removeSourceFiles, sourceFile, writeSourceFile } from "../source-files.ts";
import { slug } from "./header-names.ts";
import { type InspectedColumn, type Inspection, readRecords } from "./inspect.ts";
import { formatOf, grainOf, readingFor, readValue } from "./reading.ts";
import { fileNames, getUpload, type StoredUpload } from "./stored-upload.ts";
import { removeUploadFolder, uploadFolder } from "./upload-folder.ts";

const schemaName = "main";
const deadlineMs = 10 * 60_000;
const mostRemembered = 5_000;

/** A column that is kept, with where it stands in the file. */
type ChosenColumn = InspectedColumn & { readonly position: number };

/**
 * Makes an immutable file and a source of an upload; the uploader manages it. Throws not_found, invalid_input, conflict when the name is
 * taken: then the upload is still there and the file is not.
 */
export async function createUploadedSource(
  viewer: Person,
  uploadId: string,
  choice: CreateUploadedSource,
  signal: AbortSignal,
): Promise<{ readonly sourceId: string }> {
  requirePermission(viewer, "build");
  const upload = await getUpload(viewer, uploadId);
  const columns = chooseColumns(upload.inspection, choice.columns);
  const folder = uploadFolder(viewer.organizationId, uploadId);
  const table = tableName(choice.name);
  const catalog = `${table.slice(0, 40)}_${randomBytes(4).toString("hex")}`;
  await writeCanonical(folder, upload.inspection, columns, signal);
  const version = await hashOf(join(folder, fileNames.data));
  const path = sourceFile(viewer.organizationId, catalog, version);
  try {
    await buildFile(path, join(folder, fileNames.data), table, columns, signal);
    const { size } = await stat(path);
    const created = newSource({ choice, upload, columns, table, catalog, version, size });
    const sourceId = await createSource(
      viewer,
      { ...created, connectionId: await getUploadConnectionId(viewer) },
      grantsOf(viewer, choice),
    );
    await createJob(viewer, { kind: "profile-source", input: { sourceId } });
    await removeUploadFolder(viewer.organizationId, uploadId);
    return { sourceId };
  } catch (error) {
    await removeSourceFiles(viewer.organizationId, catalog);
    throw error;
  }
}

function chooseColumns({ columns }: Inspection, chosen: CreateUploadedSource["columns"]): ChosenColumn[] {
  if (chosen === undefined) return columns.map((column, position) => ({ ...column, position }));
  if (chosen.length !== columns.length) {
    throw new AskbookError("invalid_input", {
      message: `The file has ${columns.length} columns, but ${chosen.length} were sent. Send one entry for each, in the file's order.`,
      field: "columns",
    });
  }
  const kept = columns.flatMap((column, position) => {
    const choice = chosen[position];
    if (choice === undefined || !choice.include) return [];
    return [{ ...column, position, name: choice.name, reading: readingFor(choice.type, column.reading) }];
  });
  requireDistinctNames(kept);
  return kept;
}

function requireDistinctNames(columns: readonly ChosenColumn[]): void {
  const names = columns.map((column) => column.name.toLowerCase());
  const doubled = columns.find((_, index) => names.indexOf(names[index] ?? "") !== index);
  if (columns.length > 0 && doubled === undefined) return;
  const message =
    doubled === undefined
      ? "Keep at least one column."
      : `Two columns are named "${doubled.name}". Give each a name of its own.`;
  throw new AskbookError("invalid_input", { message, field: "columns" });
}

function tableName(sourceName: string): string {
  const name = slug(sourceName);
  return name === "" ? "data" : name;
}

/** Writes the kept values as the engine takes them without guessing: quoted, and nothing between commas for none. */
async function writeCanonical(
  folder: string,
  { encoding, delimiter, hasHeader }: Inspection,
  columns: readonly ChosenColumn[],
  signal: AbortSignal,
): Promise<void> {
  const writers = columns.map((column) => ({ position: column.position, write: rememberingWriter(column) }));
  async function* lines(): AsyncGenerator<string> {
    let isFirst = hasHeader;
    let text = "";
    for await (const { fields } of readRecords(join(folder, fileNames.raw), encoding, delimiter, signal)) {
      if (!isFirst) text += `${writers.map(({ position, write }) => write(fields[position] ?? "")).join(",")}\n`;
      isFirst = false;
      if (text.length < 65_536) continue;
      yield text;
      text = "";
    }
    yield text;
  }
  await pipeline(Readable.from(lines()), createWriteStream(join(folder, fileNames.data), { mode: 0o600 }), { signal });
}

/** Values of most columns repeat: they are read once. A column with too many different ones is not remembered. */
function rememberingWriter(column: ChosenColumn): (text: string) => string {
  const known = new Map<string, string>();
  let isRemembering = true;
  return (text) => {
    const written = isRemembering ? known.get(text) : undefined;
    if (written !== undefined) return written;
    const made = quoted(text, column);
    if (isRemembering) known.set(text, made);
    if (known.size > mostRemembered) {
      isRemembering = false;
      known.clear();
    }
    return made;
  };
}

function quoted(text: string, { reading }: ChosenColumn): string {
  const value = readValue(text, reading);
  if (value === null) return "";
  return value.includes('"') ? `"${value.replaceAll('"', '""')}"` : `"${value}"`;
}

/** The version of the data: the same values of the same columns have the same. */
async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return hash.digest("hex").slice(0, 16);
}

async function buildFile(
  path: string,
  dataPath: string,
  table: string,
  columns: readonly ChosenColumn[],
  signal: AbortSignal,
): Promise<void> {
  const texts = columns.map(({ id }) => `'${id}': 'VARCHAR'`).join(", ");
  const casts = columns.map(({ id, reading }) => `CAST(${quoteName(id)} AS ${reading.nativeType}) AS ${quoteName(id)}`);
  const sql = `CREATE TABLE ${quoteName(table)} AS SELECT ${casts.join(", ")} FROM read_csv($1, auto_detect = false, header = false,
    delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false, strict_mode = true,
    max_line_size = 64000000, buffer_size = 128000000, columns = {${texts}})`;
  await writeSourceFile(path, async (draft) => {
    await builderEngine().script({ path: draft, statements: [{ sql, params: [dataPath] }] }, { signal, deadlineMs });
  });
}

type Parts = {
  readonly choice: CreateUploadedSource;
  readonly upload: StoredUpload;
  readonly columns: readonly ChosenColumn[];
  readonly table: string;
  readonly catalog: string;
  readonly version: string;
  readonly size: number;
};

function newSource({ choice, upload, columns, table, catalog, version, size }: Parts): Omit<NewSource, "connectionId"> {
  return {
    kind: "table",
    name: choice.name,
    table: { catalog, schema: schemaName, name: table },
    version,
    description: `Uploaded from ${upload.fileName}.`,
    aiContext: "",
    endorsement: "none",
    highlighted: false,
    rowCount: upload.inspection.rowCount,
    byteCount: size,
    columns: columns.map(sourceColumn),
    metrics: [],
    relationships: [],
  };
}

function sourceColumn({ id, name, header, reading }: ChosenColumn): SourceColumn {
  const grain = grainOf(reading);
  const format = formatOf(reading);
  return {
    id,
    name,
    type: reading.type,
    ...(grain === undefined ? {} : { grain }),
    nativeType: reading.nativeType,
    ...(format === undefined ? {} : { format }),
    description:
      header.trim() === "" || header.trim() === name ? "" : `Column "${header.trim().slice(0, 200)}" of the file.`,
    neverSend: false,
    hidden: false,
  };
}

function grantsOf(viewer: Person, { shareWithEveryone }: CreateUploadedSource) {
  const own = { granteeKind: "user", granteeId: viewer.userId, access: "manage" } as const;
  return shareWithEveryone ? [own, grantToEveryone(viewer)] : [own];
}
