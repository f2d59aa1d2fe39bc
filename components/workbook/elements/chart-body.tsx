"use client";

import { useCallback, useState } from "react";
import type { SelectionAnchor } from "#components/chart/chart-canvas";
import { ChartView } from "#components/chart/chart-view";
import { useChartRows } from "#components/result/use-result";
import { classNames } from "#components/ui/class-names";
import { Skeleton } from "#components/ui/skeleton";
import type { ChartSelection } from "#lib/chart/option/point";
import type { ResultPage } from "#lib/contract/results";
import { type ChartElement, titleOf } from "#lib/workbook/workbook";
import { formatCell } from "#lib/worksheet/format-cell";
import type { ResultColumn } from "#lib/worksheet/result";
import { UnderlyingData } from "../canvas/underlying-data.tsx";
import { firstRowsOfChart, useViewResult } from "../data/use-view-result.tsx";
import { useWorkbookContext, WorkbookProvider } from "../workbook-context.tsx";
import { useDrilled, useOnScreen } from "./drill-context.tsx";
import { DrillTrail } from "./drill-trail.tsx";
import { ElementProblem } from "./element-problem.tsx";
import { MarkMenu } from "./mark-menu.tsx";
import type { Drill } from "./use-drill.tsx";
import { useSize } from "./use-size.tsx";

type ChartBodyProps = { readonly element: ChartElement; readonly isSeen: boolean };

/** A chart as large as its place, or what a reader has drilled to in it. While new rows come the old ones stay, dimmed. */
export function ChartBody({ element, isSeen }: ChartBodyProps) {
  const { document } = useWorkbookContext();
  const drill = useDrilled();
  const title = titleOf(document, element);
  const { context } = useOnScreen(element, title);
  return (
    <WorkbookProvider value={context}>
      <div className="flex h-full flex-col">
        <DrillTrail title={title} trail={drill.trail} onBack={drill.goBack} />
        <div className="min-h-0 flex-1">
          <ChartRows element={drill.element} title={title} isSeen={isSeen} drill={drill} />
        </div>
      </div>
    </WorkbookProvider>
  );
}

type ChartRowsProps = ChartBodyProps & { readonly title: string; readonly drill: Drill };

function ChartRows({ element, title, isSeen, drill }: ChartRowsProps) {
  const { chart } = element;
  const isEmpty = chart.y.length === 0 && chart.x === null;
  const { page, isLoading, problem, retry } = useViewResult(isSeen && !isEmpty ? chart.view : null, firstRowsOfChart);
  if (isEmpty) return <p className="p-4 text-center text-quiet">Choose what this chart shows in the panel.</p>;
  if (problem !== null) return <ElementProblem worksheetId={chart.view.worksheetId} problem={problem} retry={retry} />;
  if (page === null) return <ChartSkeleton />;
  return (
    <div
      aria-busy={isLoading || undefined}
      className={classNames("h-full transition-opacity", isLoading && "opacity-50")}
    >
      <Drawing element={element} title={title} page={page} drill={drill} />
    </div>
  );
}

type DrawingProps = {
  readonly element: ChartElement;
  readonly title: string;
  readonly page: ResultPage;
  readonly drill: Drill;
};

type Mark = { readonly selection: ChartSelection; readonly anchor: SelectionAnchor };

function Drawing({ element, title, page: { result, rows }, drill }: DrawingProps) {
  const { locale, currency, noBasic } = useWorkbookContext();
  const [mark, setMark] = useState<Mark | null>(null);
  const [behind, setBehind] = useState<ChartSelection["keys"] | null>(null);
  const { chart } = element;
  const { frame, size } = useSize();
  const all = useChartRows(result.id, rows, result);
  const shown = withShownColumns(chart, result);
  const select = useCallback(
    (selection: ChartSelection, anchor: SelectionAnchor) => setMark({ selection, anchor }),
    [],
  );
  const words = (selection: ChartSelection) => nameOf(selection, result.schema, locale, currency);
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
          {...(noBasic === null ? { onSelect: select } : {})}
        />
      ) : (
        <ChartSkeleton />
      )}
      {mark !== null && (
        <MarkMenu
          label={words(mark.selection)}
          anchor={mark.anchor}
          steps={drill.steps}
          onUnderlying={() => setBehind(mark.selection.keys)}
          onDrill={(step) => drill.goDown(words(mark.selection), mark.selection, step)}
          onClose={() => setMark(null)}
        />
      )}
      {behind !== null && (
        <UnderlyingData element={element} title={title} within={[...behind]} onClose={() => setBehind(null)} />
      )}
    </div>
  );
}

function nameOf({ keys }: ChartSelection, schema: readonly ResultColumn[], locale: string, currency: string): string {
  const names = keys.map(({ columnId, value }) => {
    const column = schema.find((one) => one.columnId === columnId);
    return column === undefined || value === null ? "Empty" : formatCell(value, column, locale, { currency });
  });
  return names.length === 0 ? "All" : names.join(", ");
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
