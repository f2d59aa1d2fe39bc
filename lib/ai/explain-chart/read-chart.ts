import "server-only";
import type { Organization } from "#db/queries/organizations";
import { getStoredResult } from "#db/queries/results";
import { literalsOf } from "#lib/ai/answer/literals";
import { type ChartShape, computeChartFacts, type Drawn } from "#lib/chart/chart-facts";
import type { Fact } from "#lib/chart/facts";
import type { ExplainedChart } from "#lib/contract/explain-chart";
import type { RunData } from "#lib/contract/runs";
import { type PreparedView, prepareView } from "#lib/data/prepare-view";
import { getResultRows } from "#lib/data/results";
import { runView } from "#lib/data/run-view";
import { summaryOf } from "#lib/data/summary";
import { AskbookError } from "#lib/errors";
import type { NumberScope } from "#lib/numbers/number-scope";
import type { Person } from "#lib/permissions";
import type { RunContext } from "#lib/runs/perform-run";
import { formatCell } from "#lib/worksheet/format-cell";
import type { ResultRows, ResultSummary } from "#lib/worksheet/result";
import type { Document } from "#lib/worksheet/worksheet";

/** A chart with its rows as the viewer sees them, and what our code found in them. */
export type ChartReading = {
  readonly title: string;
  readonly chart: Drawn;
  readonly document: Document;
  readonly prepared: PreparedView;
  readonly summary: ResultSummary;
  readonly rows: ResultRows;
  readonly result: RunData["result"];
  readonly shape: ChartShape;
  readonly facts: readonly Fact[];
  readonly scope: NumberScope;
  readonly about: RunData["explanation"];
};

const mostRows = 10_000;

type Found = {
  readonly document: Document;
  readonly chart: Drawn;
  readonly summary: ResultSummary;
  readonly notes: readonly string[];
};

/** Throws not_found for what is not the viewer's to see, formula_invalid for a chart that does not check. */
export async function readChart(
  viewer: Person,
  { runId, signal }: Pick<RunContext, "runId" | "signal">,
  input: ExplainedChart,
  organization: Organization,
): Promise<ChartReading> {
  const { document, chart, summary, notes } = await findRows(viewer, { runId, signal }, input);
  const prepared = await prepareView(viewer, { document, view: chart.view }, summary.asOf);
  const range = { offset: 0, limit: Math.max(1, Math.min(summary.rowCount, mostRows)) };
  const rows = await getResultRows(viewer, summary.id, range);
  const isOutdated = prepared.queryHash !== summary.queryHash;
  const read = { title: input.title, chart, document, prepared, summary, rows };
  const { shape, facts } = findFacts(read, organization);
  return {
    ...read,
    shape,
    facts,
    result: resultOf(read),
    scope: scopeOf(read, facts, organization),
    about: {
      queryHash: summary.queryHash,
      rowsRead: rows.rowCount,
      rowCount: summary.rowCount,
      writtenAt: null,
      notes: [...notes, ...(isOutdated ? [outdated] : []), ...cutNotes(summary, rows)],
    },
  };
}

const outdated = "The data has changed since this chart was made. The text is about the rows that the chart shows.";

function cutNotes({ truncated }: ResultSummary, { rowCount }: ResultRows): string[] {
  return truncated ? [`Only the first ${rowCount} rows were read, so totals and shares are of these.`] : [];
}

/** A document's view is run; of a result the rows that stand under it are taken, whatever the data is by now. */
async function findRows(
  viewer: Person,
  options: { readonly runId: string; readonly signal: AbortSignal },
  { data, chart }: ExplainedChart,
): Promise<Found> {
  if ("document" in data) {
    const { document } = data;
    const { sql: _, ...summary } = await runView(viewer, { document, view: chart.view }, options);
    return { document, chart, summary, notes: [] };
  }
  const stored = await getStoredResult(viewer, data.resultId);
  const { sql: _, ...summary } = summaryOf(stored);
  return { document: stored.document, chart: { ...chart, view: stored.view }, summary, notes: [] };
}

type Read = Omit<ChartReading, "result" | "shape" | "facts" | "scope" | "about">;

function findFacts({ chart, summary, rows }: Read, { locale, currency }: Organization) {
  const number = (value: number, format: Parameters<typeof formatCell>[1]["format"]): string =>
    formatCell(value, { type: "number", format }, locale, { currency });
  return computeChartFacts(chart, summary.schema, rows, {
    asOf: summary.asOf,
    show: {
      value: number,
      share: (ratio) => number(ratio, { kind: "percent", decimals: 1 }),
      cell: (cell, column) => (cell === null ? "(empty)" : formatCell(cell, column, locale, { currency })),
    },
  });
}

function resultOf({ chart, document, prepared, summary }: Read): RunData["result"] {
  const worksheet = document.worksheets[chart.view.worksheetId];
  if (worksheet === undefined) throw new AskbookError("not_found", { message: "The worksheet does not exist." });
  const { id, schema, rowCount, truncated, asOf, elapsedMs } = summary;
  return {
    resultId: id,
    label: "r1",
    worksheetId: chart.view.worksheetId,
    worksheet,
    view: chart.view,
    sourceId: prepared.sourceId,
    sourceName: prepared.sources.get(prepared.sourceId)?.name ?? worksheet.name,
    columns: schema.map(({ key, name, type }) => ({ key, name, type })),
    rowCount,
    truncated,
    asOf,
    elapsedMs,
  };
}

function scopeOf(
  { title, document, summary, rows }: Read,
  facts: readonly Fact[],
  { locale, currency }: Organization,
): NumberScope {
  const { id: resultId, schema, rowCount } = summary;
  return {
    results: [{ name: "r1", resultId, schema, rows, rowCount }],
    facts: facts.map(({ id, text, value, format, labels }) => ({ id, resultId, text, value, format, labels })),
    literals: [title, ...Object.values(document.worksheets).flatMap(literalsOf)],
    locale,
    currency,
  };
}
