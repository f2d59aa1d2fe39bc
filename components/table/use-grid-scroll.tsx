"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { isWhole, revealRow, scrolledTo, scrollScale, scrollTopAt } from "./scroll-scale.tsx";

export type GridScroll = {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** Where the rows stand: pixels of all rows above the first that is seen. */
  readonly top: number;
  readonly left: number;
  /** Somebody is scrolling just now. */
  readonly isMoving: boolean;
  /** Pixels that rows and columns have; 0 before it is measured. */
  readonly viewport: { readonly width: number; readonly height: number };
  /** What the browser scrolls, without the header. */
  readonly scrolled: number;
  readonly onScroll: () => void;
  readonly reveal: (row: number) => void;
  readonly scrollSideways: (left: number) => void;
};

const idleMs = 140;

/**
 * The place of a grid among its rows, of which there may be more than a browser scrolls. `edges` are the pixels of header and footer,
 * which stay in sight.
 */
export function useGridScroll(rowCount: number, rowHeight: number, edges: number): GridScroll {
  const ref = useRef<HTMLDivElement>(null);
  const last = useRef(0);
  const idle = useRef<number>(undefined);
  const [top, setTop] = useState(0);
  const [left, setLeft] = useState(0);
  const [isMoving, setIsMoving] = useState(false);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const height = Math.max(0, size.height - edges);
  const scale = scrollScale(rowCount * rowHeight, height);

  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const place = useRef({ top, scale });
  place.current = { top, scale };

  /** Puts the thumb where the rows are, after they moved pixel by pixel. */
  const settle = useCallback(() => {
    const element = ref.current;
    // It has moved on, of which the browser tells with its next frame: to settle now would take the movement back.
    if (element !== null && element.scrollTop !== last.current) {
      idle.current = window.setTimeout(settle, idleMs);
      return;
    }
    setIsMoving(false);
    if (element === null || isWhole(place.current.scale)) return;
    const wanted = Math.round(scrollTopAt(place.current.top, place.current.scale));
    if (Math.abs(wanted - element.scrollTop) < 1) return;
    element.scrollTop = wanted;
    // As the browser rounded it: what it says next is no movement.
    last.current = element.scrollTop;
  }, []);

  const onScroll = useCallback(() => {
    const element = ref.current;
    if (element === null) return;
    setLeft(element.scrollLeft);
    const [from, to] = [last.current, element.scrollTop];
    if (to === from) return;
    last.current = to;
    setTop((now) => scrolledTo(now, { from, to }, place.current.scale));
    setIsMoving(true);
    window.clearTimeout(idle.current);
    idle.current = window.setTimeout(settle, idleMs);
  }, [settle]);

  useEffect(() => () => window.clearTimeout(idle.current), []);

  // Rows that went, or a taller window, leave the place beyond the end.
  const end = Math.max(0, scale.content - height);
  useEffect(() => {
    if (height > 0 && top > end) setTop(end);
  }, [top, end, height]);

  const reveal = (row: number): void => {
    const next = revealRow(top, row, rowHeight, scale);
    if (next === top) return;
    place.current = { ...place.current, top: next };
    setTop(next);
    const element = ref.current;
    if (element === null) return;
    element.scrollTop = Math.round(scrollTopAt(next, scale));
    // The browser may have rounded or cut it: what it says next is no movement.
    last.current = element.scrollTop;
  };

  return {
    ref,
    top: Math.min(top, end),
    left,
    isMoving,
    viewport: { width: size.width, height },
    scrolled: scale.scrolled,
    onScroll,
    reveal,
    scrollSideways(next) {
      if (ref.current !== null && ref.current.scrollLeft !== next) ref.current.scrollLeft = next;
    },
  };
}
