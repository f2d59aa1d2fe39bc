"use client";

import { BarChart3, ChevronDown, Download, Rows3, Table2 } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { ChartView } from "#components/chart/chart-view";
import { ExplainMenu } from "#components/explain/explain-menu";
import { ChartImage } from "#components/result/chart-image";
import { loadRows, useChartRows, useResult } from "#components/result/use-result";
import { askAbout } from "#components/run/about-chart";
import { DataGrid } from "#components/table/data-grid";
import { Button } from "#components/ui/button";
import { Menu, MenuChoices } from "#components/ui/menu";
import { Notice } from "#components/ui/notice";
import { Skeleton } from "#components/ui/skeleton";
import { Tabs } from "#components/ui/tabs";
import type { Chart, ChartMark } from "#lib/chart/chart";
import { allowedMarks, redrawChart } from "#lib/chart/choose-chart";
import { markNames } from "#lib/chart/describe-chart";
import type { ChartSelection } from "#lib/chart/option/point";
import type { ExplainedChart } from "#lib/contract/explain-chart";
import type { ResultPage } from "#lib/contract/results";
import type { ResultRows } from "#lib/worksheet/result";
import { behindAll, behindMark, behindRow, hasBehind } from "./behind.tsx";
import type { Editing } from "./edit/editing.tsx";
import type { ResultData } from "./read-answer.tsx";
import { type Behind, UnderlyingData } from "./underlying-data.tsx";
import { useMark } from "./use-mark.tsx";

export type ResultViewProps = {
  readonly data: ResultData;
  readonly chart: Chart | null;
  readonly locale: string;
  readonly currency: string;
  /** How a chosen chart type is kept; null: it is this reader's alone. */
  readonly editing?: Editing | null;
  /** Whether the rows behind it may be looked at. */
  readonly canExplore?: boolean;
};

/** A result as table or chart; the reader may change the mark, and what can show it is offered. */
export function ResultView(props: ResultViewProps) {
  const { data } = props;
  const loaded = useResult(data.resultId);
  return (
    <section aria-label={data.worksheet.name} className="overflow-hidden rounded-md border bg-surface">
      {loaded.state === "loading" && (
        <>
          <ResultHead data={data} />
          <div role="status" className="space-y-2.5 p-3 pt-1">
            <span className="sr-only">Loading the rows</span>
            <Skeleton className="w-full" />
            <Skeleton className="w-full" />
            <Skeleton className="w-3/4" />
          </div>
        </>
      )}
      {loaded.state === "failed" && (
        <>
          <ResultHead data={data} />
          <Notice
            tone="warning"
            className="m-3 mt-0"
            actions={
              <Button size="small" onClick={loaded.retry}>
                Load again
              </Button>
            }
          >
            {loaded.message}
          </Notice>
        </>
      )}
      {loaded.state === "ready" && <LoadedView {...props} result={loaded.result} rows={loaded.rows} />}
    </section>
  );
}

type LoadedViewProps = ResultViewProps & { readonly result: ResultPage["result"]; readonly rows: ResultRows };

function LoadedView(props: LoadedViewProps) {
  const { data, chart: drawn, result, rows, locale, currency, editing = null, canExplore = false } = props;
  const marks = useMemo(() => allowedMarks(result.schema, rows), [result, rows]);
  const { chosen, problem, choose: draw } = useMark(data, drawn, editing);
  const [shows, setShows] = useState<"table" | "chart" | null>(null);
  const chart = useMemo(
    () => (chosen === null ? drawn : redrawChart(data.view, chosen, result.schema, rows)),
    [chosen, drawn, data.view, result, rows],
  );
  const load = useCallback(
    (range: { readonly offset: number; readonly limit: number }, signal?: AbortSignal) =>
      loadRows(data.resultId, range, signal),
    [data.resultId],
  );
  const [row, setRow] = useState<number | null>(null);
  const [behind, setBehind] = useState<Behind | null>(null);
  const mayOpen = canExplore && hasBehind(data);
  const behindRowAt = (at: number | null): Behind | null =>
    at === null ? null : behindRow(data, result.schema, (position) => rows.columns[position]?.[at], locale);
  const select = useCallback(
    (selection: ChartSelection) => setBehind(behindMark(selection, result.schema, locale)),
    [result.schema, locale],
  );
  const showsChart = chart !== null && (shows ?? "chart") === "chart";
  const explained = useMemo(() => explainedOf(data, showsChart ? chart : null), [data, chart, showsChart]);
  const choose = (mark: ChartMark) => {
    setShows("chart");
    draw(mark);
  };
  return (
    <>
      <ResultHead data={data}>
        {marks.length > 0 && (
          <>
            {showsChart && <MarkChooser mark={chart.mark} marks={marks} onChoose={choose} />}
            <Tabs
              label="Show as"
              value={showsChart ? "chart" : "table"}
              tabs={[
                { value: "table", label: "Table", icon: <Table2 /> },
                { value: "chart", label: "Chart", icon: <BarChart3 /> },
              ]}
              onChange={(value) => {
                setShows(value);
                if (value === "chart" && chart === null && marks[0] !== undefined) draw(marks[0]);
              }}
            />
          </>
        )}
        <ExplainMenu about={explained} queryHash={result.queryHash} onAskFollowUp={() => askAbout(explained)} />
      </ResultHead>
      {problem !== null && (
        <p role="alert" className="px-3 pb-2 text-danger text-sm">
          {problem}
        </p>
      )}
      {showsChart ? (
        <ChartOfResult {...props} chart={chart} {...(mayOpen ? { onSelect: select } : {})} />
      ) : (
        <DataGrid
          key={data.resultId}
          label={data.worksheet.name}
          columns={result.schema}
          rowCount={result.rowCount}
          firstRows={rows.columns}
          loadRows={load}
          locale={locale}
          currency={currency}
          maxHeight={400}
          {...(mayOpen
            ? {
                onActiveRow: setRow,
                onOpenRow: (at: number) => setBehind(behindRowAt(at) ?? behindAll),
              }
            : {})}
        />
      )}
      <ResultFoot
        data={data}
        result={result}
        locale={locale}
        chart={showsChart ? chart : null}
        behind={mayOpen ? ((showsChart ? null : behindRowAt(row)) ?? behindAll) : null}
        onOpenBehind={setBehind}
      />
      {behind !== null && (
        <UnderlyingData
          resultId={data.resultId}
          behind={behind}
          sourceName={data.sourceName}
          locale={locale}
          currency={currency}
          onClose={() => setBehind(null)}
        />
      )}
    </>
  );
}

type ChartOfResultProps = LoadedViewProps & {
  readonly chart: Chart;
  readonly onSelect?: (selection: ChartSelection) => void;
};

function ChartOfResult({ data, chart, result, rows: first, locale, currency, onSelect }: ChartOfResultProps) {
  const rows = useChartRows(data.resultId, first, result);
  if (rows === null) return <Skeleton className="m-3 h-72" />;
  return (
    <div className="px-3 pb-2">
      <ChartView
        chart={chart}
        title={data.worksheet.name}
        schema={result.schema}
        rows={rows}
        totalRows={result.rowCount}
        isTruncated={result.truncated}
        locale={locale}
        currency={currency}
        {...(onSelect === undefined ? {} : { onSelect })}
      />
    </div>
  );
}

/** The chart as it is drawn, or the table. */
function explainedOf({ worksheet, view, resultId }: ResultData, chart: Chart | null): ExplainedChart {
  return { chart: chart ?? { mark: "table", view }, title: worksheet.name, data: { resultId } };
}

function ResultHead({ data, children }: { readonly data: ResultData; readonly children?: ReactNode }) {
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <h3 className="w-full min-w-0 truncate font-medium sm:w-auto sm:flex-1" title={data.worksheet.name}>
        {data.worksheet.name}
      </h3>
      {children !== undefined && <div className="flex items-center gap-1.5">{children}</div>}
    </div>
  );
}

type ResultFootProps = Pick<LoadedViewProps, "data" | "result" | "locale"> & {
  /** That is shown; null: the table is. */
  readonly chart: Chart | null;
  /** What can be opened here; null: nothing. */
  readonly behind: Behind | null;
  readonly onOpenBehind: (behind: Behind) => void;
};

function ResultFoot({ data, result, locale, chart, behind, onOpenBehind }: ResultFootProps) {
  const rows = `${result.rowCount.toLocaleString(locale)}${result.truncated ? "+" : ""} ${result.rowCount === 1 ? "row" : "rows"}`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 border-t px-3 py-1 text-quiet text-xs">
      <p className="nums grow py-0.5">
        {data.sourceName} · {rows} · as of {showDay(data.asOf, locale)}
      </p>
      {behind !== null && (
        <button type="button" onClick={() => onOpenBehind(behind)} className={footClass}>
          <Rows3 aria-hidden="true" className="size-3.5 shrink-0" />
          <span className="max-w-48 truncate">
            {behind.words === "" ? "Underlying data" : `Rows behind ${behind.words}`}
          </span>
        </button>
      )}
      {chart !== null && <ChartImage resultId={data.resultId} chart={chart} name={data.worksheet.name} />}
      <a href={`/api/results/${data.resultId}/csv`} download className={footClass}>
        <Download aria-hidden="true" className="size-3.5" />
        CSV
      </a>
    </div>
  );
}

const footClass = "inline-flex items-center gap-1 rounded-sm px-1 py-0.5 hover:bg-text/5 hover:text-text";

function showDay(iso: string, locale: string): string {
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleDateString(locale, { dateStyle: "medium", timeZone: "UTC" });
}

type MarkChooserProps = {
  readonly mark: ChartMark;
  readonly marks: readonly ChartMark[];
  readonly onChoose: (mark: ChartMark) => void;
};

function MarkChooser({ mark, marks, onChoose }: MarkChooserProps) {
  if (marks.length < 2) return null;
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="small" aria-label={`Chart type: ${markNames[mark]}`}>
          {markNames[mark]}
          <ChevronDown />
        </Button>
      }
    >
      <MenuChoices
        label="Draw as"
        value={mark}
        choices={marks.map((value) => ({ value, label: markNames[value] }))}
        onChange={onChoose}
      />
    </Menu>
  );
}
