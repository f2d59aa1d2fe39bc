import "server-only";
import type { Organization } from "#db/queries/organizations";
import { getSourceProfile } from "#db/queries/sources";
import type { ColumnProfile, SourceProfile } from "#db/schema/source";
import type { AskToolOutput, ColumnDescription } from "#lib/contract/ask-tools";
import { AskbookError } from "#lib/errors";
import type { Viewer } from "#lib/permissions";
import type { Source, SourceColumn } from "#lib/worksheet/worksheet";
import { wordsOf } from "./words.ts";

const mostColumns = 150;
const mostExamples = 8;

/** What of the data may be told. */
export type Telling = { readonly isExternal: boolean; readonly aggregates: boolean; readonly baseRows: number };

export type SourceDescription = Extract<AskToolOutput<"describe-source">, { ok: true }>;

type Described = { readonly description: ColumnDescription; readonly relevance: number };

/** A source as models are told of it: its columns and those that its relationships reach, metrics, notes and dates. */
export async function describeSource(
  viewer: Viewer,
  source: Source,
  sources: ReadonlyMap<string, Source>,
  {
    organization,
    question,
    telling,
  }: { readonly organization: Organization; readonly question: string; readonly telling: Telling },
): Promise<SourceDescription> {
  const related = source.relationships.flatMap((relationship) => {
    const target = sources.get(relationship.toSourceId);
    return target === undefined ? [] : [{ target, relationship: relationship.name }];
  });
  const asked = new Set(wordsOf(question));
  const profileOf = (of: Source) => (telling.aggregates ? findProfile(viewer, of.id) : null);
  const own = await profileOf(source);
  const columns = await Promise.all([
    describeColumns(source, undefined, own, asked, telling),
    ...related.map(async ({ target, relationship }) =>
      describeColumns(target, relationship, await profileOf(target), asked, telling),
    ),
  ]);
  return {
    ok: true,
    sourceId: source.id,
    name: source.name,
    description: source.description,
    aiContext: [organization.aiContext, source.aiContext].filter((text) => text !== "").join("\n"),
    asOf: source.asOf ?? today(organization.timeZone),
    ...(own === null ? {} : { rowCount: own.rowCount }),
    columns: mostRelevant(columns.flat()),
    metrics: source.metrics.map(({ name: metric, formula, description }) => ({ name: metric, formula, description })),
  };
}

/** A profile may be missing, or belong to a source that is reached but not granted. */
async function findProfile(viewer: Viewer, sourceId: string): Promise<SourceProfile | null> {
  try {
    return await getSourceProfile(viewer, sourceId);
  } catch (error) {
    if (error instanceof AskbookError && error.code === "not_found") return null;
    throw error;
  }
}

function describeColumns(
  source: Source,
  relationship: string | undefined,
  profile: SourceProfile | null,
  asked: ReadonlySet<string>,
  telling: Telling,
): Described[] {
  const profiles = new Map((profile?.columns ?? []).map((column) => [column.columnId, column]));
  return source.columns
    .filter((column) => !column.hidden)
    .map((column) => ({
      description: describeColumn(column, relationship, profiles.get(column.id), telling),
      relevance: wordsOf(`${column.name} ${column.description}`).filter((word) => asked.has(word)).length,
    }));
}

function describeColumn(
  column: SourceColumn,
  relationship: string | undefined,
  profile: ColumnProfile | undefined,
  { isExternal, baseRows }: Telling,
): ColumnDescription {
  const described = {
    name: column.name,
    type: column.type,
    ...(column.grain === undefined ? {} : { grain: column.grain }),
    description: column.description,
    ...(column.unit === undefined ? {} : { unit: column.unit }),
    ...(relationship === undefined ? {} : { relationship }),
  };
  if (column.neverSend && isExternal) return { ...described, withheld: true };
  if (profile === undefined) return described;
  const ranged = { ...described, distinctCount: profile.distinct, min: profile.min, max: profile.max };
  if (baseRows === 0 || column.type !== "text") return ranged;
  return { ...ranged, examples: profile.topValues.slice(0, mostExamples).map(({ value }) => value) };
}

/** A wide source is told by the columns that fit the question first, in the source's own order. */
function mostRelevant(columns: readonly Described[]): ColumnDescription[] {
  if (columns.length <= mostColumns) return columns.map(({ description }) => description);
  const kept = new Set(columns.toSorted((left, right) => right.relevance - left.relevance).slice(0, mostColumns));
  return columns.filter((column) => kept.has(column)).map(({ description }) => description);
}

function today(timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(new Date());
}
