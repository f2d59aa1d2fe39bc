import "server-only";
import { and, count, eq, gte, inArray, sql } from "drizzle-orm";
import { db } from "#db/client";
import { sourceUse } from "#db/schema/model-call";
import { organization } from "#db/schema/organization";
import { source } from "#db/schema/source";
import { requirePermission, type Viewer } from "#lib/permissions";
import type { Source } from "#lib/worksheet/worksheet";
import { isAccessible } from "./conditions/source-access.ts";

export type SearchableSource = {
  readonly id: string;
  readonly name: string;
  readonly kind: Source["kind"];
  readonly description: string;
  readonly aiContext: string;
  readonly endorsement: Source["endorsement"];
  readonly highlighted: boolean;
  /** Of columns that are not hidden, and of metrics. */
  readonly names: readonly string[];
  /** Those of them that are never sent. */
  readonly keptNames: readonly string[];
  /** Whether it has a column of dates: then it can be asked by month. */
  readonly hasDates: boolean;
};

type Cached = { readonly version: string; readonly source: SearchableSource };

/** By id. Which of them a viewer may see is asked of the database every time; what they are is read again when they change. */
const cache = new Map<string, Cached>();
const mostCached = 50_000;

/** What a text of ids and versions stands for: the same until one of them changes or is no longer the viewer's. */
const lists = new Map<string, readonly SearchableSource[]>();
const mostLists = 32;

/** What source search looks through: the sources that the viewer may use, by name. The same objects as long as they do not change. */
export async function findSearchableSources(viewer: Viewer): Promise<SearchableSource[]> {
  requirePermission(viewer, "useAsk");
  const listed = await readAccessible(viewer);
  const known = lists.get(listed);
  if (known !== undefined) return [...known];
  const accessible = accessibleIn(listed);
  const stale = accessible.filter(({ id, version }) => cache.get(id)?.version !== version);
  const read = new Map(
    (
      await readSources(
        viewer,
        stale.map(({ id }) => id),
      )
    ).map((one) => [one.source.id, one]),
  );
  remember(read);
  const found = accessible.flatMap(({ id }) => (read.get(id) ?? cache.get(id))?.source ?? []);
  // One may have changed between the two looks: then the list is not that of the text.
  const isOfText = accessible.every(({ id, version }) => cache.get(id)?.version === version);
  if (isOfText) rememberList(listed, found);
  return found;
}

type Accessible = { readonly id: string; readonly version: string };

/** Ids with versions, by name, as one text: thousands of rows are read before every answer. */
async function readAccessible(viewer: Viewer): Promise<string> {
  const [row] = await db()
    .select({ all: sql<string | null>`string_agg(${source.id} || ' ' || ${rowVersion}, ',' order by ${source.name})` })
    .from(source)
    .where(isAccessible(viewer, "use"));
  return row?.all ?? "";
}

function accessibleIn(listed: string): Accessible[] {
  if (listed === "") return [];
  return listed.split(",").map((one) => ({ id: one.slice(0, 36), version: one.slice(37) }));
}

async function readSources(viewer: Viewer, ids: readonly string[]): Promise<Cached[]> {
  if (ids.length === 0) return [];
  const rows = await db()
    .select({
      version: rowVersion,
      id: source.id,
      name: source.name,
      kind: source.kind,
      description: source.description,
      aiContext: source.aiContext,
      endorsement: source.endorsement,
      highlighted: source.highlighted,
      names: sql<string[]>`jsonb_path_query_array(${source.columns}, '$[*] ? (@.hidden == false).name')
        || jsonb_path_query_array(${source.metrics}, '$[*].name')`,
      keptNames: sql<string[]>`jsonb_path_query_array(${source.columns}, '$[*] ? (@.neverSend == true).name')`,
      hasDates: sql<boolean>`jsonb_path_exists(${source.columns}, '$[*] ? (@.hidden == false && @.type == "date")')`,
    })
    .from(source)
    .where(and(eq(source.organizationId, viewer.organizationId), inArray(source.id, [...ids])));
  return rows.map(({ version, ...found }) => ({ version, source: found }));
}

/** Changes with every change of the row, whoever makes it. */
const rowVersion = sql<string>`${source}.xmin::text`;

function remember(read: ReadonlyMap<string, Cached>): void {
  for (const [id, one] of read) {
    cache.delete(id);
    cache.set(id, one);
  }
  for (const oldest of cache.keys()) {
    if (cache.size <= mostCached) return;
    cache.delete(oldest);
  }
}

function rememberList(listed: string, sources: readonly SearchableSource[]): void {
  lists.set(listed, sources);
  for (const oldest of lists.keys()) if (lists.size > mostLists) lists.delete(oldest);
}

/** How often each source was used in answers since a moment, whoever asked. */
export async function findSourceUses(viewer: Viewer, since: Date): Promise<ReadonlyMap<string, number>> {
  requirePermission(viewer, "useAsk");
  const rows = await db()
    .select({ sourceId: sourceUse.sourceId, uses: count() })
    .from(sourceUse)
    .where(and(eq(sourceUse.organizationId, viewer.organizationId), gte(sourceUse.createdAt, since)))
    .groupBy(sourceUse.sourceId);
  return new Map(rows.map(({ sourceId, uses }) => [sourceId, uses]));
}

export type AskSource = Pick<SearchableSource, "id" | "name" | "description" | "kind" | "endorsement" | "highlighted">;

/** Every source of the organization as admins choose from, by name. */
export async function findAskSources(viewer: Viewer): Promise<AskSource[]> {
  requirePermission(viewer, "administer");
  return db()
    .select({
      id: source.id,
      name: source.name,
      description: sql<string>`left(${source.description}, 200)`,
      kind: source.kind,
      endorsement: source.endorsement,
      highlighted: source.highlighted,
    })
    .from(source)
    .where(eq(source.organizationId, viewer.organizationId))
    .orderBy(source.name);
}

/** Highlights sources, or no longer. Gives the names of those that changed. */
export async function updateHighlighted(
  viewer: Viewer,
  ids: readonly string[],
  highlighted: boolean,
): Promise<string[]> {
  requirePermission(viewer, "administer");
  if (ids.length === 0) return [];
  const rows = await db()
    .update(source)
    .set({ highlighted })
    .where(
      and(
        eq(source.organizationId, viewer.organizationId),
        inArray(source.id, [...ids]),
        eq(source.highlighted, !highlighted),
      ),
    )
    .returning({ name: source.name });
  return rows.map(({ name }) => name).sort();
}

export async function updateAskSourcesMode(viewer: Viewer, askSources: "all" | "highlighted"): Promise<void> {
  requirePermission(viewer, "administer");
  await db().update(organization).set({ askSources }).where(eq(organization.id, viewer.organizationId));
}
