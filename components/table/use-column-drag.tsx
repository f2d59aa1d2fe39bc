"use client";

import { type PointerEvent, useEffect, useState } from "react";
import type { ColumnLayout } from "./column-layout.tsx";

const threshold = 6;

type Drag = { readonly from: number; readonly startX: number; readonly left: number; readonly x: number };

/** A column's name that is dragged to another place. `dropBefore`: where it would come to stand; null while nothing moves. */
export function useColumnDrag(layout: ColumnLayout, onDrop: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const moving = drag !== null && Math.abs(drag.x - drag.startX) > threshold ? drag : null;
  const target = moving === null ? null : placeAt(moving.x - moving.left, layout);

  useEffect(() => {
    if (drag === null) return;
    const move = (event: globalThis.PointerEvent) => setDrag({ ...drag, x: event.clientX });
    const drop = () => {
      setDrag(null);
      if (target !== null && target !== drag.from && target !== drag.from + 1)
        onDrop(drag.from, target > drag.from ? target - 1 : target);
    };
    const leave = (event: KeyboardEvent) => {
      if (event.key === "Escape") setDrag(null);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", drop);
    window.addEventListener("keydown", leave);
    return () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", drop);
      window.removeEventListener("keydown", leave);
    };
  });

  return {
    dragged: moving?.from ?? null,
    dropBefore: target,
    start(from: number, event: PointerEvent<HTMLElement>): void {
      const row = event.currentTarget.parentElement?.getBoundingClientRect();
      setDrag({ from, startX: event.clientX, x: event.clientX, left: row?.left ?? 0 });
    },
  };
}

/** Before which column a pixel of the header is, by the columns' middles. */
function placeAt(x: number, { starts, widths }: ColumnLayout): number {
  const place = starts.findIndex((start, index) => x < start + (widths[index] ?? 0) / 2);
  return place < 0 ? starts.length : place;
}
