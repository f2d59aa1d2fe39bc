"use client";

import type { ECharts } from "echarts/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Notice } from "#components/ui/notice";
import { Skeleton } from "#components/ui/skeleton";
import type { Chart } from "#lib/chart/chart";
import { type Drawing, drawChart } from "#lib/chart/option/draw-chart";
import type { ChartData } from "#lib/chart/option/fields";
import type { ChartSelection } from "#lib/chart/option/point";
import { type Position, pointAt, type Step, walk } from "#lib/chart/option/walk";
import { usePalette } from "./palette.tsx";
import { anchorOf, useClicks } from "./use-clicks.tsx";
import { useInstance } from "./use-instance.tsx";

/** Where a menu for what was selected may open, in pixels of the window. */
export type SelectionAnchor = { readonly x: number; readonly y: number };
export type OnSelect = (selection: ChartSelection, anchor: SelectionAnchor) => void;

type ChartCanvasProps = {
  readonly chart: Chart;
  readonly data: ChartData;
  readonly height: number;
  readonly labelledBy: string;
  readonly describedBy: string;
  readonly onSelect: OnSelect | undefined;
  readonly onTable: () => void;
  readonly onNotes: (notes: readonly string[]) => void;
};

/** The drawn chart. Arrow keys walk its points, which are spoken; Enter opens one. */
export function ChartCanvas(props: ChartCanvasProps) {
  const { chart, data, height, onSelect, onNotes } = props;
  const frame = useRef<HTMLDivElement>(null);
  const palette = usePalette();
  const { instance, width, hasFailed } = useInstance(frame);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    if (instance === null || palette === null || width === 0) return;
    const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const drawn = drawChart({ chart, data, palette, area: { left: 0, top: 0, width, height }, isStill });
    if (drawn === null) return;
    instance.setOption(drawn.option, { notMerge: true });
    setDrawing(drawn);
    onNotes(drawn.notes);
  }, [instance, palette, width, height, chart, data, onNotes]);
  useClicks(instance, drawing, onSelect);
  const keys = useKeys(instance, drawing, props);
  if (hasFailed)
    return (
      <Notice tone="warning">The chart could not be loaded. The table shows the same rows; reload to try again.</Notice>
    );
  return (
    <div
      role="application"
      aria-roledescription="chart"
      tabIndex={inTabOrder}
      aria-busy={drawing === null || undefined}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      onKeyDown={keys.onKeyDown}
      onBlur={keys.leave}
      className="relative rounded-sm"
      style={{ height }}
    >
      <div ref={frame} aria-hidden="true" className="absolute inset-0" />
      {instance === null && <Skeleton className="absolute inset-x-0 bottom-0 h-2/3" />}
      <p role="status" className="sr-only">
        {keys.spoken}
      </p>
    </div>
  );
}

/** From the first moment, so that one who comes before the chart is drawn is there when it is. */
const inTabOrder = 0;

const stepsOfKeys: Readonly<Record<string, Step>> = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  ArrowDown: "nextSeries",
  ArrowUp: "previousSeries",
  Home: "first",
  End: "last",
};

function useKeys(instance: ECharts | null, drawing: Drawing | null, { onSelect, onTable }: ChartCanvasProps) {
  const [position, setPosition] = useState<Position | null>(null);
  const leave = () => {
    setPosition(null);
    instance?.dispatchAction({ type: "downplay" });
    instance?.dispatchAction({ type: "hideTip" });
  };
  const stand = (next: Position) => {
    setPosition(next);
    const at = { seriesIndex: next.series, dataIndex: next.index };
    instance?.dispatchAction({ type: "downplay" });
    instance?.dispatchAction({ type: "highlight", ...at });
    instance?.dispatchAction({ type: "showTip", ...at });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (drawing === null || instance === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepsOfKeys[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = walk(drawing.tracks, position, step);
      if (next !== null) stand(next);
    } else if (event.key === "Escape" && position !== null) {
      event.stopPropagation();
      leave();
    } else if (event.key.toLowerCase() === "t") onTable();
    else if ((event.key === "Enter" || event.key === " ") && position !== null) {
      event.preventDefault();
      const selection = pointAt(drawing.tracks, position)?.selection ?? null;
      if (selection !== null) onSelect?.(selection, anchorOf(instance, drawing, position));
    }
  };
  const spoken = position === null || drawing === null ? "" : (pointAt(drawing.tracks, position)?.text ?? "");
  return { onKeyDown, leave, spoken };
}
