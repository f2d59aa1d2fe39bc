import "server-only";
import { findCustomFunctions } from "#db/queries/custom-functions";
import { getOrganization } from "#db/queries/organizations";
import { getRun } from "#db/queries/runs";
import { getSourceScope } from "#db/queries/sources";
import { describeSource } from "#lib/ai/search/describe-source";
import { redrawChart } from "#lib/chart/choose-chart";
import { type RelatedChart, type RelatedColumn, relatedCharts } from "#lib/chart/related-charts";
import { findRoles } from "#lib/chart/roles";
import type { OfferedChart } from "#lib/contract/related";
import { prepareView } from "#lib/data/prepare-view";
import { lookAt } from "#lib/data/quick-view";
import { getResult, getResultRows } from "#lib/data/results";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import type { CheckScope } from "#lib/worksheet/check";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import { draftOf } from "#lib/worksheet/draft-of";
import type { Source } from "#lib/worksheet/worksheet";
import { readFormerAnswer } from "./former-answer.ts";

const mostOffered = 4;
const rowsRead = 500;
/** Nobody is told everything about the data here: it is for the rule alone. */
const telling = { isExternal: false, aggregates: true, baseRows: 0 } as const;

/**
 * Charts that go on from an answer, at most four: by rule, each checked and run as the viewer, with rows to draw. Empty for an answer without
 * a result, and when its source is no longer there.
 */
export async function findRelatedCharts(viewer: Person, runId: string, signal: AbortSignal): Promise<OfferedChart[]> {
  const { result, chart } = readFormerAnswer(await getRun(viewer, runId));
  if (result === null) return [];
  try {
    const [organization, sources, customFunctions] = await Promise.all([
      getOrganization(viewer),
      getSourceScope(viewer, result.sourceId),
      findCustomFunctions(viewer),
    ]);
    const source = sources.get(result.sourceId);
    if (source === undefined) return [];
    const { schema, rowCount } = await getResult(viewer, result.resultId);
    const rows = await getResultRows(viewer, result.resultId, { offset: 0, limit: rowsRead });
    const candidates = relatedCharts({
      draft: { ...draftOf(result.worksheet, { sources }, result.view), source: source.name },
      mark: chart?.mark ?? null,
      roles: findRoles(schema, rows),
      rowCount,
      columns: await readColumns(viewer, source, sources, organization),
    });
    const document = { worksheets: {}, controls: [] };
    const scope = { sources, document, customFunctions, weekStart: organization.weekStart };
    return await firstGood(viewer, candidates, { source, scope, signal });
  } catch (error) {
    if (error instanceof AskbookError && error.code === "not_found") return [];
    throw error;
  }
}

async function readColumns(
  viewer: Person,
  source: Source,
  sources: ReadonlyMap<string, Source>,
  organization: Parameters<typeof describeSource>[3]["organization"],
): Promise<RelatedColumn[]> {
  const { columns } = await describeSource(viewer, source, sources, { organization, question: "", telling });
  return columns.map(({ name, relationship, type, distinctCount, min, max }) => ({
    path: relationship === undefined ? name : `${relationship}/${name}`,
    type,
    distinctCount,
    min: typeof min === "string" ? min : undefined,
    max: typeof max === "string" ? max : undefined,
  }));
}

type Trial = { readonly source: Source; readonly scope: CheckScope; readonly signal: AbortSignal };

async function firstGood(viewer: Person, candidates: readonly RelatedChart[], trial: Trial): Promise<OfferedChart[]> {
  const good: OfferedChart[] = [];
  for (const candidate of candidates) {
    if (good.length === mostOffered) break;
    if (!(await canBeDrawn(viewer, candidate, trial))) continue;
    const { title, worksheet, mark } = candidate;
    good.push({ title, worksheet, mark, sourceId: trial.source.id });
  }
  return good;
}

/** It checks, and its chart has at least two marks. */
async function canBeDrawn(viewer: Person, { worksheet, mark }: RelatedChart, trial: Trial): Promise<boolean> {
  const created = createWorksheet(worksheet, trial.source, trial.scope);
  if (!created.ok) return false;
  const prepared = await prepareView(viewer, created);
  const { columns, rowCount } = await lookAt(viewer, prepared, { signal: trial.signal, rowLimit: rowsRead });
  if (rowCount < 2 || columns.some((cells) => cells.filter((cell) => cell !== null).length < 2)) return false;
  return redrawChart(created.view, mark, prepared.checked.schema, { offset: 0, rowCount, columns }) !== null;
}
