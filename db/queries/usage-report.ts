import "server-only";
import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client";
import { rateCounter } from "#db/schema/job";
import { modelCall, sourceUse } from "#db/schema/model-call";
import { organization } from "#db/schema/organization";
import { run } from "#db/schema/run";
import { source } from "#db/schema/source";
import { user } from "#db/schema/user";
import type { AskedQuestion, UsageDimension, UsageFigures, UsageRange, UsageRow } from "#lib/contract/usage";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";

/** What model calls took in a range of days, by one of their dimensions. */
export async function findUsage(viewer: Viewer, range: UsageRange, by: UsageDimension): Promise<UsageRow[]> {
  requirePermission(viewer, "administer");
  const { name, detail } = dimensionColumns(range)[by];
  return db()
    .select({ name, detail, ...figures })
    .from(modelCall)
    .leftJoin(user, eq(user.id, modelCall.userId))
    .where(isCalled(viewer, range))
    .groupBy(name, detail, modelCall.organizationId)
    .orderBy(by === "day" ? sql`1` : desc(sql`count(distinct ${modelCall.questionId})`), sql`1`);
}

/** Of all that was called in a range of days. */
export async function getUsageTotals(viewer: Viewer, range: UsageRange): Promise<UsageFigures> {
  requirePermission(viewer, "administer");
  const [row] = await db()
    .select(figures)
    .from(modelCall)
    // Joined so that columns are written with their table, also in the figures' own queries.
    .leftJoin(user, eq(user.id, modelCall.userId))
    .where(isCalled(viewer, range));
  if (row === undefined) throw new AskbookError("internal");
  return row;
}

export type UsageLine = Omit<UsageFigures, "people"> & {
  readonly day: string;
  readonly person: string | null;
  readonly email: string | null;
  readonly feature: string;
  readonly provider: string;
  readonly model: string;
};

/** By day, person, feature and model at once: what is exported. */
export async function findUsageLines(viewer: Viewer, range: UsageRange): Promise<UsageLine[]> {
  requirePermission(viewer, "administer");
  const day = dayOf(range);
  const { people: _, ...lineFigures } = figures;
  return db()
    .select({
      day,
      person: user.name,
      email: user.email,
      feature: modelCall.feature,
      provider: modelCall.provider,
      model: modelCall.model,
      ...lineFigures,
    })
    .from(modelCall)
    .leftJoin(user, eq(user.id, modelCall.userId))
    .where(isCalled(viewer, range))
    .groupBy(day, user.name, user.email, modelCall.feature, modelCall.provider, modelCall.model)
    .orderBy(sql`1`, user.name, modelCall.feature, modelCall.model);
}

export const questionsPerPage = 50;

/** Newest first; `before` is the time of the last one of the page before. Only what retention still keeps. */
export async function findAskedQuestions(
  viewer: Viewer,
  range: UsageRange,
  before?: { readonly askedAt: Date; readonly runId: string },
): Promise<AskedQuestion[]> {
  requirePermission(viewer, "administer");
  return db()
    .select(questionColumns)
    .from(run)
    .innerJoin(user, eq(user.id, run.userId))
    .where(
      and(
        isKept(viewer),
        isWithin(sql`${run.createdAt}`, range),
        before === undefined
          ? undefined
          : sql`(${run.createdAt}, ${run.id}) < (${before.askedAt.toISOString()}::timestamptz, ${before.runId}::uuid)`,
      ),
    )
    .orderBy(desc(run.createdAt), desc(run.id))
    .limit(questionsPerPage);
}

/** One question with what was asked, for an admin who looks into what was sent. Throws `not_found` when retention has taken it. */
export async function getAskedQuestion(viewer: Viewer, runId: string): Promise<AskedQuestion> {
  requirePermission(viewer, "administer");
  const [found] = await db()
    .select(questionColumns)
    .from(run)
    .innerJoin(user, eq(user.id, run.userId))
    .where(and(isKept(viewer), eq(run.id, runId)));
  if (found === undefined) throw new AskbookError("not_found");
  return found;
}

/** Counters of limits whose windows are over. */
export async function removeOldCounters(viewer: Viewer, before: Date): Promise<void> {
  requirePermission(viewer, "administer");
  await db()
    .delete(rateCounter)
    .where(and(eq(rateCounter.organizationId, viewer.organizationId), lt(rateCounter.windowStart, before)));
}

function isCalled(viewer: Viewer, range: UsageRange): SQL | undefined {
  return and(eq(modelCall.organizationId, viewer.organizationId), isWithin(sql`${modelCall.createdAt}`, range));
}

function isWithin(moment: SQL, { from, to, timeZone }: UsageRange): SQL {
  return sql`${moment} >= (${from}::date::timestamp at time zone ${timeZone})
    and ${moment} < ((${to}::date + 1)::timestamp at time zone ${timeZone})`;
}

/** A thread is kept as a whole; single questions in it that are older are not shown to others any more. */
function isKept(viewer: Viewer): SQL | undefined {
  const days = sql`(select ${organization.retentionDays} from ${organization} where ${organization.id} = ${viewer.organizationId})`;
  return and(
    eq(run.organizationId, viewer.organizationId),
    sql`${run.createdAt} >= now() - make_interval(days => ${days})`,
  );
}

function dayOf({ timeZone }: UsageRange): SQL<string> {
  // Written out: as a parameter it would be another expression in GROUP BY.
  return sql<string>`to_char(${modelCall.createdAt} at time zone ${sql.raw(`'${timeZone.replaceAll("'", "''")}'`)}, 'YYYY-MM-DD')`;
}

function dimensionColumns(
  range: UsageRange,
): Record<UsageDimension, { readonly name: SQL<string | null>; readonly detail: SQL<string | null> }> {
  const none = sql<string | null>`null::text`;
  return {
    day: { name: dayOf(range), detail: none },
    person: { name: sql<string | null>`${user.name}`, detail: sql<string | null>`${user.email}` },
    feature: { name: sql<string | null>`${modelCall.feature}`, detail: none },
    model: { name: sql<string | null>`${modelCall.model}`, detail: sql<string | null>`${modelCall.provider}` },
  };
}

const figures = {
  questions: sql<number>`count(distinct ${modelCall.questionId})::int`,
  people: sql<number>`count(distinct ${modelCall.userId})::int`,
  sources: sql<number>`(
    select count(distinct ${sourceUse.sourceId})::int from ${sourceUse}
    where ${sourceUse.questionId} = any(array_agg(${modelCall.questionId})))`,
  calls: sql<number>`count(*)::int`,
  failures: sql<number>`(count(*) filter (where ${modelCall.outcome} not in ('done', 'aborted')))::int`,
  inputTokens: sql<number>`coalesce(sum(${modelCall.inputTokens}), 0)`.mapWith(Number),
  outputTokens: sql<number>`coalesce(sum(${modelCall.outputTokens}), 0)`.mapWith(Number),
  costUsd: sql<number | null>`sum(${modelCall.costUsd})`,
  callsWithoutPrice: sql<number>`(count(*) filter (where ${modelCall.costUsd} is null))::int`,
  averageFirstTokenMs: sql<number | null>`avg(${modelCall.firstTokenMs})::int`,
  averageMs: sql<number | null>`avg(${modelCall.elapsedMs})::int`,
};

function ofRun<Value>(value: SQL): SQL<Value> {
  return sql<Value>`(select ${value} from ${modelCall} where ${modelCall.runId} = ${run.id})`;
}

const questionColumns = {
  runId: run.id,
  askedAt: run.createdAt,
  person: user.name,
  email: user.email,
  kind: run.kind,
  status: run.status,
  text: sql<
    string | null
  >`coalesce(${run.input} ->> 'question', ${run.input} ->> 'description', ${run.input} ->> 'formula')`,
  error: sql<string | null>`${run.error} ->> 'message'`,
  sources: sql<string[]>`array(
    select ${source.name} from ${sourceUse} join ${source} on ${source.id} = ${sourceUse.sourceId}
    where ${sourceUse.questionId} = ${run.id} order by 1)`,
  provider: sql<string | null>`${run.model} ->> 'provider'`,
  model: sql<string | null>`${run.model} ->> 'model'`,
  inputTokens: ofRun<number>(sql`coalesce(sum(${modelCall.inputTokens}), 0)::int`),
  outputTokens: ofRun<number>(sql`coalesce(sum(${modelCall.outputTokens}), 0)::int`),
  // Unknown as a whole when the price of one call is not known.
  costUsd: ofRun<number | null>(
    sql`case when count(*) = count(${modelCall.costUsd}) then sum(${modelCall.costUsd}) end`,
  ),
  elapsedMs: sql<number | null>`(extract(epoch from ${run.endedAt} - ${run.createdAt}) * 1000)::int`,
};

/** The models that were ever called, newest first. */
export async function findCalledModels(
  viewer: Viewer,
): Promise<{ readonly provider: string; readonly model: string }[]> {
  requirePermission(viewer, "administer");
  return db()
    .select({ provider: modelCall.provider, model: modelCall.model })
    .from(modelCall)
    .where(eq(modelCall.organizationId, viewer.organizationId))
    .groupBy(modelCall.provider, modelCall.model)
    .orderBy(desc(sql`max(${modelCall.id})`))
    .limit(50);
}
