"use client";

import type { ECharts } from "echarts/core";
import { useEffect, useState } from "react";

export type Instance = { readonly instance: ECharts | null; readonly width: number; readonly hasFailed: boolean };

/** The chart library, loaded once it is needed; resized with its frame and disposed with it. */
export function useInstance(frame: { readonly current: HTMLDivElement | null }): Instance {
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
