import "server-only";
import { and, desc, eq, inArray, isNotNull, ne, notInArray, or, sql } from "drizzle-orm";
import { db } from "#db/client";
import { job } from "#db/schema/job";
import { sourceEmbedding } from "#db/schema/source";
import { requirePermission, type Viewer } from "#lib/permissions";
import { jobChannel } from "./jobs.ts";

export type SourceVector = { readonly sourceId: string; readonly textHash: string; readonly vector: Float32Array };

/** Another text whenever a vector of the model came, changed or went. */
export async function getVectorStamp(viewer: Viewer, model: string): Promise<string> {
  requirePermission(viewer, "useAsk");
  // Every write gives its row the number of its transaction, which is higher than those before it.
  const rowVersions = sql`coalesce(sum(${sourceEmbedding}.xmin::text::bigint), 0)`;
  const [row] = await db()
    .select({ stamp: sql<string>`count(*) || ' ' || ${rowVersions}` })
    .from(sourceEmbedding)
    .where(isOfModel(viewer, model));
  return row?.stamp ?? "";
}

/** What the vectors of a model were made of, by source. */
export async function findVectorHashes(viewer: Viewer, model: string): Promise<ReadonlyMap<string, string>> {
  requirePermission(viewer, "useAsk");
  // As one text: thousands of rows are read before every answer.
  const [row] = await db()
    .select({
      all: sql<string | null>`string_agg(${sourceEmbedding.sourceId} || ' ' || ${sourceEmbedding.textHash}, ',')`,
    })
    .from(sourceEmbedding)
    .where(isOfModel(viewer, model));
  if (row === undefined || row.all === null) return new Map();
  return new Map(row.all.split(",").map((one) => [one.slice(0, 36), one.slice(37)]));
}

export async function findVectors(
  viewer: Viewer,
  model: string,
  sourceIds: readonly string[],
): Promise<SourceVector[]> {
  requirePermission(viewer, "useAsk");
  if (sourceIds.length === 0) return [];
  return db()
    .select({
      sourceId: sourceEmbedding.sourceId,
      textHash: sourceEmbedding.textHash,
      vector: sourceEmbedding.vector,
    })
    .from(sourceEmbedding)
    .where(and(isOfModel(viewer, model), inArray(sourceEmbedding.sourceId, [...sourceIds])));
}

/** Keeps vectors in place of older ones of the same model. */
export async function saveVectors(viewer: Viewer, model: string, vectors: readonly SourceVector[]): Promise<void> {
  requirePermission(viewer, "administer");
  if (vectors.length === 0) return;
  await db()
    .insert(sourceEmbedding)
    .values(vectors.map((one) => ({ ...one, model, organizationId: viewer.organizationId })))
    .onConflictDoUpdate({
      target: [sourceEmbedding.sourceId, sourceEmbedding.model],
      set: { textHash: sql`excluded.text_hash`, vector: sql`excluded.vector`, createdAt: sql`now()` },
      setWhere: eq(sourceEmbedding.organizationId, viewer.organizationId),
    });
}

/** Removes what other models made and what is no longer to be searched: once everything that is stands. */
export async function removeOtherVectors(
  viewer: Viewer,
  model: string,
  keptSourceIds: readonly string[],
): Promise<void> {
  requirePermission(viewer, "administer");
  const isOfAnother = ne(sourceEmbedding.model, model);
  const isLeftOut = keptSourceIds.length === 0 ? sql`true` : notInArray(sourceEmbedding.sourceId, [...keptSourceIds]);
  await db()
    .delete(sourceEmbedding)
    .where(and(eq(sourceEmbedding.organizationId, viewer.organizationId), or(isOfAnother, isLeftOut)));
}

export type IndexWork = {
  /** Why the last attempt failed; null: none did. */
  readonly lastError: string | null;
  /** Null: only when somebody asks for it. */
  readonly nextAttemptAt: Date | null;
};

/** The indexing that waits or is under way; null: none. */
export async function getIndexWork(viewer: Viewer): Promise<IndexWork | null> {
  requirePermission(viewer, "administer");
  const [row] = await db()
    .select({
      lastError: job.lastError,
      nextAttemptAt: sql<string | null>`case when ${job.runAfter} < 'infinity' then ${job.runAfter} end`,
    })
    .from(job)
    .where(isIndexing(viewer))
    .orderBy(desc(job.createdAt))
    .limit(1);
  if (row === undefined) return null;
  return { ...row, nextAttemptAt: row.nextAttemptAt === null ? null : new Date(row.nextAttemptAt) };
}

/** Has the index brought up to date: at once, also when earlier attempts failed. */
export async function requestIndexing(viewer: Viewer): Promise<void> {
  requirePermission(viewer, "administer");
  await db().transaction(async (transaction) => {
    await transaction.delete(job).where(and(isIndexing(viewer), isNotNull(job.lastError)));
    await transaction.insert(job).values({ organizationId: viewer.organizationId, kind: "index-source", input: {} });
    await transaction.execute(`notify ${jobChannel}`);
  });
}

/** The same unless it waits already, or has failed and is to be left alone. For whoever finds that something is missing. */
export async function requestIndexingOnce(viewer: Viewer): Promise<void> {
  requirePermission(viewer, "useAsk");
  await db().transaction(async (transaction) => {
    await transaction.execute(sql`
      insert into ${job} (organization_id, kind, input)
      select ${viewer.organizationId}::uuid, 'index-source', '{}'::jsonb
      where not exists (select from ${job} where ${isIndexing(viewer)})`);
    await transaction.execute(`notify ${jobChannel}`);
  });
}

function isOfModel(viewer: Viewer, model: string) {
  return and(eq(sourceEmbedding.organizationId, viewer.organizationId), eq(sourceEmbedding.model, model));
}

function isIndexing(viewer: Viewer) {
  return and(eq(job.organizationId, viewer.organizationId), eq(job.kind, "index-source"));
}
