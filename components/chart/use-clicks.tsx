"use client";

import type { ECharts } from "echarts/core";
import { useEffect } from "react";
import { z } from "zod";
import type { Drawing } from "#lib/chart/option/draw-chart";
import { type Position, pointAt } from "#lib/chart/option/walk";
import type { OnSelect, SelectionAnchor } from "./chart-canvas.tsx";

const clickSchema = z.object({
  componentType: z.literal("series"),
  seriesIndex: z.number(),
  dataIndex: z.number(),
  event: z.object({ offsetX: z.number(), offsetY: z.number() }),
});

/** How far beside a line a click still means its point. Pixels. */
const reach = 32;

/** A click on a mark, or near a point of a line. */
export function useClicks(instance: ECharts | null, drawing: Drawing | null, onSelect: OnSelect | undefined): void {
  useEffect(() => {
    if (instance === null || drawing === null || onSelect === undefined) return;
    const select = (position: Position, x: number, y: number) => {
      const selection = pointAt(drawing.tracks, position)?.selection ?? null;
      if (selection !== null) onSelect(selection, inWindow(instance, x, y));
    };
    const onMark = (event: unknown) => {
      const click = clickSchema.safeParse(event).data;
      if (click === undefined) return;
      select({ series: click.seriesIndex, index: click.dataIndex }, click.event.offsetX, click.event.offsetY);
    };
    const onGround = (event: { readonly target?: unknown; readonly offsetX: number; readonly offsetY: number }) => {
      if (event.target !== undefined && event.target !== null) return;
      const nearest = findNearest(instance, drawing, event.offsetX, event.offsetY);
      if (nearest !== null) select(nearest, event.offsetX, event.offsetY);
    };
    const ground = instance.getZr();
    instance.on("click", onMark);
    ground.on("click", onGround);
    return () => {
      if (instance.isDisposed()) return;
      instance.off("click", onMark);
      ground.off("click", onGround);
    };
  }, [instance, drawing, onSelect]);
}

function findNearest(instance: ECharts, { tracks }: Drawing, x: number, y: number): Position | null {
  let best: (Position & { readonly distance: number }) | null = null;
  for (const [series, track] of tracks.entries()) {
    if (!track.isLine || !instance.containPixel({ seriesIndex: series }, [x, y])) continue;
    for (let index = 0; index < track.length; index += 1) {
      const place = track.placeAt(index);
      if (place === null) continue;
      const [atX = 0, atY = 0] = instance.convertToPixel({ seriesIndex: series }, [...place]);
      const distance = Math.hypot(atX - x, atY - y);
      if (distance <= reach && (best === null || distance < best.distance)) best = { series, index, distance };
    }
  }
  return best;
}

/** A menu that the keyboard opens stands at the point, or over the middle of what has no axes. */
export function anchorOf(instance: ECharts, { tracks }: Drawing, { series, index }: Position): SelectionAnchor {
  const place = tracks[series]?.placeAt(index) ?? null;
  if (place === null) return inWindow(instance, instance.getWidth() / 2, instance.getHeight() / 2);
  const [x = 0, y = 0] = instance.convertToPixel({ seriesIndex: series }, [...place]);
  return inWindow(instance, x, y);
}

function inWindow(instance: ECharts, x: number, y: number): SelectionAnchor {
  const { left, top } = instance.getDom().getBoundingClientRect();
  return { x: left + x, y: top + y };
}
