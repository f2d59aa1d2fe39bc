"use client";

import { useSyncExternalStore } from "react";

const query = "(min-width: 1100px)";

/** Whether a panel has room beside the thread. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
    () => true,
  );
}
