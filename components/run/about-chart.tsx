"use client";

import { useMemo, useSyncExternalStore } from "react";
import { type ExplainedChart, explainedChartSchema } from "#lib/contract/explain-chart";

const place = "askbook.about-chart";
const listeners = new Set<() => void>();

/** The next question of Ask, on this page or the next, is about this chart. Null: about none. */
export function askAbout(about: ExplainedChart | null): void {
  if (about === null) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, JSON.stringify(about));
  for (const listener of listeners) listener();
}

export function useAboutChart(): ExplainedChart | null {
  const stored = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => sessionStorage.getItem(place),
    () => null,
  );
  return useMemo(() => readAbout(stored), [stored]);
}

function readAbout(stored: string | null): ExplainedChart | null {
  if (stored === null) return null;
  try {
    return explainedChartSchema.safeParse(JSON.parse(stored)).data ?? null;
  } catch {
    return null;
  }
}
