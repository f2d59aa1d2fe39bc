import "server-only";
import { and, asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "#db/client";
import { type SourceProfile, source } from "#db/schema/source";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";
import type { Source, SourceColumn } from "#lib/worksheet/worksheet";
import {
  insertGrants,
  isAccessible,
  requireSourceAccess,
  requireSourceUse,
  type SourceGrant,
} from "./conditions/source-access.ts";
import { findConnections } from "./connections.ts";

export type SourceListItem = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly endorsement: Source["endorsement"];
  readonly highlighted: boolean;
  readonly kind: Source["kind"];
  /** Null: not counted yet, or a rule leaves each person rows of their own. */
  readonly rowCount: number | null;
  readonly columnCount: number;
};

/** The sources that the viewer may use, by name. */
export async function findSources(viewer: Viewer): Promise<SourceListItem[]> {
  requireSourceUse(viewer);
  const base = alias(source, "base");
  return db()
    .select({
      id: source.id,
      name: source.name,
      description: source.description,
      endorsement: source.endorsement,
      highlighted: source.highlighted,
      kind: source.kind,
      rowCount: sql<
        number | null
      >`case when ${source.rowRule} is null and ${base.rowRule} is null then ${source.rowCount} end`,
      columnCount: sql<number>`jsonb_array_length(${source.columns})`,
    })
    .from(source)
    .leftJoin(base, eq(base.id, source.baseSourceId))
    .where(isAccessible(viewer, "use"))
    .orderBy(asc(source.name));
}

/** Throws `not_found` for a source that the viewer may not use. */
export async function getSource(viewer: Viewer, sourceId: string): Promise<Source> {
  requireSourceUse(viewer);
  const [row] = await db()
    .select()
    .from(source)
    .where(and(eq(source.id, sourceId), isAccessible(viewer, "use")));
  if (row === undefined) throw new AskbookError("not_found");
  return sourceOf(row);
}

/** Which of these the viewer may not manage, use, or even know of. */
export async function findUnusableSources(viewer: Viewer, sourceIds: readonly string[]): Promise<string[]> {
  requireSourceUse(viewer);
  if (sourceIds.length === 0) return [];
  const rows = await db()
    .select({ id: source.id })
    .from(source)
    .where(and(inArray(source.id, [...sourceIds]), isAccessible(viewer, "use")));
  const usable = new Set(rows.map((row) => row.id));
  return sourceIds.filter((id) => !usable.has(id));
}

/** The ids of the sources with these names, in any case, that the viewer may use. */
export async function findSourceIdsByName(viewer: Viewer, names: readonly string[]): Promise<string[]> {
  requireSourceUse(viewer);
  if (names.length === 0) return [];
  const rows = await db()
    .select({ id: source.id })
    .from(source)
    .where(
      and(
        inArray(
          sql`lower(${source.name})`,
          names.map((name) => name.toLowerCase()),
        ),
        isAccessible(viewer, "use"),
      ),
    );
  return rows.map((row) => row.id);
}

/**
 * The source and everything that its base and relationships reach. Whoever may use a model reads through it; the row rules of what it
 * reaches still hold. Throws `not_found`.
 */
export async function getSourceScope(viewer: Viewer, sourceId: string): Promise<ReadonlyMap<string, Source>> {
  return reachFrom(viewer, [await getSource(viewer, sourceId)]);
}

/** Enough to complete names from, for those with very many. */
const mostNamed = 300;

/**
 * The scope of a source with every other source of its connection that the viewer may use, and what those reach: all that a formula may
 * name. Of very many the highlighted come first, then the alphabet. Throws `not_found`.
 */
export async function getFormulaSources(viewer: Viewer, sourceId: string): Promise<ReadonlyMap<string, Source>> {
  const root = await getSource(viewer, sourceId);
  const rows = await db()
    .select()
    .from(source)
    .where(and(eq(source.connectionId, root.connectionId), isAccessible(viewer, "use")))
    .orderBy(desc(source.highlighted), asc(source.name))
    .limit(mostNamed);
  const scope = await reachFrom(viewer, [root, ...rows.map(sourceOf)]);
  return new Map([...scope].filter(([, { connectionId }]) => connectionId === root.connectionId));
}

async function reachFrom(viewer: Viewer, start: readonly Source[]): Promise<ReadonlyMap<string, Source>> {
  const scope = new Map<string, Source>();
  let frontier = start;
  while (frontier.length > 0) {
    for (const reached of frontier) scope.set(reached.id, reached);
    const next = new Set(frontier.flatMap(neighboursOf).filter((id) => !scope.has(id)));
    frontier = await findOfOrganization(viewer, [...next]);
  }
  return scope;
}

function neighboursOf(from: Source): string[] {
  const related = from.relationships.map((relationship) => relationship.toSourceId);
  return from.baseSourceId === undefined ? related : [from.baseSourceId, ...related];
}

async function findOfOrganization(viewer: Viewer, ids: readonly string[]): Promise<Source[]> {
  if (ids.length === 0) return [];
  const rows = await db()
    .select()
    .from(source)
    .where(and(eq(source.organizationId, viewer.organizationId), inArray(source.id, [...ids])));
  return rows.map(sourceOf);
}

/** Null until the profile has been made. */
export async function getSourceProfile(viewer: Viewer, sourceId: string): Promise<SourceProfile | null> {
  requireSourceUse(viewer);
  const base = alias(source, "base");
  const [row] = await db()
    .select({ profile: source.profile, rowRule: source.rowRule, baseRowRule: base.rowRule })
    .from(source)
    .leftJoin(base, eq(base.id, source.baseSourceId))
    .where(and(eq(source.id, sourceId), isAccessible(viewer, "use")));
  if (row === undefined) throw new AskbookError("not_found");
  // It was made once for everybody, perhaps before the rule: it may tell of rows that are not the viewer's.
  return row.rowRule === null && row.baseRowRule === null ? row.profile : null;
}

export type NewSource = Omit<Source, "id"> & {
  /** Known beforehand where sources refer to each other. */
  readonly id?: string;
  readonly highlighted: boolean;
  readonly rowCount: number | null;
  readonly byteCount: number | null;
};

/** Throws `conflict` when the organization has a source of that name. */
export async function createSource(
  viewer: Viewer,
  created: NewSource,
  grants: readonly SourceGrant[],
): Promise<string> {
  requirePermission(viewer, "build");
  const [connection] = await findConnections(viewer, [created.connectionId]);
  if (connection === undefined) throw new AskbookError("not_found", { message: "The connection does not exist." });
  return db().transaction(async (transaction) => {
    const [row] = await transaction
      .insert(source)
      .values({
        ...rowOf(created),
        organizationId: viewer.organizationId,
        createdBy: viewer.kind === "person" ? viewer.userId : null,
      })
      .onConflictDoNothing({ target: [source.organizationId, source.name] })
      .returning({ id: source.id });
    if (row === undefined) {
      throw new AskbookError("conflict", {
        message: `There is already a source named "${created.name}". Choose another name.`,
        field: "name",
      });
    }
    await insertGrants(transaction, viewer, row.id, grants);
    return row.id;
  });
}

/** Gives what was removed, so that its file can go too. */
export async function removeSource(viewer: Viewer, sourceId: string): Promise<Source> {
  await requireSourceAccess(viewer, sourceId, "manage");
  const [row] = await db()
    .delete(source)
    .where(and(eq(source.id, sourceId), eq(source.organizationId, viewer.organizationId)))
    .returning();
  if (row === undefined) throw new AskbookError("not_found");
  return sourceOf(row);
}

/** How many sources read from a file of ours, whoever may use them. */
export async function countSourcesOfCatalog(viewer: Viewer, catalog: string): Promise<number> {
  requirePermission(viewer, "build");
  const [row] = await db()
    .select({ count: count() })
    .from(source)
    .where(
      and(eq(source.organizationId, viewer.organizationId), eq(sql`${source.physicalTable} ->> 'catalog'`, catalog)),
    );
  return row?.count ?? 0;
}

/** Names of sources in the organization, lower case, whoever may use them: a new one must be another. */
export async function findTakenNames(viewer: Viewer, prefix: string): Promise<string[]> {
  requirePermission(viewer, "build");
  const rows = await db()
    .select({ name: sql<string>`lower(${source.name})` })
    .from(source)
    .where(
      and(eq(source.organizationId, viewer.organizationId), sql`starts_with(lower(${source.name}), lower(${prefix}))`),
    );
  return rows.map((row) => row.name);
}

/** Keeps a profile, and which columns it shows to be unique. It says nothing about a source's definition: `updatedAt` stays. */
export async function updateSourceProfile(viewer: Viewer, sourceId: string, profile: SourceProfile): Promise<void> {
  await requireSourceAccess(viewer, sourceId, "manage");
  const isMeant = and(eq(source.id, sourceId), eq(source.organizationId, viewer.organizationId));
  await db().transaction(async (transaction) => {
    const [row] = await transaction.select().from(source).where(isMeant).for("update");
    if (row === undefined) throw new AskbookError("not_found");
    const columns = withUnique(row, profile);
    await transaction.update(source).set({ profile, rowCount: profile.rowCount, columns }).where(isMeant);
  });
}

/** Only data that cannot change stays unique, and only a profile of all its rows tells. */
function withUnique(row: typeof source.$inferSelect, profile: SourceProfile): SourceColumn[] {
  const isWhole =
    row.kind === "table" && row.rowRule === null && row.version !== null && row.version === profile.version;
  if (!isWhole) return row.columns;
  const unique = new Set(
    profile.columns
      .filter(({ count, distinct, nulls }) => count > 0 && nulls === 0 && distinct === count)
      .map(({ columnId }) => columnId),
  );
  return row.columns.map((column) => (unique.has(column.id) ? { ...column, isUnique: true } : column));
}

function rowOf(created: NewSource) {
  const { table, asOf, version, baseSourceId, rowRule, ...rest } = created;
  return {
    ...rest,
    physicalTable: table ?? null,
    asOf: asOf ?? null,
    version: version ?? null,
    baseSourceId: baseSourceId ?? null,
    rowRule: rowRule ?? null,
  };
}

function sourceOf(row: typeof source.$inferSelect): Source {
  return {
    id: row.id,
    connectionId: row.connectionId,
    name: row.name,
    kind: row.kind,
    ...(row.baseSourceId === null ? {} : { baseSourceId: row.baseSourceId }),
    ...(row.physicalTable === null ? {} : { table: row.physicalTable }),
    ...(row.asOf === null ? {} : { asOf: row.asOf }),
    ...(row.version === null ? {} : { version: row.version }),
    description: row.description,
    aiContext: row.aiContext,
    endorsement: row.endorsement,
    ...(row.rowRule === null ? {} : { rowRule: row.rowRule }),
    columns: row.columns,
    metrics: row.metrics,
    relationships: row.relationships,
  };
}
