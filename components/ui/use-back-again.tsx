"use client";

import { useEffect } from "react";

/** Calls it when the network is back or the tab is looked at again, for what failed meanwhile. Null: nothing failed. */
export function useBackAgain(retry: (() => void) | null): void {
  useEffect(() => {
    if (retry === null) return;
    for (const name of ["focus", "online"]) window.addEventListener(name, retry);
    return () => {
      for (const name of ["focus", "online"]) window.removeEventListener(name, retry);
    };
  }, [retry]);
}
