import "server-only";
import type { Organization } from "#db/queries/organizations";
import type { SearchableSource } from "#db/queries/source-search";
import { getSourceScope } from "#db/queries/sources";
import type { Allowance } from "#lib/ai/answer/ladder";
import type { SourceSearch } from "#lib/ai/search/search-sources";
import type { RunChunk } from "#lib/contract/run-chunks";
import { AskbookError } from "#lib/errors";
import type { CustomFunction } from "#lib/formula/checked";
import type { NumberScope, ScopeFact, ScopeResult } from "#lib/numbers/number-scope";
import type { Person } from "#lib/permissions";
import type { CheckScope } from "#lib/worksheet/check";
import type { CreatedWorksheet } from "#lib/worksheet/create-worksheet";
import type { ResultSummary } from "#lib/worksheet/result";
import type { Document, Source } from "#lib/worksheet/worksheet";

/** A result of this answer with what prose and charts need of it. */
export type SessionResult = ScopeResult & {
  readonly sourceName: string;
  readonly created: Extract<CreatedWorksheet, { ok: true }>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly summary: ResultSummary;
};

/** One answer in the making: who asks, what may be used, what has been found. Tools read and write it; models never see it. */
export type AskSession = {
  readonly viewer: Person;
  readonly runId: string;
  readonly organization: Organization;
  readonly question: string;
  /** The sources that may be used, by the viewer's rights and choice. */
  readonly sources: readonly SearchableSource[];
  /** Among them. */
  readonly search: SourceSearch;
  /** The organization's own, which drafts may call. */
  readonly customFunctions: readonly CustomFunction[];
  readonly allowance: Allowance;
  readonly signal: AbortSignal;
  write(chunk: RunChunk): void;
  readonly results: SessionResult[];
  readonly facts: ScopeFact[];
  /** Texts whose numbers prose may repeat. */
  readonly literals: string[];
  document: Document;
  /** What a call tells the model, by call id; the page is told less. */
  readonly modelOutputs: Map<string, unknown>;
  /** Failed attempts at a worksheet since the last that ran. */
  failedAttempts: number;
  /** Whether a question back or a refusal was given: then no prose is missing. */
  hasReplied: boolean;
  readonly scopes: Map<string, ReadonlyMap<string, Source>>;
};

/** The source that a model names, with everything it reaches. Throws `not_found` with the names there are. */
export async function openSource(
  session: AskSession,
  name: string,
): Promise<{ readonly source: Source; readonly sources: ReadonlyMap<string, Source> }> {
  const wanted = name.trim().toLowerCase();
  const listed = session.sources.find((source) => source.name.toLowerCase() === wanted || source.id === wanted);
  if (listed === undefined) {
    const names = session.sources.slice(0, 10).map((source) => source.name);
    throw new AskbookError("not_found", {
      message: `There is no source named "${name}". There are: ${names.join(", ")}.`,
    });
  }
  const sources = session.scopes.get(listed.id) ?? (await getSourceScope(session.viewer, listed.id));
  session.scopes.set(listed.id, sources);
  const source = sources.get(listed.id);
  if (source === undefined) throw new AskbookError("not_found");
  return { source, sources };
}

export function checkScope(session: AskSession, sources: ReadonlyMap<string, Source>): CheckScope {
  return {
    sources,
    document: session.document,
    customFunctions: session.customFunctions,
    weekStart: session.organization.weekStart,
  };
}

/** What numbers in the prose may come from, at this moment. */
export function numberScope(session: AskSession): NumberScope {
  return {
    results: session.results,
    facts: session.facts,
    literals: session.literals,
    locale: session.organization.locale,
    currency: session.organization.currency,
  };
}
