import "server-only";
import { stat } from "node:fs/promises";
import { getUploadConnectionId } from "#db/queries/connections";
import { createJob } from "#db/queries/jobs";
import { grantToEveryone } from "#db/queries/source-grants";
import { createSource, findSources, type NewSource } from "#db/queries/sources";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";
import { builderEngine } from "./duckdb/engines.ts";
import { asOf } from "./sample/calendar.ts";
import { sampleColumns } from "./sample/columns.ts";
import { modelColumns, modelContext, modelDescription, modelMetrics, modelRelationships } from "./sample/model.ts";
import { type SampleTableName, sampleTables } from "./sample/tables.ts";
import { sourceFile, writeSourceFile } from "./source-files.ts";

export const sampleModelName = "Orders";
const catalog = "sample";

/** Makes the sample and the sources over it, for everyone in the organization to use. Gives the id of the model Orders. Throws conflict when it is there. */
export async function createSample(
  viewer: Viewer,
  { rows, signal = new AbortController().signal }: { readonly rows: number; readonly signal?: AbortSignal },
): Promise<{ readonly modelId: string }> {
  requirePermission(viewer, "build");
  await requireNoSample(viewer);
  const version = `sample-1-${rows}`;
  const counts = await writeTables(viewer, rows, version, signal);
  const connectionId = await getUploadConnectionId(viewer);
  return createSources(viewer, connectionId, version, counts);
}

async function requireNoSample(viewer: Viewer): Promise<void> {
  const taken = new Set((await findSources(viewer)).map((source) => source.name));
  if (!taken.has(sampleModelName)) return;
  throw new AskbookError("conflict", { message: `There is already a source named "${sampleModelName}".` });
}

type TableCounts = { readonly rows: ReadonlyMap<string, number>; readonly bytes: number };

async function writeTables(viewer: Viewer, rows: number, version: string, signal: AbortSignal): Promise<TableCounts> {
  const path = sourceFile(viewer.organizationId, catalog, version);
  const tables = sampleTables(rows);
  const statements = tables.flatMap(({ name, select }) => [
    { sql: `CREATE TABLE ${name} AS ${select}`, params: [] },
    { sql: `SELECT count(*) FROM ${name}`, params: [] },
  ]);
  const counts = new Map<string, number>();
  await writeSourceFile(path, async (draft) => {
    const results = await builderEngine().script({ path: draft, statements }, { signal, deadlineMs: 600_000 });
    tables.forEach(({ name }, index) => {
      counts.set(name, Number(results[index * 2 + 1]?.columns[0]?.[0] ?? 0));
    });
  });
  return { rows: counts, bytes: (await stat(path)).size };
}

async function createSources(
  viewer: Viewer,
  connectionId: string,
  version: string,
  counts: TableCounts,
): Promise<{ readonly modelId: string }> {
  const ids = idsOfTables();
  const lines = counts.rows.get("order_lines") ?? null;
  const model: NewSource = {
    ...shared(connectionId),
    kind: "model",
    name: sampleModelName,
    baseSourceId: ids.order_lines,
    version,
    description: modelDescription,
    aiContext: modelContext,
    endorsement: "endorsed",
    highlighted: true,
    rowCount: lines,
    byteCount: counts.bytes,
    columns: modelColumns(),
    metrics: modelMetrics,
    relationships: modelRelationships(ids),
  };
  for (const table of tableSources(connectionId, version, ids, counts)) await add(viewer, table);
  return { modelId: await add(viewer, model) };
}

function idsOfTables(): Record<SampleTableName, string> {
  const id = (): string => crypto.randomUUID();
  return { order_lines: id(), products: id(), customers: id(), stores: id(), targets: id(), returns: id() };
}

async function add(viewer: Viewer, created: NewSource): Promise<string> {
  const manage =
    viewer.kind === "person" ? [{ granteeKind: "user", granteeId: viewer.userId, access: "manage" } as const] : [];
  const sourceId = await createSource(viewer, created, [grantToEveryone(viewer), ...manage]);
  await createJob(viewer, { kind: "profile-source", input: { sourceId } });
  return sourceId;
}

function shared(connectionId: string) {
  return { connectionId, asOf, aiContext: "", metrics: [], relationships: [], highlighted: false, byteCount: null };
}

const tableDescriptions: Record<SampleTableName, readonly [name: string, description: string]> = {
  order_lines: [
    "Order Lines",
    "One row per order line, as stored. The model Orders adds products, customers and stores.",
  ],
  products: ["Products", "What the retailer sells, with cost and list price."],
  customers: ["Customers", "Who buys, where they live, and since when."],
  stores: ["Stores", "The retailer's stores."],
  targets: ["Sales Targets", "Planned sales by month and region."],
  returns: ["Returns", "Order lines that came back, when and why."],
};

function tableSources(
  connectionId: string,
  version: string,
  ids: Readonly<Record<SampleTableName, string>>,
  counts: TableCounts,
): NewSource[] {
  const names: readonly SampleTableName[] = ["order_lines", "products", "customers", "stores", "targets", "returns"];
  return names.map((table) => ({
    ...shared(connectionId),
    id: ids[table],
    kind: "table",
    name: tableDescriptions[table][0],
    description: tableDescriptions[table][1],
    table: { catalog, schema: "main", name: table },
    version,
    endorsement: "none",
    rowCount: counts.rows.get(table) ?? null,
    columns: sampleColumns(table),
  }));
}
