import "server-only";
import { countSourcesOfCatalog, removeSource } from "#db/queries/sources";
import type { Viewer } from "#lib/permissions";
import { removeSourceFiles } from "./source-files.ts";

/** Removes a source, and its file when no other source reads from it. */
export async function deleteSource(viewer: Viewer, sourceId: string): Promise<void> {
  const { table } = await removeSource(viewer, sourceId);
  const catalog = table?.catalog ?? null;
  if (catalog === null) return;
  if ((await countSourcesOfCatalog(viewer, catalog)) > 0) return;
  await removeSourceFiles(viewer.organizationId, catalog);
}
