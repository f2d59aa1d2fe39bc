"use client";

import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { type BarHeight, leastHeight, mostHeight } from "./use-bar-height.tsx";

const step = 22;

/** The lower edge of the editor: dragged, or moved by the arrow keys; a double click or Enter lets it follow its text again. */
export function ResizeHandle({ height, shownHeight, set }: Omit<BarHeight, "style">) {
  const drag = useRef<{ readonly from: number; readonly height: number } | null>(null);
  const press = (event: KeyboardEvent) => {
    const next = heightAfter(event.key, shownHeight());
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };
  const grab = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: event.clientY, height: shownHeight() };
  };
  const move = (event: PointerEvent) => {
    if (drag.current !== null) set(drag.current.height + event.clientY - drag.current.from);
  };
  return (
    <div
      role="slider"
      aria-label="Height of the formula"
      aria-orientation="vertical"
      aria-valuemin={leastHeight}
      aria-valuemax={mostHeight}
      aria-valuenow={height ?? leastHeight}
      aria-valuetext={height === null ? "As high as its text" : `${height} pixels`}
      tabIndex={0}
      onKeyDown={press}
      onPointerDown={grab}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = null;
      }}
      onDoubleClick={() => set(null)}
      className="group flex h-3 cursor-row-resize touch-none items-center justify-center rounded-sm"
    >
      <span className="h-0.5 w-8 rounded-full bg-line transition-colors group-hover:bg-quiet group-focus-visible:bg-focus" />
    </div>
  );
}

/** Null: as high as its text. Undefined: another key. */
function heightAfter(key: string, height: number): number | null | undefined {
  switch (key) {
    case "ArrowDown":
      return height + step;
    case "ArrowUp":
      return height - step;
    case "Home":
      return leastHeight;
    case "End":
      return mostHeight;
    case "Enter":
      return null;
  }
}
