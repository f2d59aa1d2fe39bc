"use client";

import { useState } from "react";
import { ChartView } from "#components/chart/chart-view";
import { useChartRows } from "#components/result/use-result";
import { classNames } from "#components/ui/class-names";
import { Skeleton } from "#components/ui/skeleton";
import type { ChartSelection } from "#lib/chart/option/point";
import type { ResultPage } from "#lib/contract/results";
import { type ChartElement, titleOf } from "#lib/workbook/workbook";
import { UnderlyingData } from "../canvas/underlying-data.tsx";
import { useViewResult } from "../data/use-view-result.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { ElementProblem } from "./element-problem.tsx";
import { useSize } from "./use-size.tsx";

type ChartBodyProps = { readonly element: ChartElement; readonly isSeen: boolean };

/** A chart as large as its place. While new rows come the old ones stay, dimmed. */
export function ChartBody({ element, isSeen }: ChartBodyProps) {
  const { document } = useWorkbookContext();
  const { chart } = element;
  const isEmpty = chart.y.length === 0 && chart.x === null;
  const { page, isLoading, problem, retry } = useViewResult(isSeen && !isEmpty ? chart.view : null, 1000);
  if (isEmpty) return <p className="p-4 text-center text-quiet">Choose what this chart shows in the panel.</p>;
  if (problem !== null) return <ElementProblem worksheetId={chart.view.worksheetId} problem={problem} retry={retry} />;
  if (page === null) return <ChartSkeleton />;
  return (
    <div
      aria-busy={isLoading || undefined}
      className={classNames("h-full transition-opacity", isLoading && "opacity-50")}
    >
      <Drawing element={element} title={titleOf(document, element)} page={page} />
    </div>
  );
}

type DrawingProps = { readonly element: ChartElement; readonly title: string; readonly page: ResultPage };

function Drawing({ element, title, page: { result, rows } }: DrawingProps) {
  const { locale, currency, noBasic } = useWorkbookContext();
  const [behind, setBehind] = useState<ChartSelection["keys"] | null>(null);
  const { chart } = element;
  const { frame, size } = useSize();
  const all = useChartRows(result.id, rows, result);
  const shown = withShownColumns(chart, result);
  return (
    <div ref={frame} className="h-full min-h-0 overflow-y-auto overflow-x-hidden px-3 pb-2">
      {size !== null && all !== null ? (
        <ChartView
          chart={shown}
          title={title}
          schema={result.schema}
          rows={all}
          totalRows={result.rowCount}
          isTruncated={result.truncated}
          locale={locale}
          currency={currency}
          height={Math.max(80, size.height - 12)}
          {...(noBasic === null ? { onSelect: ({ keys }: ChartSelection) => setBehind(keys) } : {})}
        />
      ) : (
        <ChartSkeleton />
      )}
      {behind !== null && (
        <UnderlyingData element={element} title={title} within={[...behind]} onClose={() => setBehind(null)} />
      )}
    </div>
  );
}

/** Rows of an earlier question lack what was asked for since: a place without its column stays empty until they come. */
function withShownColumns(chart: ChartElement["chart"], { schema }: ResultPage["result"]): ChartElement["chart"] {
  const has = (id: string): boolean => schema.some(({ columnId }) => columnId === id);
  const orNull = (id: string | null): string | null => (id !== null && has(id) ? id : null);
  return { ...chart, x: orNull(chart.x), color: orNull(chart.color), y: chart.y.filter(has) };
}

function ChartSkeleton() {
  return (
    <div role="status" className="flex h-full items-end gap-3 px-6 pt-6 pb-4">
      <span className="sr-only">Loading the chart</span>
      {["h-2/5", "h-3/5", "h-1/2", "h-4/5", "h-2/3", "h-1/3"].map((height) => (
        <Skeleton key={height} className={classNames("flex-1", height)} />
      ))}
    </div>
  );
}
