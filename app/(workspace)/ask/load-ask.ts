import { headers } from "next/headers";
import { getOrganization } from "#db/queries/organizations";
import { findSources } from "#db/queries/sources";
import { isAiAvailable } from "#lib/ai/providers/registry";
import { can, type Person } from "#lib/permissions";

const mostDiscovered = 8;

/** What every page of Ask needs; null when Ask cannot be used, by this person or by anybody. */
export async function loadAsk(viewer: Person) {
  if (!can(viewer, "useAsk") || !(await isAiAvailable(viewer))) return null;
  const [organization, usable, requested] = await Promise.all([
    getOrganization(viewer),
    findSources(viewer),
    headers(),
  ]);
  const sources = organization.askSources === "highlighted" ? usable.filter(({ highlighted }) => highlighted) : usable;
  return {
    sources: sources.map(({ id, name }) => ({ id, name })),
    discovery: sources
      .filter(({ highlighted }) => highlighted)
      .slice(0, mostDiscovered)
      .map(({ id, name, description }) => ({ id, name, description })),
    canSeeSql: can(viewer, "viewSql"),
    locale: organization.locale,
    currency: organization.currency,
    nonce: requested.get("x-nonce") ?? undefined,
  };
}
