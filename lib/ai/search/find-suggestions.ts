import "server-only";
import { findCustomFunctions } from "#db/queries/custom-functions";
import type { Organization } from "#db/queries/organizations";
import type { SearchableSource } from "#db/queries/source-search";
import { checkQuestion, phrasesOf } from "#lib/ai/built-in/suggest/check-question";
import { type QuestionCandidate, questionKinds, writeQuestions } from "#lib/ai/built-in/suggest/write-questions";
import type { Suggestion } from "#lib/contract/suggestions";
import { look } from "#lib/data/quick-view";
import { log } from "#lib/log";
import type { Person } from "#lib/permissions";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import type { Source } from "#lib/worksheet/worksheet";
import { rankSources } from "./rank-sources.ts";
import { createSourceReader, type SourceReader } from "./source-reader.ts";
import type { Found } from "./suggestion-cache.ts";

const mostSuggestions = 6;
const triesPerKind = 4;
const mostDescribed = 3;

/** A source that questions are made about, with everything it reaches. */
export type Subject = { readonly source: Source; readonly scope: ReadonlyMap<string, Source> };

export type Search = {
  readonly viewer: Person;
  readonly organization: Organization;
  /** What a question may be answered from. */
  readonly asked: readonly SearchableSource[];
  readonly subjects: readonly Subject[];
  readonly signal: AbortSignal;
};

/** A question of each kind, the sources taking turns; then of the kinds that they have not had yet, until there are enough. */
export async function findSuggestions(search: Search): Promise<Found> {
  const { subjects } = search;
  const reader = createSourceReader(search);
  const found: Suggestion[] = [];
  const failed = new Set<Subject>();
  for (const round of subjects.keys()) {
    for (const [turn, kind] of questionKinds.entries()) {
      const subject = subjects[(turn + round) % subjects.length];
      if (subject === undefined || failed.has(subject) || found.length >= mostSuggestions) continue;
      const question = await findGood(search, reader, subject, kind).catch((error: unknown) => {
        log().warn({ sourceId: subject.source.id, err: error }, "No questions could be made about a source");
        failed.add(subject);
        return null;
      });
      if (question !== null) found.push({ question, sourceId: subject.source.id });
    }
  }
  return { suggestions: found, isComplete: failed.size === 0 };
}

async function findGood(
  search: Search,
  reader: SourceReader,
  { source, scope }: Subject,
  kind: QuestionCandidate["kind"],
): Promise<string | null> {
  const own = await reader.describe(source.id);
  const understood = writeQuestions(own, keptNames(source)).filter(
    (candidate) => candidate.kind === kind && checkQuestion(candidate, source.name, [own], new Map()) !== null,
  );
  for (const candidate of understood.slice(0, triesPerKind)) {
    const draft = await draftFor(search, reader, source, candidate);
    const hasAnswer = draft !== null && (await hasRows(search, { source, scope }, draft, candidate.expected.minRows));
    if (hasAnswer) return candidate.question;
  }
  return null;
}

/** Names that would leave the house with the question. */
function keptNames({ columns }: Source): ReadonlySet<string> {
  return new Set(columns.filter(({ neverSend }) => neverSend).map(({ name }) => name));
}

/** As Ask would come to it: from the sources that fit the question best, with the values that its words may be. */
async function draftFor(
  { asked }: Search,
  reader: SourceReader,
  source: Source,
  candidate: QuestionCandidate,
): Promise<WorksheetDraft | null> {
  const ranked = rankSources(candidate.question, asked, mostDescribed);
  const described = await Promise.all(ranked.map((one) => reader.describe(one.source.id)));
  const words = phrasesOf(candidate.question);
  const found = await Promise.all(
    described.map(async ({ name, sourceId }) => [name, await reader.findValues(sourceId, words)] as const),
  );
  return checkQuestion(candidate, source.name, described, new Map(found));
}

async function hasRows(
  { viewer, organization, signal }: Search,
  { source, scope }: Subject,
  draft: WorksheetDraft,
  minRows: number,
): Promise<boolean> {
  const created = createWorksheet(draft, source, {
    sources: scope,
    document: { worksheets: {}, controls: [] },
    customFunctions: await findCustomFunctions(viewer),
    weekStart: organization.weekStart,
  });
  if (!created.ok) return false;
  const { columns, rowCount } = await look(viewer, created, { signal, rowLimit: minRows });
  return rowCount >= minRows && columns.every((cells) => cells.some((cell) => cell !== null));
}
