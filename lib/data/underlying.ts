import "server-only";
import { getStoredResult } from "#db/queries/results";
import { getSourceScope } from "#db/queries/sources";
import type { UnderlyingRequest } from "#lib/contract/results";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission } from "#lib/permissions";
import { underlyingView } from "#lib/worksheet/underlying";
import { runView } from "./run-view.ts";

/**
 * Opens the rows behind those of a result that hold the keys (none: behind all of them) as a result of its own, and gives its id. Throws
 * forbidden, not_found, formula_invalid for a column that tells no rows apart, and the errors of a connector.
 */
export async function openUnderlying(
  viewer: Person,
  resultId: string,
  { keys }: UnderlyingRequest,
  signal: AbortSignal,
): Promise<string> {
  requirePermission(viewer, "exploreBasic");
  const stored = await getStoredResult(viewer, resultId, "explore");
  const sources = await getSourceScope(viewer, stored.sourceId);
  const opened = underlyingView(stored, sources.get(stored.sourceId), keys);
  if (opened === null) throw new AskbookError("not_found");
  const { id } = await runView(viewer, opened, { signal, asOf: stored.asOf, workbookId: stored.workbookId });
  return id;
}
