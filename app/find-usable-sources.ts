import { findSources, type SourceListItem } from "#db/queries/sources";
import { canUseSources, type Person } from "#lib/permissions";

/** The sources that pages show: none to an account type that includes nothing made of them. */
export async function findUsableSources(viewer: Person): Promise<SourceListItem[]> {
  return canUseSources(viewer) ? findSources(viewer) : [];
}
