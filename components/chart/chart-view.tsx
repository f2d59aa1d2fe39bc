"use client";

import { TriangleAlert } from "lucide-react";
import { useCallback, useId, useMemo, useRef, useState } from "react";
import { Notice } from "#components/ui/notice";
import type { Chart } from "#lib/chart/chart";
import { describeChart } from "#lib/chart/describe-chart";
import { mostPoints, readChartData } from "#lib/chart/option/chart-data";
import { readKpis } from "#lib/chart/option/kpi";
import type { ResultColumn, ResultRows } from "#lib/worksheet/result";
import { ChartCanvas, type OnSelect } from "./chart-canvas.tsx";
import { ChartTable } from "./chart-table.tsx";
import { NumberView } from "./number-view.tsx";

export type ChartViewProps = {
  readonly chart: Chart;
  readonly title: string;
  readonly schema: readonly ResultColumn[];
  /** The result's rows from the first on; more than can be drawn are left out, with a warning. */
  readonly rows: ResultRows;
  /** How many rows the result has. */
  readonly totalRows: number;
  /** There are still more rows than that. */
  readonly isTruncated?: boolean;
  readonly locale: string;
  readonly currency?: string;
  /** Pixels. */
  readonly height?: number;
  /** A mark was clicked, or opened by Enter: what it stands for, and where a menu may open. */
  readonly onSelect?: OnSelect;
};

const noteHeight = 20;

/** A result as a chart. Its title and a description in sentences stand for it where it cannot be seen. */
export function ChartView(props: ChartViewProps) {
  const { chart, title, schema, rows, locale, currency, height = 300, onSelect } = props;
  const id = useId();
  const data = useMemo(
    () => readChartData(chart, schema, rows, { locale, ...(currency === undefined ? {} : { currency }) }),
    [chart, schema, rows, locale, currency],
  );
  const description = useMemo(() => describeChart(chart, data), [chart, data]);
  const [notes, setNotes] = useState<readonly string[]>([]);
  const keepNotes = useCallback((next: readonly string[]) => {
    setNotes((before) => (before.join() === next.join() ? before : next));
  }, []);
  const [isTable, setIsTable] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  if (data.rowCount === 0)
    return <p className="px-3 py-10 text-center text-quiet">No rows match, so there is nothing to draw.</p>;
  if (data.y.length === 0 && chart.mark !== "histogram")
    return <Notice tone="warning">This chart’s columns are not in the result. Look at the table instead.</Notice>;
  const guard = guardOf(props);
  const room = height - (notes.length + (guard === null ? 0 : 1)) * noteHeight;
  return (
    <figure aria-labelledby={`${id}-title`} aria-describedby={`${id}-description`} className="relative">
      <figcaption className="sr-only">
        <span id={`${id}-title`}>{title}</span>
        <span id={`${id}-description`}>{description}</span>
        {chart.mark !== "kpi" && <span id={`${id}-keys`}>{keysOf(onSelect !== undefined)}</span>}
      </figcaption>
      {guard !== null && (
        <p className="flex items-center gap-1 text-warning text-xs leading-5" title={guard}>
          <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0" />
          <span className="truncate">{guard}</span>
        </p>
      )}
      {chart.mark === "kpi" ? (
        <NumberView kpis={readKpis(chart, data)} title={title} />
      ) : (
        <>
          <button
            ref={toggle}
            type="button"
            onClick={() => setIsTable(!isTable)}
            className="sr-only rounded-sm border bg-raised px-2 py-1 text-sm focus:not-sr-only focus:absolute focus:top-0 focus:right-0 focus:z-10"
          >
            {isTable ? "Show as chart" : "Show as table"}
          </button>
          {isTable ? (
            <ChartTable data={data} title={title} height={room} />
          ) : (
            <ChartCanvas
              chart={chart}
              data={data}
              height={room}
              labelledBy={`${id}-title`}
              describedBy={`${id}-description ${id}-keys`}
              onSelect={onSelect}
              onTable={() => {
                setIsTable(true);
                // The chart that held the focus is gone.
                toggle.current?.focus();
              }}
              onNotes={keepNotes}
            />
          )}
          {notes.map((note) => (
            <p key={note} className="truncate text-quiet text-xs leading-5" title={note}>
              {note}
            </p>
          ))}
        </>
      )}
    </figure>
  );
}

function keysOf(canOpen: boolean): string {
  return `Arrow keys walk the points, up and down change the series${canOpen ? ", Enter opens one" : ""}, T shows a table.`;
}

/** What is said of rows that are not drawn. */
function guardOf({ rows, totalRows, isTruncated = false, locale }: ChartViewProps): string | null {
  const drawn = Math.min(rows.rowCount, mostPoints);
  const hasUncounted = isTruncated && (drawn === mostPoints || drawn <= totalRows);
  if (totalRows <= drawn && !hasUncounted) return null;
  const count = drawn.toLocaleString(locale);
  const what = hasUncounted
    ? `The first ${count} rows are drawn; there are more.`
    : `The first ${count} of ${totalRows.toLocaleString(locale)} rows are drawn.`;
  return `${what} Group or filter to see all.`;
}
