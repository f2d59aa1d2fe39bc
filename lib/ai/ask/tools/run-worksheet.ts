import "server-only";
import { type Allowance, aggregateRows } from "#lib/ai/answer/ladder";
import { literalsOf } from "#lib/ai/answer/literals";
import { findWithheldColumns } from "#lib/ai/answer/withheld";
import { chooseChart } from "#lib/chart/choose-chart";
import { computeFacts } from "#lib/chart/facts";
import type { AskToolInput, AskToolOutput } from "#lib/contract/ask-tools";
import { getResultRows } from "#lib/data/results";
import { runView } from "#lib/data/run-view";
import type { ScopeFact } from "#lib/numbers/number-scope";
import { checkView } from "#lib/worksheet/check";
import { type CreatedWorksheet, createWorksheet } from "#lib/worksheet/create-worksheet";
import type { ResultRows } from "#lib/worksheet/result";
import type { Source } from "#lib/worksheet/worksheet";
import { type AskSession, checkScope, openSource, type SessionResult } from "../session.ts";

/** Rows that prose may refer to and facts are computed from. */
export const rowsInHand = 1_000;
const mostAttempts = 3;

type Output = AskToolOutput<"run-worksheet">;

/** Checks the draft, runs it as the viewer, shows table and chart; the model gets what the ladder allows. */
export async function runWorksheetTool(
  session: AskSession,
  { worksheet: draft }: AskToolInput<"run-worksheet">,
  toolCallId: string,
): Promise<Output> {
  const { source, sources } = await openSource(session, draft.source);
  const created = createWorksheet(draft, source, checkScope(session, sources));
  if (!created.ok) return refuse(session, created.diagnostics);
  const summary = await runView(
    session.viewer,
    { document: created.document, view: created.view },
    { signal: session.signal, runId: session.runId },
  );
  session.document = created.document;
  session.failedAttempts = 0;
  const rows = await getResultRows(session.viewer, summary.id, { offset: 0, limit: rowsInHand });
  const result = keepResult(session, source, { created, sources, summary, rows });
  showResult(session, result, source);
  const output = describeResult(session, result, session.allowance);
  session.modelOutputs.set(toolCallId, output);
  return { ...output, rows: [], facts: [] };
}

function refuse(session: AskSession, diagnostics: Extract<CreatedWorksheet, { ok: false }>["diagnostics"]): Output {
  session.failedAttempts += 1;
  const first = diagnostics[0]?.message ?? "The worksheet has errors.";
  const message =
    session.failedAttempts < mostAttempts
      ? `${first} Correct the worksheet and run it again.`
      : `${first} Do not try again: answer with what there is, ask back, or decline.`;
  return { ok: false, message, diagnostics: diagnostics.map((diagnostic) => ({ ...diagnostic })) };
}

/** Whether another attempt at a worksheet makes sense. */
export function mayRunWorksheet(session: AskSession): boolean {
  return session.failedAttempts < mostAttempts;
}

/** Puts a result into the session: prose may refer to it from now on. */
export function keepResult(
  session: AskSession,
  source: Source,
  found: Pick<SessionResult, "created" | "sources" | "summary" | "rows">,
): SessionResult {
  const { created, summary, rows } = found;
  const result: SessionResult = {
    ...found,
    sourceName: source.name,
    name: `r${session.results.length + 1}`,
    resultId: summary.id,
    schema: summary.schema,
    rowCount: summary.rowCount,
  };
  session.results.push(result);
  session.literals.push(...literalsOf(created.worksheet));
  for (const fact of factsOf(result, rows)) session.facts.push({ ...fact, id: `f${session.facts.length + 1}` });
  return result;
}

/** What prose may name by `f1`, `f2`, …, numbered through all results of an answer. */
export function factsOf(
  { resultId, schema }: Pick<SessionResult, "resultId" | "schema">,
  rows: ResultRows,
): Omit<ScopeFact, "id">[] {
  return computeFacts(schema, rows).map(({ text, value, format, labels }) => ({
    resultId,
    text,
    value,
    format,
    labels,
  }));
}

export function showResult(session: AskSession, result: SessionResult, source: Source): void {
  const { resultId, name, summary } = result;
  const { worksheetId, worksheet } = result.created;
  session.write({
    type: "data-result",
    id: resultId,
    data: {
      resultId,
      label: name,
      worksheetId,
      worksheet,
      view: summary.view,
      sourceId: source.id,
      sourceName: source.name,
      columns: summary.schema.map(({ key, name: title, type }) => ({ key, name: title, type })),
      rowCount: summary.rowCount,
      truncated: summary.truncated,
      asOf: summary.asOf,
      elapsedMs: summary.elapsedMs,
    },
  });
  const chart = chooseChart(summary.view, summary.schema, result.rows);
  if (chart !== null) session.write({ type: "data-chart", id: "chart", data: { resultId, chart } });
}

/** What a model is told of a result, as far as the ladder goes. */
export function describeResult(
  session: AskSession,
  result: SessionResult,
  allowance: Allowance,
): Extract<Output, { ok: true }> {
  const { summary, schema, created } = result;
  return {
    ok: true,
    result: result.name,
    resultId: result.resultId,
    worksheetId: created.worksheetId,
    columns: schema.map(({ key, name, type }) => ({ key, name, type })),
    rowCount: summary.rowCount,
    truncated: summary.truncated,
    ...allowedContents(session, result, allowance),
    warnings: [...created.warnings],
  };
}

/** Withheld columns are empty, and facts, which may speak of them, are left out with them. */
function allowedContents(
  session: AskSession,
  result: SessionResult,
  allowance: Allowance,
): Pick<Extract<Output, { ok: true }>, "rows" | "facts"> {
  const { created, sources } = result;
  const isAggregate = created.view.level !== "base";
  if (isAggregate && !allowance.aggregates) return { rows: [], facts: [] };
  const checked = checkView(created.view, { ...checkScope(session, sources), document: created.document });
  const withheld = allowance.isExternal ? findWithheldColumns(checked) : new Set<string>();
  const limit = Math.min(result.rows.rowCount, isAggregate ? aggregateRows : allowance.baseRows);
  const rows = Array.from({ length: limit }, (_, row) =>
    result.schema.map(({ columnId }, column) =>
      withheld.has(columnId) ? "(withheld)" : (result.rows.columns[column]?.[row] ?? null),
    ),
  );
  if (!allowance.aggregates || withheld.size > 0) return { rows, facts: [] };
  const facts = session.facts.filter((fact) => fact.resultId === result.resultId);
  return { rows, facts: facts.map(({ id, text }) => ({ id, text })) };
}
