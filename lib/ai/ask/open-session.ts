import "server-only";
import { findCustomFunctions } from "#db/queries/custom-functions";
import type { Organization } from "#db/queries/organizations";
import type { SearchableSource } from "#db/queries/source-search";
import { allowanceOf, everything } from "#lib/ai/answer/ladder";
import type { Models } from "#lib/ai/providers/registry";
import { findOfferedSources } from "#lib/ai/search/offered-sources";
import { createSourceSearch } from "#lib/ai/search/search-sources";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import type { RunContext } from "#lib/runs/perform-run";
import type { AskSession } from "./session.ts";

type SessionStart = {
  readonly organization: Organization;
  /** Null: no model takes part. */
  readonly models: Models | null;
  readonly sources: readonly SearchableSource[];
  readonly question: string;
};

const noModels = { embedding: null, embeddingIdentity: null };

export async function openSession(
  viewer: Person,
  context: RunContext,
  { organization, models, sources, question }: SessionStart,
): Promise<AskSession> {
  return {
    viewer,
    runId: context.runId,
    organization,
    question,
    sources,
    search: createSourceSearch({ viewer, sources, models: models ?? noModels, signal: context.signal }),
    customFunctions: await findCustomFunctions(viewer),
    allowance: models === null ? everything : allowanceOf(models.identity.provider, organization.sendRung),
    signal: context.signal,
    write: context.write,
    results: [],
    facts: [],
    literals: [question],
    document: { worksheets: {}, controls: [] },
    modelOutputs: new Map(),
    failedAttempts: 0,
    hasReplied: false,
    scopes: new Map(),
  };
}

/** By the viewer's rights, the organization's choice and the person's own. */
export async function findUsableSources(
  viewer: Person,
  organization: Organization,
  sourceIds: readonly string[] | undefined,
): Promise<SearchableSource[]> {
  const offered = await findOfferedSources(viewer, organization);
  const chosen = sourceIds === undefined ? offered : offered.filter((source) => sourceIds.includes(source.id));
  if (chosen.length > 0) return chosen;
  throw new AskbookError("not_found", {
    message:
      sourceIds === undefined
        ? "There is no data to ask about. Upload a file, or ask an admin for access to a source."
        : "None of the chosen sources can be used. Choose others, or ask without choosing.",
  });
}
