import "server-only";
import { sql } from "drizzle-orm";
import { db } from "#db/client";
import { source } from "#db/schema/source";
import { type Person, requirePermission } from "#lib/permissions";
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
};

/** What source search looks through: the sources that the viewer may use. */
export async function findSearchableSources(viewer: Person): Promise<SearchableSource[]> {
  requirePermission(viewer, "useAsk");
  return db()
    .select({
      id: source.id,
      name: source.name,
      kind: source.kind,
      description: source.description,
      aiContext: source.aiContext,
      endorsement: source.endorsement,
      highlighted: source.highlighted,
      names: sql<string[]>`jsonb_path_query_array(${source.columns}, '$[*] ? (@.hidden == false).name')
        || jsonb_path_query_array(${source.metrics}, '$[*].name')`,
    })
    .from(source)
    .where(isAccessible(viewer, "use"))
    .orderBy(source.name);
}
