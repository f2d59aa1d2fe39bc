"use client";

import type { ECElementEvent, ECharts } from "echarts/core";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { Notice } from "#components/ui/notice";
import { Skeleton } from "#components/ui/skeleton";
import type { Chart } from "#lib/chart/chart";
import { describeChart } from "#lib/chart/describe-chart";
import { mostPoints, readChartData } from "#lib/chart/option/chart-data";
import { drawChart } from "#lib/chart/option/draw-chart";
import { readKpis } from "#lib/chart/option/kpi";
import type { ChartSelection, Track } from "#lib/chart/option/point";
import type { ResultColumn, ResultRows } from "#lib/worksheet/result";
import { NumberView } from "./number-view.tsx";
import { usePalette } from "./palette.tsx";

export type ChartViewProps = {
  readonly chart: Chart;
  readonly title: string;
  readonly schema: readonly ResultColumn[];
  /** The result's rows from the first on; more than can be drawn are left out, with a warning. */
  readonly rows: ResultRows;
  /** How many rows the result has. */
  readonly totalRows: number;
  readonly locale: string;
  readonly currency?: string;
  /** Pixels. */
  readonly height?: number;
  /** A mark was pressed. Whoever cannot point chooses rows in the table. */
  readonly onSelect?: (selection: ChartSelection) => void;
};

/** A result as a chart. Its title and a description in sentences stand for it where it cannot be seen. */
export function ChartView(props: ChartViewProps) {
  const { chart, title, schema, rows, totalRows, locale, currency, height = 300 } = props;
  const id = useId();
  const data = useMemo(
    () => readChartData(chart, schema, rows, { locale, ...(currency === undefined ? {} : { currency }) }),
    [chart, schema, rows, locale, currency],
  );
  const description = useMemo(() => describeChart(chart, data), [chart, data]);
  const drawn = Math.min(totalRows, mostPoints, rows.rowCount);
  const isMissing = data.y.length === 0 && chart.mark !== "histogram";
  if (data.rowCount === 0)
    return <p className="px-3 py-10 text-center text-quiet">No rows match, so there is nothing to draw.</p>;
  if (isMissing)
    return <Notice tone="warning">This chart’s columns are not in the result. Look at the table instead.</Notice>;
  return (
    <figure aria-labelledby={`${id}-title`} aria-describedby={`${id}-description`}>
      <figcaption className="sr-only">
        <span id={`${id}-title`}>{title}</span>
        <span id={`${id}-description`}>{description}</span>
      </figcaption>
      {totalRows > drawn && (
        <Notice tone="warning" className="mb-2">
          The first {drawn.toLocaleString(locale)} of {totalRows.toLocaleString(locale)} rows are drawn. Group or filter
          to see all.
        </Notice>
      )}
      {chart.mark === "kpi" ? (
        <NumberView kpis={readKpis(chart, data)} />
      ) : (
        <Canvas chart={chart} data={data} height={height} onSelect={props.onSelect} />
      )}
    </figure>
  );
}

type CanvasProps = Pick<ChartViewProps, "chart"> & {
  readonly data: ReturnType<typeof readChartData>;
  readonly height: number;
  readonly onSelect: ChartViewProps["onSelect"];
};

function Canvas({ chart, data, height, onSelect }: CanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const tracks = useRef<readonly Track[]>([]);
  const palette = usePalette();
  const { instance, width, hasFailed } = useInstance(frame);
  useEffect(() => {
    if (instance === null || palette === null || width === 0) return;
    const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const drawing = drawChart({ chart, data, palette, area: { left: 0, top: 0, width, height }, isStill });
    if (drawing !== null) instance.setOption(drawing.option, { notMerge: true });
    tracks.current = drawing?.tracks ?? [];
  }, [instance, palette, width, height, chart, data]);
  usePresses(instance, tracks, onSelect);
  if (hasFailed)
    return (
      <Notice tone="warning">The chart could not be loaded. The table shows the same rows; reload to try again.</Notice>
    );
  return (
    <div className="relative" style={{ height }}>
      <div ref={frame} aria-hidden="true" className="absolute inset-0" />
      {instance === null && <Skeleton className="absolute inset-x-0 bottom-0 h-2/3" />}
    </div>
  );
}

function usePresses(
  instance: ECharts | null,
  tracks: { readonly current: readonly Track[] },
  onSelect: ChartViewProps["onSelect"],
): void {
  useEffect(() => {
    if (instance === null || onSelect === undefined) return;
    const press = ({ componentType, seriesIndex = 0, dataIndex }: ECElementEvent) => {
      const selection = componentType === "series" ? tracks.current[seriesIndex]?.pointAt(dataIndex)?.selection : null;
      if (selection != null) onSelect(selection);
    };
    instance.on("click", press);
    return () => {
      if (!instance.isDisposed()) instance.off("click", press);
    };
  }, [instance, tracks, onSelect]);
}

/** The chart library, loaded once it is needed; resized with its frame and disposed with it. */
function useInstance(frame: { readonly current: HTMLDivElement | null }) {
  const [instance, setInstance] = useState<ECharts | null>(null);
  const [width, setWidth] = useState(0);
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    let made: ECharts | null = null;
    let hasLeft = false;
    const observer = new ResizeObserver(() => {
      made?.resize();
      setWidth(element.clientWidth);
    });
    import("./echarts-core.tsx")
      .then(({ createCanvasChart }) => {
        if (hasLeft) return;
        made = createCanvasChart(element);
        setInstance(made);
        setWidth(element.clientWidth);
        observer.observe(element);
      })
      .catch(() => setHasFailed(true));
    return () => {
      hasLeft = true;
      observer.disconnect();
      made?.dispose();
      setInstance(null);
    };
  }, [frame]);
  return { instance, width, hasFailed };
}
