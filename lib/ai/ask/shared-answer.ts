import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { findSharedQueries, getSharedThread, type SharedQuery, type SharedThread } from "#db/queries/share-links";
import { literalsOf } from "#lib/ai/answer/literals";
import { chooseChart } from "#lib/chart/choose-chart";
import type { RunPart } from "#lib/contract/run-chunks";
import type { RunData } from "#lib/contract/runs";
import type { SharedAnswer, SharedThreadSummary } from "#lib/contract/shared";
import { prepareView } from "#lib/data/prepare-view";
import { getResultRows, holdsStill } from "#lib/data/results";
import { runView } from "#lib/data/run-view";
import { AskbookError } from "#lib/errors";
import type { NumberScope } from "#lib/numbers/number-scope";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import { questionOf } from "#lib/runs/run-detail";
import { branchTo, turnsOf } from "#lib/runs/thread-detail";
import type { ResultRows, ResultSummary } from "#lib/worksheet/result";
import { hasStaleProse } from "./former-answer.ts";
import { proveText, type Reproved, reproveProse } from "./reprove.ts";
import { factsOf, rowsInHand } from "./tools/run-worksheet.ts";

type ResultData = RunData["result"];
/** A result of the thread, run anew by the viewer. */
type Rerun = {
  readonly data: ResultData;
  readonly summary: ResultSummary;
  readonly rows: ResultRows;
  /** The owner's query and the viewer's are the same: the same rules hold for both. */
  readonly hasSameRights: boolean;
};

/** What a link leads to, without anything of the data. */
export async function getSharedSummary(viewer: Person, linkId: string): Promise<SharedThreadSummary> {
  const thread = await getSharedThread(viewer, linkId);
  return {
    linkId,
    title: thread.title,
    ownerName: thread.ownerName,
    isOwn: thread.ownerId === viewer.userId,
    answers: turnsOfShared(thread).map(({ asked, version }) => ({
      runId: version.id,
      question: questionOf(asked),
      askedAt: asked.createdAt.toISOString(),
    })),
  };
}

/**
 * An answer of a shared thread for whoever opened the link: its worksheets are run under the viewer's own access, as of the same day,
 * and its numbers proved against what came. Prose that speaks of rows which the viewer may not see is not handed on.
 */
export async function getSharedAnswer(
  viewer: Person,
  { linkId, runId }: { readonly linkId: string; readonly runId: string },
  signal: AbortSignal,
): Promise<SharedAnswer> {
  const thread = await getSharedThread(viewer, linkId);
  const turn = turnsOfShared(thread).find(({ version }) => version.id === runId);
  if (turn === undefined)
    throw new AskbookError("not_found", { message: "This answer is not part of what is shared." });
  const parts = readParts(turn.version.parts);
  const results = parts.flatMap((part) => (part.type === "data-result" ? [part.data] : []));
  if (results.length === 0) return { parts: [], notes: [nothingToRun(turn.version.status)] };
  const queries = await findSharedQueries(
    viewer,
    linkId,
    results.map(({ resultId }) => resultId),
  );
  const reruns: Rerun[] = [];
  for (const result of results) {
    const query = queries.find(({ id }) => id === result.resultId);
    const rerun = query === undefined ? null : await runAgain(viewer, result, query, signal);
    if (rerun !== null) reruns.push(rerun);
  }
  const shown = reruns.flatMap((rerun) => partsOf(rerun, parts));
  if (reruns.length < results.length) return { parts: shown, notes: [hiddenNote(thread, reruns.length > 0)] };
  const scope = await scopeOf(viewer, reruns, questionOf(turn.asked));
  const { prose, notes } = writeProse(parts, reruns, scope, thread);
  return { parts: [...shown, ...(prose === null ? [] : proseParts(prose))], notes };
}

function turnsOfShared({ runs }: SharedThread) {
  const leaf = runs.findLast(({ status }) => status !== "running");
  return leaf === undefined ? [] : turnsOf(branchTo(leaf, runs));
}

function nothingToRun(status: string): string {
  if (status === "failed" || status === "interrupted" || status === "stopped")
    return "This question was not answered to its end.";
  return "This answer came without a table: there is nothing in it that could be run with your access.";
}

function hiddenNote({ ownerName }: SharedThread, isPart: boolean): string {
  const what = isPart ? "Part of this answer uses" : "This answer uses";
  return `${what} data that you may not see, so its text is left out. Ask ${ownerName} or an admin for access to the source.`;
}

/** Null: the source, or a column of it, is not the viewer's to see. */
async function runAgain(
  viewer: Person,
  data: ResultData,
  query: SharedQuery,
  signal: AbortSignal,
): Promise<Rerun | null> {
  const { document, view, asOf } = query;
  try {
    const prepared = await prepareView(viewer, { document, view }, asOf);
    const { sql: _, ...summary } = await runView(viewer, { document, view }, { signal, asOf });
    const rows = await getResultRows(viewer, summary.id, { offset: 0, limit: rowsInHand });
    const columns = summary.schema.map(({ key, name, type }) => ({ key, name, type }));
    const { rowCount, truncated, elapsedMs } = summary;
    const own = { ...data, resultId: summary.id, columns, rowCount, truncated, elapsedMs, asOf: summary.asOf };
    return { data: own, summary, rows, hasSameRights: holdsStill(query, prepared) };
  } catch (error) {
    if (error instanceof AskbookError && isHidden(error)) return null;
    throw error;
  }
}

function isHidden({ code }: AskbookError): boolean {
  return code === "not_found" || code === "forbidden" || code === "formula_invalid";
}

function partsOf({ data, summary, rows, hasSameRights }: Rerun, parts: readonly RunPart[]): RunPart[] {
  const drawn = parts.findLast((part) => part.type === "data-chart")?.data ?? null;
  const former = parts.find((part) => part.type === "data-result" && part.data.label === data.label);
  const isDrawn = former?.type === "data-result" && drawn?.resultId === former.data.resultId;
  const chart = !isDrawn ? null : hasSameRights ? drawn.chart : chooseChart(summary.view, summary.schema, rows);
  const result: RunPart = { type: "data-result", id: data.resultId, data };
  if (chart === null) return [result];
  return [result, { type: "data-chart", id: "chart", data: { resultId: data.resultId, chart } }];
}

async function scopeOf(viewer: Person, reruns: readonly Rerun[], question: string): Promise<NumberScope> {
  const { locale, currency } = await getOrganization(viewer);
  const results = reruns.map(({ data, summary, rows }) => ({
    name: data.label,
    resultId: summary.id,
    schema: summary.schema,
    rows,
    rowCount: summary.rowCount,
  }));
  const facts = results.flatMap(({ resultId, schema, rows }) => factsOf({ resultId, schema }, rows));
  return {
    results,
    facts: facts.map((fact, index) => ({ ...fact, id: `f${index + 1}` })),
    literals: [question, ...reruns.flatMap(({ data }) => literalsOf(data.worksheet))],
    locale,
    currency,
  };
}

type Written = Pick<Reproved, "text" | "numbers" | "verification">;

function writeProse(
  parts: readonly RunPart[],
  reruns: readonly Rerun[],
  scope: NumberScope,
  { ownerName }: SharedThread,
): { readonly prose: Written | null; readonly notes: string[] } {
  if (reruns.some(({ hasSameRights }) => !hasSameRights)) {
    const facts = scope.facts.slice(0, mostFacts).map(({ text }) => (/[.!?]$/.test(text) ? text : `${text}.`));
    const notes = [
      `You may see other rows than ${ownerName}, or rules have changed since. Table and text are made from the rows that are yours to see; the shared text is left out.`,
    ];
    return { prose: facts.length === 0 ? null : proveText(facts.join(" "), scope), notes };
  }
  if (hasStaleProse(parts))
    return { prose: null, notes: ["The text was about an earlier version of this table, so it is left out."] };
  const prose = reproveProse(parts, scope);
  return { prose: prose.text === "" ? null : prose, notes: prose.changedCount === 0 ? [] : [changedNote(prose)] };
}

const mostFacts = 3;

function changedNote({ changedCount }: Reproved): string {
  const numbers = changedCount === 1 ? "One number is" : `${changedCount} numbers are`;
  return `${numbers} not what was shared, because the data has changed since. Each is marked; the sentence around it may no longer hold.`;
}

function proseParts({ text, numbers, verification }: Written): RunPart[] {
  return [
    { type: "step-start" },
    ...numbers.map((number): RunPart => ({ type: "data-number", id: number.id, data: number })),
    { type: "text", text, state: "done" },
    { type: "data-verification", id: "verification", data: verification },
  ];
}
