"use client";

import { type PointerEvent, useRef } from "react";

type ColumnEdgeProps = {
  readonly width: number;
  readonly onPreview: (width: number | null) => void;
  readonly onResize: (width: number) => void;
};

/** The right edge of a column's name, to be dragged. By keyboard the grid itself resizes. */
export function ColumnEdge({ width, onPreview, onResize }: ColumnEdgeProps) {
  const start = useRef<{ readonly x: number; readonly width: number }>(null);
  const widthAt = (event: PointerEvent): number | null =>
    start.current === null ? null : start.current.width + event.clientX - start.current.x;
  return (
    <span
      aria-hidden="true"
      data-column-edge=""
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        const next = widthAt(event);
        if (next !== null) onPreview(next);
      }}
      onPointerUp={(event) => {
        const next = widthAt(event);
        start.current = null;
        if (next !== null) onResize(next);
      }}
      onPointerCancel={() => {
        start.current = null;
        onPreview(null);
      }}
      className="absolute inset-y-1.5 -right-px z-10 w-1.5 cursor-col-resize touch-none border-line border-r hover:border-accent"
    />
  );
}
