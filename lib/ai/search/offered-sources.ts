import "server-only";
import type { Organization } from "#db/queries/organizations";
import { findSearchableSources, type SearchableSource } from "#db/queries/source-search";
import type { Person } from "#lib/permissions";

/** What Ask may use for this person: by their rights and the organization's choice. */
export async function findOfferedSources(
  viewer: Person,
  { askSources }: Pick<Organization, "askSources">,
): Promise<SearchableSource[]> {
  const sources = await findSearchableSources(viewer);
  return askSources === "highlighted" ? sources.filter((source) => source.highlighted) : sources;
}
