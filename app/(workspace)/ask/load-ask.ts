import { headers } from "next/headers";
import type { AskObstacle } from "#components/ask/ask-off";
import { getOrganization } from "#db/queries/organizations";
import { findSources } from "#db/queries/sources";
import { isAiAvailable } from "#lib/ai/providers/registry";
import { can, type Person } from "#lib/permissions";
import { listWorkbooks } from "#lib/workbook-store/read-workbook";

const mostDiscovered = 8;
const mostWorkbooks = 3;

/** What every page of Ask needs; null when this person may not use it. Without a model, answers stay open: only asking is not possible. */
export async function loadAsk(viewer: Person) {
  if (!can(viewer, "useAsk")) return null;
  const [isAvailable, organization, usable, workbooks, requested] = await Promise.all([
    isAiAvailable(viewer),
    getOrganization(viewer),
    findSources(viewer),
    can(viewer, "viewWorkbooks") ? listWorkbooks(viewer) : [],
    headers(),
  ]);
  const sources = organization.askSources === "highlighted" ? usable.filter(({ highlighted }) => highlighted) : usable;
  return {
    sources: sources.map(({ id, name }) => ({ id, name })),
    discovery: sources
      .filter(({ highlighted }) => highlighted)
      .slice(0, mostDiscovered)
      .map(({ id, name, description }) => ({ id, name, description })),
    workbooks: workbooks
      .filter(({ isPublished }) => isPublished)
      .slice(0, mostWorkbooks)
      .map(({ id, name }) => ({ id, name })),
    obstacle: isAvailable ? null : obstacleFor(viewer),
    canExplore: can(viewer, "exploreBasic"),
    canSeeSql: can(viewer, "viewSql"),
    canExplain: isAvailable && can(viewer, "explainCharts"),
    canUseFormulaAi: can(viewer, "useFormulaAi"),
    isAdmin: can(viewer, "administer"),
    locale: organization.locale,
    currency: organization.currency,
    nonce: requested.get("x-nonce") ?? undefined,
  };
}

function obstacleFor(viewer: Person): AskObstacle {
  const isAdmin = can(viewer, "administer");
  const remedy = isAdmin
    ? "Choose in AI settings which models answer questions."
    : "An admin can choose in AI settings which models answer questions.";
  return {
    message: `AI features are off, so nothing new can be asked. ${remedy} Earlier answers can still be read, changed and run again.`,
    settings: isAdmin ? "/admin/ai-settings" : null,
  };
}
