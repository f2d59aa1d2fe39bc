import "server-only";
import { getOrganization, updateOrganization } from "#db/queries/organizations";
import { recordAudit } from "#lib/audit/record";
import type { General } from "#lib/contract/general";
import type { Viewer } from "#lib/permissions";

export async function getGeneral(viewer: Viewer): Promise<General> {
  const { name, timeZone, locale, weekStart, currency } = await getOrganization(viewer);
  return { name, timeZone, locale, weekStart, currency };
}

/** In force at everybody's next request: dates, weeks and money are read and shown anew. */
export async function changeGeneral(viewer: Viewer, general: General): Promise<void> {
  const before = await getGeneral(viewer);
  await updateOrganization(viewer, general);
  await recordAudit(viewer, { action: "general.update", before, after: general, outcome: "done" });
}
