"use client";

import { type PointerEvent, useEffect, useState } from "react";
import type { ColumnLayout } from "./column-layout.tsx";

const threshold = 6;

type Drag = {
  readonly from: number;
  readonly startX: number;
  readonly x: number;
  /** The left edges of all columns, which scroll, and of what they are seen in. */
  readonly left: number;
  readonly edge: number;
};

/** A column's name that is dragged to another place. `dropBefore`: where it would come to stand; null while nothing moves. */
export function useColumnDrag(layout: ColumnLayout, onDrop: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const moving = drag !== null && Math.abs(drag.x - drag.startX) > threshold ? drag : null;
  const target = moving === null ? null : placeAt(moving, layout);

  useEffect(() => {
    if (drag === null) return;
    const move = (event: globalThis.PointerEvent) => setDrag({ ...drag, x: event.clientX });
    const drop = () => {
      setDrag(null);
      if (target !== null && target !== drag.from && target !== drag.from + 1)
        onDrop(drag.from, target > drag.from ? target - 1 : target);
    };
    const cancel = () => setDrag(null);
    const leave = (event: KeyboardEvent) => {
      if (event.key === "Escape") cancel();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", cancel);
    window.addEventListener("keydown", leave);
    return () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", cancel);
      window.removeEventListener("keydown", leave);
    };
  });

  return {
    dragged: moving?.from ?? null,
    dropBefore: target,
    start(from: number, event: PointerEvent<HTMLElement>): void {
      const row = event.currentTarget.parentElement;
      const [left, edge] = [row, row?.closest("table")?.parentElement].map(
        (one) => one?.getBoundingClientRect().left ?? 0,
      );
      setDrag({ from, startX: event.clientX, x: event.clientX, left: left ?? 0, edge: edge ?? 0 });
    },
  };
}

/** Before which column the pointer is, by the columns' middles. Frozen ones stand where they are, whatever is scrolled beneath them. */
function placeAt({ x: pointer, left, edge }: Drag, { starts, widths, frozenWidth }: ColumnLayout): number {
  const x = pointer - edge < frozenWidth ? pointer - edge : pointer - left;
  const place = starts.findIndex((start, index) => x < start + (widths[index] ?? 0) / 2);
  return place < 0 ? starts.length : place;
}
