import "server-only";
import { getSourceProfile } from "#db/queries/sources";
import type { ColumnProfile } from "#db/schema/source";
import { wordsOf } from "#lib/ai/search/words";
import type { AskToolInput, AskToolOutput, ColumnDescription } from "#lib/contract/ask-tools";
import { AskbookError } from "#lib/errors";
import type { Source, SourceColumn } from "#lib/worksheet/worksheet";
import { type AskSession, openSource } from "../session.ts";

const mostColumns = 150;
const mostExamples = 8;

type Described = { readonly description: ColumnDescription; readonly relevance: number };

export async function describeSourceTool(
  session: AskSession,
  { source: name }: AskToolInput<"describe-source">,
): Promise<AskToolOutput<"describe-source">> {
  const { source, sources } = await openSource(session, name);
  const related = source.relationships.flatMap((relationship) => {
    const target = sources.get(relationship.toSourceId);
    return target === undefined ? [] : [{ target, relationship: relationship.name }];
  });
  const columns = await Promise.all([
    describeColumns(session, source, undefined),
    ...related.map(({ target, relationship }) => describeColumns(session, target, relationship)),
  ]);
  return {
    ok: true,
    sourceId: source.id,
    name: source.name,
    description: source.description,
    aiContext: [session.organization.aiContext, source.aiContext].filter((text) => text !== "").join("\n"),
    asOf: source.asOf ?? today(session.organization.timeZone),
    columns: mostRelevant(columns.flat()),
    metrics: source.metrics.map(({ name: metric, formula, description }) => ({ name: metric, formula, description })),
  };
}

async function describeColumns(
  session: AskSession,
  source: Source,
  relationship: string | undefined,
): Promise<Described[]> {
  const profiles = await profilesOf(session, source.id);
  const asked = new Set(wordsOf(session.question));
  return source.columns
    .filter((column) => !column.hidden)
    .map((column) => ({
      description: describeColumn(session, column, relationship, profiles.get(column.id)),
      relevance: wordsOf(`${column.name} ${column.description}`).filter((word) => asked.has(word)).length,
    }));
}

/** A profile may be missing, or belong to a source that is reached but not granted. */
async function profilesOf(session: AskSession, sourceId: string): Promise<ReadonlyMap<string, ColumnProfile>> {
  if (!session.allowance.aggregates) return new Map();
  try {
    const profile = await getSourceProfile(session.viewer, sourceId);
    return new Map((profile?.columns ?? []).map((column) => [column.columnId, column]));
  } catch (error) {
    if (error instanceof AskbookError && error.code === "not_found") return new Map();
    throw error;
  }
}

function describeColumn(
  session: AskSession,
  column: SourceColumn,
  relationship: string | undefined,
  profile: ColumnProfile | undefined,
): ColumnDescription {
  const { isExternal, baseRows } = session.allowance;
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
