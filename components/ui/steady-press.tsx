import { type MouseEvent, type PointerEvent, useRef } from "react";

/** How far a pointer may go before the press counts as given up. Pixels. */
const mostWay = 24;

/**
 * Props of a button under something that grows or shrinks by itself, such as what is wrong with a formula: the press counts even when the
 * button moves from under the pointer. Who moves the pointer away gives it up, as with any button.
 */
export function useSteadyPress() {
  const start = useRef<{ readonly x: number; readonly y: number } | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      start.current = { x: event.clientX, y: event.clientY };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onClick: (event: MouseEvent) => {
      const from = start.current;
      start.current = null;
      if (from === null || event.detail === 0) return;
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > mostWay) event.preventDefault();
    },
  };
}
