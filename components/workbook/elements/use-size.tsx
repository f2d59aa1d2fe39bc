"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

type Size = { readonly width: number; readonly height: number };

/** Pixels of a box, as it is resized; null until it is measured. */
export function useSize(): { readonly frame: RefObject<HTMLDivElement | null>; readonly size: Size | null } {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const box = frame.current;
    if (box === null) return;
    const measure = () => setSize({ width: box.clientWidth, height: box.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    measure();
    return () => observer.disconnect();
  }, []);
  return { frame, size };
}
