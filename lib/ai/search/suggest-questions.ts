import "server-only";
import { createHash } from "node:crypto";
import { getOrganization, type Organization } from "#db/queries/organizations";
import type { SearchableSource } from "#db/queries/source-search";
import { getSourceProfile, getSourceScope } from "#db/queries/sources";
import { isAiAvailable } from "#lib/ai/providers/registry";
import type { Suggestion } from "#lib/contract/suggestions";
import { currentMoment } from "#lib/data/moment";
import { AskbookError } from "#lib/errors";
import { can, type Person } from "#lib/permissions";
import { findSuggestions, type Subject } from "./find-suggestions.ts";
import { findOfferedSources } from "./offered-sources.ts";
import { rankSources } from "./rank-sources.ts";
import { createSuggestionCache } from "./suggestion-cache.ts";

const mostSources = 4;
const deadlineMs = 30_000;

const cache = createSuggestionCache(200);

/**
 * Questions about the highlighted sources that the viewer may use (about all of them when none is), or about one source; each was read by
 * the built-in model, checked and run as the viewer, and has rows. Empty for those who may not ask, or when there is nobody to ask.
 */
export async function suggestQuestions(viewer: Person, sourceId?: string): Promise<readonly Suggestion[]> {
  if (!can(viewer, "useAsk") || !(await isAiAvailable(viewer))) return [];
  const organization = await getOrganization(viewer);
  const offered = await findOfferedSources(viewer, organization);
  const chosen = choose(offered, sourceId);
  if (chosen.length === 0) return [];
  const asked = sourceId === undefined ? offered : chosen;
  const subjects = await Promise.all(chosen.map((source) => openSubject(viewer, source)));
  return cache.get(keyOf(viewer, organization, asked, subjects), () =>
    findSuggestions({ viewer, organization, asked, subjects, signal: AbortSignal.timeout(deadlineMs) }),
  );
}

function choose(offered: readonly SearchableSource[], sourceId: string | undefined): readonly SearchableSource[] {
  if (sourceId !== undefined) return offered.filter(({ id }) => id === sourceId);
  const highlighted = offered.filter((source) => source.highlighted);
  const all = highlighted.length > 0 ? highlighted : offered;
  return rankSources("", all, mostSources).map(({ source }) => source);
}

type VersionedSubject = Subject & { readonly profileVersion: string | null };

async function openSubject(viewer: Person, { id }: SearchableSource): Promise<VersionedSubject> {
  const [scope, profile] = await Promise.all([getSourceScope(viewer, id), getSourceProfile(viewer, id)]);
  const source = scope.get(id);
  if (source === undefined) throw new AskbookError("not_found");
  return { source, scope, profileVersion: profile === null ? null : `${profile.version} ${profile.rowCount}` };
}

/** Everything that the suggestions depend on. They are a person's own where a rule may show rows to one and not to another. */
function keyOf(
  viewer: Person,
  organization: Organization,
  asked: readonly SearchableSource[],
  subjects: readonly VersionedSubject[],
): string {
  const scopes = subjects.map(({ scope, profileVersion }) => [[...scope.values()], profileVersion]);
  const hasRules = subjects.some(({ scope }) => [...scope.values()].some(({ rowRule }) => rowRule !== undefined));
  const { timeZone, weekStart, aiContext } = organization;
  const today = currentMoment(timeZone).slice(0, 10);
  const parts = [organization.id, hasRules && viewer.userId, timeZone, weekStart, aiContext, today, asked, scopes];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
